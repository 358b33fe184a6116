/** What computes nothing, whatever stands in it: quoted texts, selectors, ranges, URLs and comments. */
const blanked = (query: string): string =>
  [/(?<!\w)\w+:\/\/\S+/g, /"[^"]*"|'[^']*'/g, /#.*$/gm, /\{[^{}]*\}|\[[^[\]]*\]/g].reduce(
    (text, pattern) => text.replaceAll(pattern, (part) => ' '.repeat(part.length)),
    query,
  );

/** Where an operand of `or` ends: before what closes the parenthesis around it, before the next `or`, or with the query. */
const operandEnd = (blank: string, start: number): number => {
  let depth = 0;
  for (const { 0: part, index } of blank.matchAll(/[()]|\bor\b/gi)) {
    if (index < start) continue;
    if (depth === 0 && part !== '(') return index;
    if (part === '(') depth += 1;
    if (part === ')') depth -= 1;
  }
  return blank.length;
};

/** What stands in no parentheses. */
const outsideOf = (text: string): string => {
  let depth = 0;
  return [...text]
    .filter((sign) => {
      if (sign === '(') depth += 1;
      const isOutside = depth === 0;
      if (sign === ')') depth -= 1;
      return isOutside;
    })
    .join('');
};

/** A product with 0, in which all that stands in parentheses is left out. */
const zero = /^\s*(?:0\s*\*[^*/%^+<>=!-]*|[^*/%^+<>=!-]*\*\s*0)\s*$/;

const isZero = (operand: string): boolean => {
  const text = operand.trim();
  const inner = text.slice(1, -1);
  const isWrapped = text.startsWith('(') && text.endsWith(')') && operandEnd(inner, 0) === inner.length;
  return zero.test(outsideOf(isWrapped ? inner : text));
};

/** More than a query has. */
const operandsMax = 20;

/**
 * A query without what changes no count: when it looks (`offset -5m`, `@ end()`), and a product with 0 that stands in where
 * nothing was counted yet.
 *
 * @example plainOf('sum(a_total{code="500"} offset -5m) or 0 * sum(a_total)').trim() // 'sum(a_total{code="500"} )'
 */
export const plainOf = (query: string): string => {
  const still = query.replaceAll(/\boffset\s+(?:-\s*)?\d\w*|@\s*(?:-?\d[\d.]*|(?:start|end)\(\s*\))/gi, '');
  const blank = blanked(still);
  const ors = [...blank.matchAll(/\bor\b(?:\s+(?:on|ignoring)\s*\([^()]*\))?/gi)];
  return ors.slice(0, operandsMax).reduce((text, { 0: or, index }) => {
    const end = operandEnd(blank, index + or.length);
    return isZero(blank.slice(index + or.length, end))
      ? text.slice(0, index) + ' '.repeat(end - index) + text.slice(end)
      : text;
  }, still);
};

/** Operators that no count of requests needs: products, parts, comparisons, and any with a number. */
const scaling = [
  /(?:[\s)]|_(?:seconds|milliseconds|ms|total|count|bucket))(?=[*/%^])(?<!\bselect\s*)[*/%^](?=\s*[\w(])/i,
  /[*/%^+]\s*-?\d|[\s)]-\s*\d/,
  /(?<![\w.:])\d+(?:\.\d+)?(?![\w.])\s*[*/%^+-]/,
  /[<>]/,
];

/** A sum of two series, or a difference. */
const adding = /(?:[\s)]|_(?:seconds|milliseconds|ms))[+-](?=\s*[\w(])/;

/**
 * Whether a query changes the counts that it names: by a factor, a quotient, a comparison.
 *
 * @example isScaled('sum(a_total{code=~"5.."}) / 1000') // true
 */
export const isScaled = (query: string): boolean => {
  const bare = blanked(query);
  return scaling.some((pattern) => pattern.test(bare));
};

/**
 * Whether a query computes with the values that it names. Sums and differences count requests, and are no durations.
 *
 * @example hasArithmetic('a_seconds - b_seconds') // true
 */
export const hasArithmetic = (query: string): boolean => isScaled(query) || adding.test(blanked(query));

/** Words of query languages, which are no metric. */
const words = new Set(['offset', 'or', 'and', 'unless', 'bool']);

/** Names inside of braces: `{__name__="a_total"}`, and in quotes as Prometheus 3 has them: `{"a.total"}`. */
const namesInBraces = (query: string): string[] =>
  [...query.matchAll(/\{[^{}]*\}/g)].flatMap(([selector]) =>
    [
      ...selector.matchAll(
        /["']?__name__["']?\s*=\s*["']([^"']+)["']|(?<=[{,]\s*)["']([^"']+)["'](?=\s*[,}])/g,
      ),
    ].map(([, named, quoted]) => named ?? quoted!),
  );

/** The metrics that a query names; the counts and buckets of a histogram have its name. */
const metricsIn = (query: string): string[] => {
  const bare = blanked(query)
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/gi, ' ')
    .replaceAll(/\.(?:as_count|as_rate|rollup|fill)\([^()]*\)/g, ' ');
  const outside = [...bare.matchAll(/(?<![\w.:])([A-Za-z_][\w:.]*)(?![\w:.])(?!\s*\()/g)].map(
    ([, name]) => name!,
  );
  return [...outside, ...namesInBraces(query)]
    .map((name) => name.replace(/^(?:sum|avg|count|max|min):/, '').replace(/_(?:bucket|count)$/, ''))
    .filter((name) => !words.has(name));
};

/**
 * What comes before the end of a name of requests: `istio_request` of `istio_requests_total` and of
 * `istio_request_duration_milliseconds`.
 */
const requestsOf = (name: string): string | undefined =>
  /^(.*(?<![a-z\d])request)s?(?:_(?:duration|latency|latencies|time))?(?:_(?:seconds|milliseconds|ms))?(?:_total)?$/.exec(
    name,
  )?.[1];

/** Datadog counts the same requests once more for each status: `hits.by_http_status` of `hits`. */
const isOfSame = (one: string, other: string): boolean => {
  const requests = requestsOf(one);
  return (
    one === other ||
    one.startsWith(`${other}.`) ||
    other.startsWith(`${one}.`) ||
    (requests !== undefined && requests === requestsOf(other))
  );
};

/**
 * Whether the queries may count the same requests, by the names of their metrics. Selectors without a name tell nothing.
 *
 * @example mayHaveSameMetric(['sum(a_seconds_bucket{le="1"})'], ['sum(a_seconds_count)']) // true
 */
export const mayHaveSameMetric = (queries: readonly string[], others: readonly string[]): boolean => {
  const [names, otherNames] = [queries.flatMap(metricsIn), others.flatMap(metricsIn)];
  const isUnnamed =
    (names.length === 0 && queries.some((query) => query.includes('{'))) ||
    (otherNames.length === 0 && others.some((query) => query.includes('{')));
  return isUnnamed || names.some((name) => otherNames.some((other) => isOfSame(name, other)));
};

/**
 * A ratio in one query: what is counted, of which all are. `1 -` before it turns it round.
 *
 * @returns undefined for a query without one division
 */
export const quotientIn = (
  query: string,
): { readonly counted: string; readonly total: string; readonly isTurned: boolean } | undefined => {
  const turned = /^[\s(]*1\s*-\s*/.exec(query)?.[0] ?? '';
  const rest = query.slice(turned.length);
  // Slashes in selectors and addresses, such as those of a path, divide nothing.
  const blank = blanked(rest);
  const at = blank.indexOf('/');
  if (at < 0 || blank.indexOf('/', at + 1) >= 0) return undefined;
  return { counted: rest.slice(0, at), total: rest.slice(at + 1), isTurned: turned !== '' };
};
