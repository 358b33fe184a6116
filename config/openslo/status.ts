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

/** Statuses as a label may hold them: of successes, of failures of the service, and of those of the client. */
type Statuses = {
  readonly successes: readonly string[];
  readonly failures: readonly string[];
  /** What went wrong by the client's fault. */
  readonly clients: readonly string[];
};

const statusesOf = (matchers: readonly Matcher[]): Statuses => {
  if (matchers.some(({ label }) => wordsOf(label).includes('grpc')))
    return { successes: ['0'], failures: ['2', '13', '14'], clients: ['3', '5', '7', '16'] };
  const classValue = matchers.find(({ value }) => /^\dxx$/i.test(value))?.value;
  const ofClass = (first: string): string[] => [`${first}${(classValue ?? '').slice(1)}`];
  if (classValue !== undefined || matchers.some(({ value }) => /^\d$/.test(value)))
    return { successes: ofClass('2'), failures: ofClass('5'), clients: ofClass('4') };
  return {
    successes: ['200', '201', '202', '204'],
    failures: ['500', '502', '503', '504'],
    clients: ['400', '401', '403', '404', '408', '409', '422', '429'],
  };
};

/** One matcher of a selector: a status is equal to a value or not, or fits a pattern or not. */
type Matcher = {
  readonly label: string;
  readonly value: string;
  readonly takes: (status: string) => boolean;
  readonly isNot: boolean;
};

const matcherPattern =
  /(!?)(?<![\w.])([A-Za-z_][\w.]*)["']?\s*(=~|!~|!=|=|:)\s*(?:"([^"]*)"|'([^']*)'|([^"',{}\s]+))/g;

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
    return [{ label: label!, value, isNot, takes: (status: string) => takesValue(status) !== isNot }];
  });

/** The selectors of a query that name a status, each as its matchers: all of them must take a status. */
const selectorsIn = (query: string): Matcher[][] =>
  query
    .split(/(?<=\})/)
    .map(matchersIn)
    .filter((matchers) => matchers.length > 0);

/** Whether a query tells requests by the status of their answer. */
export const namesStatus = (query: string): boolean => selectorsIn(query).length > 0;

const takenBy =
  (selectors: readonly Matcher[][]) =>
  (status: string): boolean =>
    selectors.some((matchers) => matchers.every((matcher) => matcher.takes(status)));

/**
 * Which requests a query counts by their status; several selectors add up. One that takes a part of the failures beside
 * successes, as `code!="500"` does, is not said to count failures. Errors of clients are named where a pattern takes them that
 * is not the reverse of another one.
 *
 * @example countsByStatus('sum(a{code!~"5.."})') // { successes: true, failures: false, namesClients: false }
 */
export const countsByStatus = (
  query: string,
): { readonly successes: boolean; readonly failures: boolean; readonly namesClients: boolean } => {
  const selectors = selectorsIn(query);
  const takes = takenBy(selectors);
  const known = statusesOf(selectors.flat());
  const successes = known.successes.some(takes);
  const named = selectors.filter((matchers) => matchers.some(({ isNot }) => !isNot));
  return {
    successes,
    failures: known.failures.every(takes) || (!successes && known.failures.some(takes)),
    namesClients: known.clients.some(takenBy(named)),
  };
};

/** Whether a query leaves requests out by their status. */
export const leavesOutStatus = (query: string): boolean => {
  const selectors = selectorsIn(query);
  const known = Object.values(statusesOf(selectors.flat())).flat();
  return selectors.length > 0 && !known.every(takenBy(selectors));
};
