import { STATUS_CODES } from 'node:http';
import type { Endpoint } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { publicUrl } from '../../errors/redact/urls.ts';
import type { Payloads } from '../plan/payloads.ts';
import { redactorFor, requestHeadersOf } from '../plan/secrets.ts';
import { type Exchange, exchange } from './exchange.ts';
import { noAnswer } from './no-answer.ts';
import { remedyFor } from './remedy.ts';
import { shownBody, shownHeaders } from './shown.ts';
import { tellsOfError } from './told-error.ts';

/** How the request before the load was answered. */
export type Preflight = {
  /** Name of the endpoint. */
  readonly endpoint: string;
  readonly status: number;
  readonly latencyMs: number;
  /** `HTTP/1.1`, `HTTP/2 with TLSv1.3`. */
  readonly protocol: string;
  /** Headers of the answer that tell who gave it, in one line; empty where there are none. */
  readonly headers: string;
  /** What it said, redacted and cut, where its status is a success and its body tells of an error. */
  readonly errorBody?: string;
};

type PreflightOptions = {
  readonly config: Pick<ResolvedConfig, 'target' | 'script' | 'endpoints'>;
  /** Which of the config's endpoints is asked, and what it is sent. */
  readonly endpoint: Endpoint;
  readonly payloads: Payloads;
  /** Go on whatever the endpoint answers. */
  readonly isForced: boolean;
  readonly note: (text: string) => void;
  readonly stop: AbortSignal;
};

/** The service is there and says "not now": what a load may be fired at, or wake. */
const notNow = new Set([429, 503]);

const mayGoOn = (status: number): boolean => (status >= 200 && status < 300) || notNow.has(status);

const sentText = (headers: Readonly<Record<string, string>>, body: Buffer): string => {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return body.length === 0 ? 'no body' : `${body.length} bytes of ${type?.split(';')[0] ?? 'no type'}`;
};

const statusText = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim();

/**
 * One scoring request before any load, on the wire as the load's: is the endpoint there, does it let us in, and does
 * it take what we send? It says what was sent and what came.
 *
 * @throws HeadroomError E_ENDPOINT when no whole answer comes, E_PREFLIGHT on any answer but 2xx, 429 and 503
 */
export const preflight = async (options: PreflightOptions): Promise<Preflight> => {
  const { config, endpoint, payloads, isForced, note, stop } = options;
  const { name, method, url, requestTimeoutMs } = endpoint;
  const body = payloads.bodies[0] ?? Buffer.alloc(0);
  const headers = { 'User-Agent': 'headroom', ...requestHeadersOf(endpoint, payloads.contentType) };
  const redact = redactorFor(config.endpoints);
  const called = config.endpoints.length > 1 ? `${name}: ` : '';
  const asked = `${called}${method} ${publicUrl(url)}, ${sentText(headers, body)}`;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(requestTimeoutMs)]);
  const startedAtMs = performance.now();
  const { tls, proxy } = config.target;
  const target = { url, method, tls, proxy };
  const told = { where: asked, redact };
  const answer: Exchange = await exchange(target, { headers, body, signal }).catch((error: unknown) => {
    throw noAnswer(error, endpoint, told);
  });
  const latencyMs = performance.now() - startedAtMs;
  const { status, protocol, remote, brokenOff } = answer;
  if (brokenOff !== undefined) throw noAnswer(brokenOff, endpoint, { ...told, status });
  const how = `after ${Math.round(latencyMs)} ms, ${protocol} over a new connection to ${remote}`;
  const shown = shownBody(answer.body, body, redact);
  const tellingHeaders = shownHeaders(answer.headers, redact);
  const answered = { endpoint: name, status, latencyMs, protocol, headers: tellingHeaders };
  if (mayGoOn(status)) {
    const isErrorBody = !notNow.has(status) && tellsOfError(answer.body);
    const why = notNow.has(status)
      ? `: ${shown}; the load goes on, as the service may be busy or starting`
      : isErrorBody
        ? `: ${shown}; the body reports an error, and the load counts every 2xx as a success`
        : '';
    note(`first request: ${asked} → ${statusText(status)} ${how}${why}`);
    return isErrorBody ? { ...answered, errorBody: shown } : answered;
  }
  const came = [how, tellingHeaders].filter(Boolean).join('; ');
  if (isForced) {
    note(`first request: ${asked} → ${statusText(status)} ${came}: ${shown}; the load goes on: --force`);
    return answered;
  }
  throw new HeadroomError('E_PREFLIGHT', {
    what: `the endpoint answers ${statusText(status)} to the first request: ${shown}`,
    where: `${asked}; ${came}`,
    fix: remedyFor({ ...config, endpoint }, answer),
  });
};
