import { lostWords } from './name-words.ts';
import { filtersIn, type QueryFilter } from './query-filters.ts';

/** Labels by which all requests of a service are chosen; `_` for each sign between words. */
const wholeLabels = new Set(
  `__name__ job exported_job namespace ns exported_namespace kubernetes_namespace kube_namespace k8s_namespace_name service svc
  service_name exported_service kubernetes_service kubernetes_service_name kubernetes_name kube_service deployment deployment_name
  kube_deployment app kube_app_name app_name k8s_app application application_name app_kubernetes_io_name app_kubernetes_io_instance
  host cluster cluster_name kube_cluster_name env environment stage region location project project_id account subscription
  resource_group resourcegroup reporter ingress exported_ingress prometheus destination_service destination_service_name
  destination_service_namespace destination_workload destination_workload_namespace destination_app
  destination_canonical_service destination_cluster envoy_cluster_name backend backend_name proxy loadbalancer load_balancer
  targetgroup target_group workload workload_name container container_name configuration_name function_name functionname
  endpoint_name endpointname endpoint_id`.split(/\s+/),
);

const keepsAll = ({ label, operator, text, value }: QueryFilter): boolean => {
  const name = label
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
    .join('_');
  // Datadog's host is a machine.
  if (name === 'host' && text.includes(':')) return false;
  // Lines that Loki could parse.
  if (label === '__error__') return operator === '=' && value === '';
  return wholeLabels.has(name) || wholeLabels.has(label);
};

/** Values of a label that tells how a request ended. */
type Ends = {
  /** Of requests that succeeded; a filter that lets one of them pass may keep successes. */
  readonly ok: readonly string[];
  /** Of those the ones that most successes have: what is left without them are failures. */
  readonly usual: readonly string[];
  /** Of requests that failed. */
  readonly failed: readonly string[];
};

const listOf = (text: string): string[] => text.split(' ');

const usualSuccess = listOf(
  '200 2xx 2XX 2 OK Ok ok 0 SUCCESS Success success Succeeded succeeded INFO info true',
);

const codes = Array.from({ length: 200 }, (_, i) => String(400 + i));

/** https://grpc.io/docs/guides/status-codes/ */
const grpcFailures = listOf(
  'Canceled Cancelled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied ResourceExhausted ' +
    'FailedPrecondition Aborted OutOfRange Unimplemented Internal Unavailable DataLoss Unauthenticated CANCELLED UNKNOWN ' +
    'INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ' +
    'ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED',
);

const levels = listOf('warn warning err fatal critical panic alert emergency');
const badWords = [...lostWords, ...levels];

const statuses: Ends = {
  ok: [
    ...usualSuccess,
    ...listOf('201 202 204 206 301 302 304 3xx 3XX 3 REDIRECTION INFORMATIONAL debug notice'),
  ],
  usual: usualSuccess,
  failed: [
    ...codes,
    ...listOf('4xx 5xx 4XX 5XX 4 5 SERVER_ERROR CLIENT_ERROR false'),
    ...grpcFailures,
    ...badWords,
    ...badWords.map((word) => word.toUpperCase()),
  ],
};
const grpcStatuses: Ends = {
  ...statuses,
  failed: [...statuses.failed, ...Array.from({ length: 16 }, (_, i) => String(i + 1))],
};
const successFlags: Ends = {
  ok: listOf('true True TRUE 1 yes'),
  usual: listOf('true True TRUE 1 yes'),
  failed: listOf('false False FALSE 0 no'),
};
const none = ['', ...listOf('false False FALSE 0 no none None null nil -')];

const labelWords = (label: string): string[] =>
  label
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);

const hasWord = (words: readonly string[], among: string): boolean =>
  listOf(among).some((word) => words.includes(word));

const patternCharsMost = 200;

/** Whether a value passes a condition. undefined: the condition is not understood. */
const passOf = ({ operator, value }: QueryFilter): ((one: string) => boolean) | undefined => {
  const isNot = operator.startsWith('!');
  if (operator === '=' || operator === '==' || operator === '!=') return (one) => (one === value) !== isNot;
  if (/[<>]/.test(operator)) {
    const limit = Number(value);
    const compared = {
      '>': (n: number) => n > limit,
      '>=': (n: number) => n >= limit,
      '<': (n: number) => n < limit,
    };
    const compare = compared[operator as '>'] ?? ((n: number) => n <= limit);
    return (one) => /^\d{3}$/.test(one) && compare(Number(one));
  }
  const pattern = value.replace(/^\(\?i\)/, '');
  if (pattern.length > patternCharsMost || /\(\?[^:]/.test(pattern)) return undefined;
  try {
    const whole = new RegExp(`^(?:${pattern})$`, pattern === value ? '' : 'i');
    return (one) => whole.test(one) !== isNot;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const keepsFailedOf = (filter: QueryFilter, { ok, usual, failed }: Ends): boolean => {
  const passes = passOf(filter);
  if (passes === undefined) return true;
  if (filter.operator.startsWith('!')) return usual.some((one) => !passes(one));
  return !ok.some(passes) && failed.some(passes);
};

/** 503, 5xx, 5.., 5\d\d in the text that a line must hold. */
const failedCode = /(?<![\w/.-])[45](?:\d\d|xx|\.\.|\\d|\[0-9\])/i;
const okCode = /(?<![\w/.-])2(?:\d\d|xx|\.\.|\\d|\[0-9\])/i;

const hasBadWord = (text: string): boolean =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => badWords.includes(word));

/** Whether a condition keeps requests that failed, as far as its words tell. */
const keepsFailed = (filter: QueryFilter): boolean => {
  const { label, operator, value } = filter;
  const isNot = operator.startsWith('!');
  if (label === '')
    return isNot
      ? okCode.test(value)
      : (failedCode.test(value) && !okCode.test(value)) || (operator.startsWith('|') && hasBadWord(value));
  const words = labelWords(label);
  if (
    /response_?flags/i.test(label) ||
    hasWord(words, 'error errors err fail failed failure exception fault')
  ) {
    const passes = passOf(filter);
    if (passes === undefined) return true;
    return isNot ? none.some((one) => !passes(one)) : !none.some(passes);
  }
  if (hasWord(words, 'success successful succeeded ok')) return keepsFailedOf(filter, successFlags);
  if (words.includes('grpc')) return keepsFailedOf(filter, grpcStatuses);
  if (
    hasWord(words, 'status statuscode code rcode class outcome result response level lvl loglevel severity')
  )
    return keepsFailedOf(filter, statuses) || (!isNot && operator === '=' && hasBadWord(value));
  return !isNot && !value.includes('/') && hasBadWord(value);
};

const partsIn = (name: string): QueryFilter[] => filtersIn(name).filter((filter) => !keepsAll(filter));

/**
 * The conditions of a query that keep requests that failed: those of a status, an outcome, a level, a line that tells of an
 * error. What is left is not the load.
 *
 * @example failedFiltersIn('sum(rate(a_total{status=~"[45].."}[1m]))') // ['status=~"[45].."']
 */
export const failedFiltersIn = (name: string): string[] =>
  partsIn(name)
    .filter(keepsFailed)
    .map(({ text }) => text);

/**
 * The conditions of some queries that may keep a part of the requests: all but those by which a whole service is chosen. Of
 * columns that are added up those that all have, as the others tell the columns apart.
 *
 * @example partFiltersOf(['rate(a_total{job="a", path="/b"}[1m])']) // ['path="/b"']
 */
export const partFiltersOf = (names: readonly string[]): string[] => {
  const [first = [], ...others] = names.map((name) => partsIn(name).map(({ text }) => text));
  return [...new Set(first.filter((text) => others.every((texts) => texts.includes(text))))];
};

/** Istio counts a request at both ends: https://istio.io/latest/docs/reference/config/metrics/ */
export const countsBothEnds = (name: string): boolean =>
  /\bistio_requests?_(?:total|duration_milliseconds_count)\b/.test(name) && !/\breporter\b/.test(name);
