import { publicUrl } from '../errors/redact/urls.ts';
import type { RecordedConfig } from '../runs/schema/run.ts';
import type { Endpoint } from './endpoints.ts';
import type { ResolvedConfig } from './resolve.ts';
import { payloadInWords } from './schema/payload.ts';

/** The last part of a path: what a record may keep of it. */
const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

type Request = Pick<Endpoint, 'url' | 'method' | 'headers' | 'payload' | 'requestTimeoutMs'>;

const requestOf = ({ url, method, headers, payload, requestTimeoutMs }: Request) => ({
  url: publicUrl(url),
  method,
  headerNames: Object.keys(headers).sort(),
  payload: payloadInWords(payload),
  requestTimeoutMs,
});

/** What all endpoints have in common. Of its request, what it is where they do not say otherwise. */
const targetOf = ({ target, slotsFrom, endpoints: [first] }: ResolvedConfig): RecordedConfig['target'] => ({
  kind: target.kind,
  ...requestOf({
    ...target,
    payload: target.payload ?? first!.payload,
    requestTimeoutMs: target.requestTimeoutMs ?? first!.requestTimeoutMs,
  }),
  authEnv: target.auth?.env ?? null,
  slotsPerReplica: target.slotsPerReplica,
  slotsFrom,
});

/** The configuration as the run folder keeps it: names instead of secrets, no path of this machine. */
export const recordedConfigOf = (config: ResolvedConfig): RecordedConfig => {
  return {
    target: targetOf(config),
    endpoints: config.endpoints.map(({ name, share, slo, ...request }) => ({
      name,
      share,
      slo,
      ...requestOf(request),
    })),
    load:
      config.load.scenario === 'replay' ? { ...config.load, trace: nameOf(config.load.trace) } : config.load,
    script: config.script === undefined ? null : nameOf(config.script),
    slo: config.slo,
    plan: config.plan,
    autoscaler: config.policy,
    autoscalerFrom: config.policyFrom,
    ...(config.router && { router: config.router }),
    cluster: config.cluster
      ? {
          context: config.cluster.context ?? null,
          namespace: config.cluster.namespace,
          selector: config.cluster.selector,
        }
      : null,
    safety: { ...config.safety, allowedHosts: [...config.safety.allowedHosts] },
    k6Extensions: config.k6.extensions,
  };
};
