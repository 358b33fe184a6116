/**
 * k6/http with three things added to every request: its host must be allowed, its second of arrival goes on every
 * sample, and what k6 does not measure is recorded. The bundler puts this module wherever a scenario imports
 * 'k6/http', so a user's own scenario needs to know nothing of it.
 */
import exec from 'k6/execution';
import http, { type RefinedResponse, type RequestBody, type ResponseType } from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { hostOf, isAllowed } from './hosts.ts';
import { blockedErrorCode, metricNames, secondTag, secondTagModulus } from './metrics.ts';
import { run } from './run.ts';

export * from 'k6/http';

const arrivals = new Counter(metricNames.arrivals);
const serviceMs = new Trend(metricNames.serviceMs, true);
const failedMs = new Trend(metricNames.failedMs, true);
const serviceHeader = 'X-Ms-Run-Fn-Exec-Ms';

const { request: send, asyncRequest: sendAsync } = http;

type Params = http.Params | null | undefined;
type Body = RequestBody | null | undefined;
type Url = string | { toString(): string };
type Response = RefinedResponse<ResponseType | undefined>;

/** The second of arrival that this virtual user's samples carry now. */
let stampedSecond = -1;

/**
 * Marks every sample of this virtual user, from now on, with the second in which the request is sent. Setting a tag
 * costs k6 as much as a third of a request, so it is done once a second. (k6 takes the tags away when it hands a
 * virtual user on to the next phase; phases start on whole seconds, so the tag is due then anyway.)
 */
const stamp = (): number => {
  const sentAtMs = Date.now();
  const second = Math.floor(sentAtMs / 1000) % secondTagModulus;
  if (second !== stampedSecond) {
    exec.vu.metrics.tags[secondTag] = String(second);
    stampedSecond = second;
  }
  arrivals.add(1);
  return sentAtMs;
};

const record = (response: Response, sentAtMs: number): Response => {
  if (response.status === 0) {
    failedMs.add(Date.now() - sentAtMs, { error_code: String(response.error_code) });
    return response;
  }
  const service = response.headers[serviceHeader];
  if (service !== undefined) serviceMs.add(Number(service));
  return response;
};

/** The answer that a request to a forbidden host gets: shaped like k6's own for a dial that failed. Nothing is sent. */
const refuse = (url: string): Response => {
  failedMs.add(0, { error_code: blockedErrorCode });
  console.error(`headroom: request to ${hostOf(url)} not sent: its host is not in safety.allowedHosts`);
  return {
    status: 0,
    error: 'host not allowed by safety.allowedHosts',
    error_code: Number(blockedErrorCode),
    url,
    body: null,
    headers: {},
    cookies: {},
    timings: {
      blocked: 0,
      connecting: 0,
      tls_handshaking: 0,
      sending: 0,
      waiting: 0,
      receiving: 0,
      duration: 0,
    },
  } as unknown as Response;
};

/** The last URL that was found allowed: a scenario asks for the same one again and again. */
let allowedUrl: Url | undefined;

const mayAsk = (url: Url): boolean => {
  if (url === allowedUrl) return true;
  if (!isAllowed(String(url), run.allowedHosts)) return false;
  allowedUrl = typeof url === 'string' ? url : undefined;
  return true;
};

export const request = (method: string, url: Url, body?: Body, params?: Params): Response => {
  const sentAtMs = stamp();
  if (!mayAsk(url)) return refuse(String(url));
  return record(send(method, url as string, body, params), sentAtMs);
};

export const asyncRequest = async (
  method: string,
  url: Url,
  body?: Body,
  params?: Params,
): Promise<Response> => {
  const sentAtMs = stamp();
  if (!mayAsk(url)) return refuse(String(url));
  return record(await sendAsync(method, url as string, body, params), sentAtMs);
};

export const get = (url: Url, params?: Params): Response => request('GET', url, null, params);
export const head = (url: Url, params?: Params): Response => request('HEAD', url, null, params);
export const post = (url: Url, body?: Body, params?: Params): Response => request('POST', url, body, params);
export const put = (url: Url, body?: Body, params?: Params): Response => request('PUT', url, body, params);
export const patch = (url: Url, body?: Body, params?: Params): Response =>
  request('PATCH', url, body, params);
export const del = (url: Url, body?: Body, params?: Params): Response => request('DELETE', url, body, params);
export const options = (url: Url, body?: Body, params?: Params): Response =>
  request('OPTIONS', url, body, params);

type BatchItem =
  | string
  | readonly [string, Url, Body?, Params?]
  | { method: string; url: Url; body?: Body; params?: Params };

const partsOf = (item: BatchItem): [string, Url, Body?, Params?] => {
  if (typeof item === 'string') return ['GET', item];
  if ('url' in item) return [item.method, item.url, item.body, item.params];
  return [item[0], item[1], item[2], item[3]];
};

/**
 * k6's batch sends in parallel and hides which request failed when; here each is sent in turn of the given order,
 * because a scoring test counts requests one by one.
 */
export const batch = (items: readonly BatchItem[] | Readonly<Record<string, BatchItem>>): unknown => {
  if (Array.isArray(items)) return items.map((item: BatchItem) => request(...partsOf(item)));
  return Object.fromEntries(Object.entries(items).map(([key, item]) => [key, request(...partsOf(item))]));
};

export default { ...http, request, asyncRequest, get, head, post, put, patch, del, options, batch };
