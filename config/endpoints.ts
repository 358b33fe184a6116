import type { Slo } from '../runs/schema/run.ts';
import type { Config } from './schema/config.ts';
import type { EndpointWritten } from './schema/endpoint.ts';
import type { Payload } from './schema/payload.ts';
import type { Header, Method } from './schema/request.ts';

/** One request that arrivals send, with all that it takes over from `target` and `slo`. */
export type Endpoint = {
  readonly name: string;
  /** Of the arrivals, in (0, 1]. */
  readonly share: number;
  readonly url: string;
  readonly method: Method;
  /** The key of `target.auth` among them. */
  readonly headers: Readonly<Record<string, Header>>;
  readonly payload: Payload;
  readonly requestTimeoutMs: number;
  readonly slo: Slo;
  /** Where the config says it, for messages: `target`, or `endpoints[1]`. */
  readonly place: string;
};

/** What the one endpoint of a config without `endpoints` is called. */
const onlyName = 'default';

/** Headers by their names in any letters; the later ones count. */
const mergeHeaders = (...all: readonly Readonly<Record<string, Header>>[]): Record<string, Header> => {
  const merged = new Map<string, readonly [string, Header]>();
  for (const [name, value] of all.flatMap((headers) => Object.entries(headers)))
    merged.set(name.toLowerCase(), [name, value]);
  return Object.fromEntries(merged.values());
};

/** The example of Azure ML's help page; a GET has no body. */
const payloadOf = (own: Partial<EndpointWritten>, { method, payload }: Config['target']): Payload => {
  if (own.payload !== undefined) return own.payload;
  if (own.method !== 'GET' && payload !== undefined) return payload;
  return (own.method ?? method) === 'GET' ? { text: '' } : { sample: 'data' };
};

/**
 * Every request of a config: one for each of `endpoints`, and without them the target's alone.
 *
 * @param timeoutMs when the client gives up where nothing says it
 */
export const endpointsOf = ({ target, slo, endpoints }: Config, timeoutMs: number): Endpoint[] => {
  const { auth } = target;
  const key = auth && { [auth.header]: { env: auth.env, prefix: auth.prefix } };
  const written = endpoints ?? [{ name: onlyName, share: 1 }];
  return written.map((own: EndpointWritten, i) => ({
    name: own.name,
    share: own.share,
    url: own.url ?? (own.path === undefined ? target.url : new URL(own.path, target.url).href),
    method: own.method ?? target.method,
    headers: mergeHeaders(target.headers, key ?? {}, own.headers ?? {}),
    payload: payloadOf(own, target),
    requestTimeoutMs: own.requestTimeoutMs ?? target.requestTimeoutMs ?? timeoutMs,
    slo: {
      maxErrorShare: own.slo?.maxErrorShare ?? slo.maxErrorShare,
      p95LatencyMs: own.slo?.p95LatencyMs ?? slo.p95LatencyMs,
    },
    place: endpoints === undefined ? 'target' : `endpoints[${i}]`,
  }));
};

/** Whether arrivals run JavaScript: a script, or a payload that is a function. */
export const runsScript = (config: {
  readonly script?: string | undefined;
  readonly endpoints: readonly Pick<Endpoint, 'payload'>[];
}): boolean =>
  config.script !== undefined || config.endpoints.some(({ payload }) => typeof payload === 'function');
