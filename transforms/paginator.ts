import { option, type Option } from '../src/core/options.js';
import { defineTransform, type TransformContext } from '../src/python/define.js';
import { inJson } from './paginator/json.js';
import { inListView } from './paginator/listView.js';
import { inFunctions } from './paginator/rendered.js';
import { testedBy, wholeLists, withTests, type Tested } from './paginator/tests.js';
import { unordered } from './paginator/unordered.js';

const MESSAGES = {
  ready: '`{name}` puts every `{model}` on one page; its template has links to further pages, which `paginate_by = {size}` brings to life{notes}',
  listView: '`{name}` puts every `{model}` on one page, and there will be ever more ({growth}); with {size} a page the links go into {template}{notes}',
  view: '`{name}` puts every `{model}` on one page, and there will be ever more ({growth}); with {size} a page the links go into {template}{notes}',
  viewReady: '`{name}` puts every `{model}` on one page, and its template has links to further pages; with {size} a page they come to life{notes}',
  json: '`{name}` answers with every `{model}`, and there will be ever more ({growth}); whoever asks for `?{param}=` gets {size} and how many there are, all others what they get now',
  unorderedPages: 'nothing orders what `{call}` cuts into pages, so a row may be on two pages or on none; `order_by("pk")` gives each its place',
  unorderedView: 'nothing orders what `{name}` cuts into pages, so a row may be on two pages or on none; `ordering = ["pk"]` gives each its place',
  ties: 'rows with the same `{column}` have no order among themselves, so one may be on two pages or on none; `"pk"` behind it decides',
  groups: 'nothing orders what `{call}` cuts into pages, and `{step}` makes of an order more than an order; order it by hand',
  deliberate: '`paginate_by = None` keeps every `{model}` of `{name}` on one page, and says so',
  inherited: '`{name}` puts every `{model}` on one page, but {count} other views derive from it and would be paged too; set `paginate_by` where it is wanted',
  overrides: '`{name}` puts every `{model}` on one page, and its own `{method}` may rely on that; page it by hand',
  select: '`{name}` hands every `{model}` to a `<select>` in {template}, which needs them all',
  script: '`{name}` hands every `{model}` to a script in {template}, which needs them all',
  method: '`{name}` puts every `{model}` on one page, but {template} reads `{what}`, which a page does not have or answers for itself alone; count in the view first',
  filtered: '`{name}` puts every `{model}` on one page, but `{what}` in {template} counts or picks among all rows; do that in the view first',
  counted: '`{name}` puts every `{model}` on one page, but {template} counts down to the last row (`{what}`)',
  tag: '`{name}` puts every `{model}` on one page, but {template} hands all rows to `{what}`',
  form: '`{name}` puts every `{model}` on one page, but {template} sends them all back in one form',
  client: '`{name}` puts every `{model}` on one page, but {template} has {what}, which would see one page only; let the server do that first',
  printed: '`{name}` puts every `{model}` on one page, but {template} is there to be printed or sent',
  several: '`{name}` puts every `{model}` on one page, among other lists ({what}); one `page` cannot turn them all',
  nested: '`{name}` puts every `{model}` on one page, but {template} shows all of them once for each row of something else',
  fragment: '`{name}` gives every `{model}` to {template}, a part of a page that something else puts in its place; its links would lead to the part',
  twice: '`{name}` renders `{what}` at several places; page it by hand',
  evaluated: '`{name}` puts every `{model}` on one page, but needs all of them itself (`{what}`)',
  openContext: '`{name}` puts every `{model}` on one page, in a context that is made elsewhere ({what}); page it by hand',
  noTemplate: '`{name}` puts every `{model}` on one page, but {what}; set `paginate_by` and put links into its template by hand',
  noPlace: '`{name}` puts every `{model}` on one page, but where links to further pages go in {template} cannot be told; page it by hand',
  arrayShape: '`{name}` answers with every `{model}` in a bare array, which has no room for a number of pages; put it under a key of an object, when the clients can follow',
} as const;

const whole = (given: unknown): given is number => typeof given === 'number' && Number.isInteger(given);

/** An option that counts rows. */
function rowsOption(value: number, least: number, describe: string): Option<number> {
  return option(value, describe, `a whole number from ${least}`, (given): given is number => whole(given) && given >= least);
}

const isName = (given: unknown): given is string => typeof given === 'string' && /^[A-Za-z_]\w*$/.test(given);

const isKeys = (given: unknown): given is Readonly<Record<string, string>> => {
  return typeof given === 'object' && given !== null && Object.entries(given).every(([key, value]) => key in KEYS && typeof value === 'string');
};

const KEYS = { total_count: 'total_count', has_next: 'has_next', has_previous: 'has_previous', page: 'page', num_pages: 'num_pages' };

const OPTIONS = {
  'page-size': rowsOption(25, 1, 'How many rows a page has'),
  param: option('page', 'The name that the number of a page has in the query string', 'a name', isName),
  orphans: rowsOption(0, 0, 'The fewest rows that the last page may have; fewer go with the page before'),
  'json-keys': option<Readonly<Record<string, string>>>({}, 'Other names for the keys that a JSON answer is given', `a table of names for ${Object.keys(KEYS).join(', ')}`, isKeys),
};

export type Terms = TransformContext<typeof OPTIONS, typeof MESSAGES, 'models' | 'settings' | 'templates' | 'versions' | 'views'>;

export default defineTransform({
  id: 'paginator',
  summary: 'Show long lists page by page',
  family: 'views',
  safety: 'safe',
  references: [
    'https://docs.djangoproject.com/en/stable/topics/pagination/',
    'https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-multiple-object/#django.views.generic.list.MultipleObjectMixin.paginate_by',
  ],
  messages: MESSAGES,
  options: OPTIONS,
  match: { literals: ['ListView', 'render(', 'TemplateResponse(', 'JsonResponse(', 'Paginator('], nodes: ['module'] },
  needs: ['models', 'settings', 'templates', 'versions', 'views'],

  fix(_, context) {
    const { tree } = context.module;
    const classes = tree.nodes('class_definition').flatMap((node) => inListView(node, context) ?? []);
    const others = tree.nodes('call').flatMap((call) => inJson(call, context) ?? unordered(call, context) ?? []);
    return [...classes, ...inFunctions(context), ...others];
  },

  gather: { literals: wholeLists, collect: testedBy },
  decide: (findings, tested: readonly Tested[]) => withTests(findings, tested),
});

