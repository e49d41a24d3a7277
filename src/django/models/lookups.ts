/** Names that end a look-up, and names that turn one value into another. */

const LOOKUPS = new Set([
  ...['exact', 'iexact', 'contains', 'icontains', 'in', 'gt', 'gte', 'lt', 'lte', 'startswith', 'istartswith', 'endswith', 'iendswith', 'range', 'isnull', 'regex', 'iregex'],
  ...['contained_by', 'overlap', 'has_key', 'has_keys', 'has_any_keys', 'search', 'trigram_similar', 'trigram_word_similar', 'trigram_strict_word_similar'],
  ...['fully_lt', 'fully_gt', 'not_lt', 'not_gt', 'adjacent_to', 'within', 'intersects', 'dwithin', 'distance_lt', 'distance_lte', 'distance_gt', 'distance_gte', 'bbcontains', 'coveredby', 'covers'],
]);

const TRANSFORMS = new Set([
  ...['date', 'year', 'iso_year', 'month', 'day', 'week', 'week_day', 'iso_week_day', 'quarter', 'time', 'hour', 'minute', 'second', 'lower', 'upper', 'length', 'trim', 'unaccent'],
  ...['len', 'keys', 'values', 'abs', 'startswith', 'endswith', 'lower_inc', 'upper_inc', 'isempty'],
]);

export function isLookup(name: string): boolean {
  return LOOKUPS.has(name);
}

export function isTransform(name: string): boolean {
  return TRANSFORMS.has(name);
}
