/** What stands between the operators of a query: no selectors, ranges, quoted texts, URLs and comments. */
const bareOf = (query: string): string =>
  query
    .replaceAll(/\w+:\/\/\S+/g, ' ')
    .replaceAll(/"[^"]*"|'[^']*'/g, ' ')
    .replaceAll(/#.*$/gm, ' ')
    .replaceAll(/\{[^{}]*\}|\[[^\]]*\]/g, ' ');

/** Operators that no count of requests needs: products, parts, comparisons, and any with a number. */
const scaling = [
  /(?:[\s)]|_(?:seconds|milliseconds|ms|total|count|bucket))(?<!\bselect\s*)[*/%^](?=\s*[\w(])/i,
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
  const bare = bareOf(query);
  return scaling.some((pattern) => pattern.test(bare));
};

/**
 * Whether a query computes with the values that it names. Sums and differences count requests, and are no durations.
 *
 * @example hasArithmetic('a_seconds - b_seconds') // true
 */
export const hasArithmetic = (query: string): boolean => isScaled(query) || adding.test(bareOf(query));

/** Words of query languages, which are no metric. */
const words = new Set(['offset', 'or', 'and', 'unless', 'bool']);

/** The metrics that a query names; the counts and buckets of a histogram have its name. */
const metricsIn = (query: string): string[] => {
  const bare = bareOf(query)
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/gi, ' ')
    .replaceAll(/\.(?:as_count|as_rate|rollup|fill)\([^()]*\)/g, ' ');
  return [...bare.matchAll(/(?<![\w.:])([A-Za-z_][\w:.]*)(?![\w:.])(?!\s*\()/g)]
    .map(([, name]) => name!.replace(/^(?:sum|avg|count|max|min):/, '').replace(/_(?:bucket|count)$/, ''))
    .filter((name) => !words.has(name));
};

/** Datadog counts the same requests once more for each status: `hits.by_http_status` of `hits`. */
const isOfSame = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

/**
 * Whether two queries count the same requests, by the names of their metrics.
 *
 * @example haveSameMetric('sum(a_seconds_bucket{le="1"})', 'sum(a_seconds_count)') // true
 */
export const haveSameMetric = (query: string, other: string): boolean => {
  const others = metricsIn(other);
  return metricsIn(query).some((name) => others.some((one) => isOfSame(name, one)));
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
  // Slashes in selectors, such as those of a path, divide nothing.
  const blank = rest.replaceAll(/"[^"]*"|'[^']*'|\{[^{}]*\}/g, (part) => ' '.repeat(part.length));
  const at = blank.indexOf('/');
  if (at < 0 || blank.indexOf('/', at + 1) >= 0) return undefined;
  return { counted: rest.slice(0, at), total: rest.slice(at + 1), isTurned: turned !== '' };
};
