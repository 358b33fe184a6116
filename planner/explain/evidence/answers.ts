import type { LoadSample } from '../../../runs/schema/load-series.ts';

/** Body and error of an answer in one text. */
const textOf = ({ body = '', error = '' }: LoadSample): string => `${body}\n${error}`;

/** Headers as `name: value`. */
export const headersOf = ({ headers = {} }: LoadSample): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

/** An exception that left run(), as servers print it. */
const exceptionWords =
  /Traceback \(most recent call|\b[A-Z]\w*(Error|Exception)\b\s*[:(]|exception (was )?(raised|occurred|thrown) in|error in (the )?(scoring|score|run)|failed during generation|run\(\) (raised|failed)/i;
const scoringTimeout = /Scoring timeout after \d+ ms/i;

/** By this header a managed endpoint of Azure ML tells what its container answered. */
const hiddenStatusHeader = 'ms-azureml-model-error-statuscode';

/** The status that a container answered behind a front end that answers another one; undefined: nothing tells. */
export const hiddenStatus = ({ headers = {} }: LoadSample): string | undefined => {
  const value = headers[hiddenStatusHeader];
  return value !== undefined && /^[1-5]\d\d$/.test(value) ? value : undefined;
};

/** Headers by which a server says that the model itself failed. */
const failedHeader = 'x-ms-run-function-failed';
const modelHeaders = [failedHeader, hiddenStatusHeader, 'ms-azureml-model-error-reason'];

/** A container that turns requests away, or does not accept them, has not failed. */
const isOwnFault = (status: string): boolean => status.startsWith('5') && status !== '503';

/** The headers by which an answer says that run() failed. */
export const modelErrorHeaders = (sample: LoadSample): string[] => {
  const hidden = hiddenStatus(sample);
  const telling = hidden === undefined || isOwnFault(hidden) ? modelHeaders : [failedHeader];
  return telling.flatMap((name) => {
    const value = sample.headers?.[name];
    return value === undefined || /^false$/i.test(value) ? [] : [`${name}: ${value}`];
  });
};

/** Whether an answer says that run() raised an exception. */
export const saysException = (sample: LoadSample): boolean =>
  modelErrorHeaders(sample).length > 0 ||
  (!scoringTimeout.test(textOf(sample)) && exceptionWords.test(textOf(sample)));

/** Servers of Python models, by their header: a 500 of theirs is an exception that nobody caught. */
const appServers = /uvicorn|gunicorn|hypercorn|werkzeug|waitress|azmlinfsrv|granian|TornadoServer|mlserver/i;

/** Whether the model's own server answered, by its headers. */
export const isOfAppServer = ({ headers = {} }: LoadSample): boolean =>
  appServers.test(`${headers['server'] ?? ''} ${headers['x-ms-server-version'] ?? ''}`);

/** Headers of a rate limiter. */
const rateHeaders = /^(retry-after|x-ratelimit-|ratelimit|x-rate-limit|x-envoy-ratelimited|x-kong-)/;
const rateWords =
  /rate.?limit|too many requests(?! for service)|throttl|quota exceeded|requests per (second|minute|hour)/i;
/** The router of Azure ML, queues and breakers: their answers are about replicas, whatever words they use. */
const overloadWords =
  /overloaded|pending request queue full|upstream_overflow|circuit.?break|queue (is )?full|max_concurrent|breaker|no capacity|server (is )?busy/i;

/** The headers by which an answer says that a rate limiter gave it. */
export const rateLimitHeaders = (sample: LoadSample): string[] =>
  headersOf(sample).filter((header) => rateHeaders.test(header));

/** Whether an answer says that there were too many requests for what the replicas can take. */
export const saysOverload = (sample: LoadSample): boolean => overloadWords.test(textOf(sample));

/** Whether an answer says that a rate limiter gave it. */
export const saysRateLimit = (sample: LoadSample): boolean =>
  !saysOverload(sample) &&
  (rateWords.test(textOf(sample)) ||
    rateLimitHeaders(sample).some((header) => !header.startsWith('retry-after')));

/** Whether an answer says that what stands in front knew of no replica. */
export const saysNoReplica = ({ body = '' }: LoadSample): boolean =>
  /no ready replicas|no healthy upstream|no endpoints available|no available server|no (active|healthy) (backend|host|endpoint)|failed to get (?:(?!failed to get ).)*endpoint|connection refused/i.test(
    body,
  );

/** Whether an answer says that its model is not loaded yet. */
export const saysNotLoaded = (sample: LoadSample): boolean =>
  /not (yet )?(been )?(loaded|ready|initiali[sz]ed)|does not exist|no such model|is (still )?(loading|starting|warming)|unknown model|model (?:(?!model ).)*not found/i.test(
    textOf(sample),
  );

/** Whether the generator's own machine was out of ports, files or memory. */
export const saysOwnFault = (sample: LoadSample): boolean =>
  /cannot assign requested address|address already in use|too many open files|no buffer space|cannot allocate memory/i.test(
    sample.error ?? '',
  );
