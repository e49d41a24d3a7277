/** The text of a partial with links to a page's neighbours; it needs no words, so it fits every language. */

export interface Style {
  readonly param: string;
  /** Whether `{% querystring %}` is there: Django 5.1. */
  readonly hasQuerystring: boolean;
  /** Whether templates see the request. */
  readonly hasRequest: boolean;
  readonly hasBootstrap: boolean;
  readonly eol: string;
}

export function partialText(style: Style): string {
  const lines = style.hasBootstrap ? bootstrap(style) : simple(style);
  return lines.join(style.eol) + style.eol;
}

function simple(style: Style): readonly string[] {
  return [
    '{% if page_obj.has_other_pages %}',
    '<nav class="pagination">',
    `  {% if page_obj.has_previous %}<a href="${link(style, 'previous')}" rel="prev">&laquo;</a>{% endif %}`,
    '  <span>{{ page_obj.number }} / {{ page_obj.paginator.num_pages }}</span>',
    `  {% if page_obj.has_next %}<a href="${link(style, 'next')}" rel="next">&raquo;</a>{% endif %}`,
    '</nav>',
    '{% endif %}',
  ];
}

function bootstrap(style: Style): readonly string[] {
  const item = (side: 'previous' | 'next', rel: string, sign: string): string => {
    return `    {% if page_obj.has_${side} %}<li class="page-item"><a class="page-link" href="${link(style, side)}" rel="${rel}">${sign}</a></li>{% endif %}`;
  };
  return [
    '{% if page_obj.has_other_pages %}',
    '<nav>',
    '  <ul class="pagination justify-content-center">',
    item('previous', 'prev', '&laquo;'),
    '    <li class="page-item active"><span class="page-link">{{ page_obj.number }} / {{ page_obj.paginator.num_pages }}</span></li>',
    item('next', 'next', '&raquo;'),
    '  </ul>',
    '</nav>',
    '{% endif %}',
  ];
}

/** The address of a neighbour, with everything else that the page was asked for. */
function link({ param, hasQuerystring, hasRequest }: Style, side: 'previous' | 'next'): string {
  const number = `page_obj.${side}_page_number`;
  if (hasQuerystring && hasRequest) return `{% querystring ${param}=${number} %}`;
  const others = `{% for key, values in request.GET.lists %}{% if key != "${param}" %}{% for value in values %}{{ key|urlencode }}={{ value|urlencode }}&amp;{% endfor %}{% endif %}{% endfor %}`;
  return `?${hasRequest ? others : ''}${param}={{ ${number} }}`;
}
