import type { RecordedConfig } from '../runs/schema/run.ts';
import { payloadInWords } from './payload.ts';
import type { ResolvedConfig } from './resolve.ts';

/** The last part of a path: what a record may keep of it. */
const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** The configuration as the run folder keeps it: names instead of secrets, no path of this machine. */
export const recordedConfigOf = (config: ResolvedConfig): RecordedConfig => {
  const url = new URL(config.target.url);
  url.username = '';
  url.password = '';
  url.search = '';
  return {
    target: {
      kind: config.target.kind,
      url: url.href,
      method: config.target.method,
      headerNames: Object.keys(config.target.headers).sort(),
      authEnv: config.target.auth?.env ?? null,
      payload: payloadInWords(config.target.payload),
      requestTimeoutMs: config.target.requestTimeoutMs,
      slotsPerReplica: config.target.slotsPerReplica,
    },
    load:
      config.load.scenario === 'replay' ? { ...config.load, trace: nameOf(config.load.trace) } : config.load,
    script: config.script === undefined ? null : nameOf(config.script),
    slo: config.slo,
    plan: config.plan,
    autoscaler: config.policy,
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
