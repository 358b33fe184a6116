/** Words that names of labels of a status are made of: `code`, `status_code`, `http.response.status_code`, `statusClass`. */
const statusWords: ReadonlySet<string> = new Set(
  'http https grpc rpc request response resp status code class server'.split(' '),
);

const wordsOf = (label: string): string[] =>
  label
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.]+/)
    .filter((word) => word !== '');

const isStatusLabel = (label: string): boolean => {
  const words = wordsOf(label);
  return words.every((word) => statusWords.has(word)) && /code|status/.test(words.join(' '));
};

/** Statuses of successes, and of failures of the service, as a label may hold them. */
type Statuses = { readonly successes: readonly string[]; readonly failures: readonly string[] };

const statusesOf = (matchers: readonly Matcher[]): Statuses => {
  if (matchers.some(({ label }) => wordsOf(label).includes('grpc')))
    return { successes: ['0'], failures: ['2', '13', '14'] };
  const classValue = matchers.find(({ value }) => /^\dxx$/i.test(value))?.value;
  if (classValue !== undefined)
    return { successes: [`2${classValue.slice(1)}`], failures: [`5${classValue.slice(1)}`] };
  if (matchers.some(({ value }) => /^\d$/.test(value))) return { successes: ['2'], failures: ['5'] };
  return { successes: ['200', '201', '202', '204'], failures: ['500', '502', '503', '504'] };
};

/** One matcher of a selector: a status is equal to a value or not, or fits a pattern or not. */
type Matcher = {
  readonly label: string;
  readonly value: string;
  readonly takes: (status: string) => boolean;
};

const matcherPattern =
  /(!?)(?<![\w.])([A-Za-z_][\w.]*)\s*(=~|!~|!=|=|:)\s*(?:"([^"]*)"|'([^']*)'|([^"',{}\s]+))/g;

/** Whether a value of a label fits: as a whole, as Prometheus anchors patterns; `5*` as Datadog has them. */
const fits = (value: string, operator: string): ((status: string) => boolean) => {
  if (operator === '=' || operator === '!=') return (status) => status === value;
  const pattern = operator === ':' ? value.replaceAll('*', '.*') : value;
  try {
    const whole = new RegExp(`^(?:${pattern.replaceAll('\\\\', '\\')})$`);
    return (status) => whole.test(status);
  } catch (error) {
    if (error instanceof SyntaxError) return () => false;
    throw error;
  }
};

const matchersIn = (selector: string): Matcher[] =>
  [...selector.matchAll(matcherPattern)].flatMap(([, not, label, operator, ...values]) => {
    const value = values.find((one) => one !== undefined) ?? '';
    if (!isStatusLabel(label!) || !/\d/.test(value)) return [];
    const takesValue = fits(value, operator!);
    const isNot = not === '!' || operator!.startsWith('!');
    return [{ label: label!, value, takes: (status: string) => takesValue(status) !== isNot }];
  });

/** The selectors of a query that name a status, each as its matchers: all of them must take a status. */
const selectorsIn = (query: string): Matcher[][] =>
  query
    .split(/(?<=\})/)
    .map(matchersIn)
    .filter((matchers) => matchers.length > 0);

/** Whether a query tells requests by the status of their answer. */
export const namesStatus = (query: string): boolean => selectorsIn(query).length > 0;

/**
 * Which requests a query counts by their status; several selectors add up. One that takes a part of the failures beside
 * successes, as `code!="500"` does, is not said to count failures.
 *
 * @example countsByStatus('sum(a{code!~"5.."})') // { successes: true, failures: false }
 */
export const countsByStatus = (
  query: string,
): { readonly successes: boolean; readonly failures: boolean } => {
  const selectors = selectorsIn(query);
  const takes = (status: string): boolean =>
    selectors.some((matchers) => matchers.every((matcher) => matcher.takes(status)));
  const known = statusesOf(selectors.flat());
  const successes = known.successes.some(takes);
  return { successes, failures: known.failures.every(takes) || (!successes && known.failures.some(takes)) };
};
