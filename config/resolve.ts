import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ErrorDetails, HeadroomError } from '../errors/headroom-error.ts';
import { peakRateOf, plannedSecondsOf } from '../planner/timeline/planned-rate.ts';
import { faultsOf } from '../runs/schema/faults/faults.ts';
import type { Phase } from '../runs/schema/load.ts';
import type { PolicySettings } from '../runs/schema/policy.ts';
import type { RecordedConfig } from '../runs/schema/run.ts';
import { type DrawableLoad, phasesOf } from '../scenarios/profile.ts';
import { defaultClientTimeoutMs, defaultPolicy } from './platforms.ts';
import { type Config, configSchema } from './schema.ts';
import { type ChosenTrace, readTrace } from './trace/read-trace.ts';

/** A valid configuration: defaults filled in, paths absolute, the load drawn as phases. */
export type ResolvedConfig = Config & {
  /** Absolute path of the config file. */
  readonly file: string;
  readonly target: Config['target'] & { readonly requestTimeoutMs: number };
  readonly safety: Config['safety'] & { readonly allowedHosts: readonly string[] };
  readonly policy: PolicySettings | null;
  readonly phases: readonly Phase[];
  /** What a replay fires; null for any other load. */
  readonly trace: ChosenTrace | null;
};

/** host[:port] of a URL in lower case, the form in which allowedHosts are compared. */
const hostOf = (url: string): string => new URL(url).host.toLowerCase();

const absolute = (config: Config, file: string): Config => {
  const from = (path: string): string => resolve(dirname(file), path);
  const { target, cluster, load } = config;
  const payload = target.payload;
  const tls = target.tls && {
    ...target.tls,
    ...(target.tls.caFile && { caFile: from(target.tls.caFile) }),
    ...(target.tls.certFile && { certFile: from(target.tls.certFile) }),
    ...(target.tls.keyFile && { keyFile: from(target.tls.keyFile) }),
  };
  return {
    ...config,
    ...(config.script && { script: from(config.script) }),
    load: load.scenario === 'replay' ? { ...load, trace: from(load.trace) } : load,
    k6: { ...config.k6, ...(config.k6.path && { path: from(config.k6.path) }) },
    ...(cluster && {
      cluster: { ...cluster, ...(cluster.kubeconfig && { kubeconfig: from(cluster.kubeconfig) }) },
    }),
    target: {
      ...target,
      ...(tls && { tls }),
      payload:
        typeof payload === 'object' && 'file' in payload
          ? { file: from(payload.file) }
          : typeof payload === 'object' && 'jsonLines' in payload
            ? { jsonLines: from(payload.jsonLines) }
            : payload,
    },
  };
};

const missingFiles = ({ target, script, load }: Config, file: string): ErrorDetails[] => {
  const { payload, tls } = target;
  const named: [string, string | undefined][] = [
    ['script', script],
    ['load.trace', load.scenario === 'replay' ? load.trace : undefined],
    ['target.payload.file', typeof payload === 'object' && 'file' in payload ? payload.file : undefined],
    [
      'target.payload.jsonLines',
      typeof payload === 'object' && 'jsonLines' in payload ? payload.jsonLines : undefined,
    ],
    ['target.tls.caFile', tls?.caFile],
    ['target.tls.certFile', tls?.certFile],
    ['target.tls.keyFile', tls?.keyFile],
  ];
  return named.flatMap(([key, path]) =>
    path !== undefined && !existsSync(path)
      ? [
          {
            what: `${key}: no such file ${path}`,
            where: `${file} → ${key}`,
            fix: 'paths are relative to the config file',
          },
        ]
      : [],
  );
};

const missingSecrets = ({ target }: Config, file: string): ErrorDetails[] => {
  const named: [string, string][] = [
    ...(target.auth ? [['target.auth.env', target.auth.env] satisfies [string, string]] : []),
    ...Object.entries(target.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [] : [[`target.headers.${name}.env`, value.env]],
    ),
  ];
  return named
    .filter(([, variable]) => !process.env[variable])
    .map(([key, variable]) => ({
      what: `the environment variable ${variable} is not set`,
      where: `${file} → ${key}`,
      fix: `export ${variable}=<key or token of the endpoint>`,
    }));
};

const unsafePlan = (config: ResolvedConfig): ErrorDetails[] => {
  const { safety, phases, file, target } = config;
  const [peak, total] = [peakRateOf(phases), plannedSecondsOf(phases)];
  const faults: ErrorDetails[] = [];
  if (peak > safety.maxRatePerSecond) {
    faults.push({
      what: `the plan reaches ${peak} requests/s, above safety.maxRatePerSecond ${safety.maxRatePerSecond}`,
      where: `${file} → load`,
      fix: 'lower the load, or raise safety.maxRatePerSecond if the target may take it',
    });
  }
  if (total > safety.maxDurationSeconds) {
    faults.push({
      what: `the plan lasts ${total} s, above safety.maxDurationSeconds ${safety.maxDurationSeconds}`,
      where: `${file} → load`,
      fix: 'shorten the load, or raise safety.maxDurationSeconds',
    });
  }
  if (!safety.allowedHosts.some((host) => allows(host, target.url))) {
    faults.push({
      what: `the target's host ${hostOf(target.url)} is not in safety.allowedHosts`,
      where: `${file} → safety.allowedHosts`,
      fix: `add "${hostOf(target.url)}"`,
    });
  }
  return faults;
};

/** Whether an entry of allowedHosts ("host" or "host:port") covers a URL. */
const allows = (entry: string, url: string): boolean => {
  const { host, hostname } = new URL(url);
  return entry.toLowerCase() === host.toLowerCase() || entry.toLowerCase() === hostname.toLowerCase();
};

type Drawable = { readonly load: DrawableLoad; readonly trace: ChosenTrace | null };

/** @throws HeadroomError E_CONFIG when a trace can't be read */
const drawable = (load: Config['load']): Drawable => {
  if (load.scenario !== 'replay') return { load, trace: null };
  const trace = readTrace(load);
  return { load: { scenario: 'replay', perSecond: trace.perSecond }, trace };
};

/**
 * Checks an input and fills in what it leaves open.
 *
 * @throws HeadroomError E_CONFIG (what is written is wrong) or E_SAFETY (the plan passes a limit), every fault at once
 */
export const resolveConfig = (input: unknown, file: string): ResolvedConfig => {
  const parsed = configSchema.safeParse(input);
  if (!parsed.success) throw new HeadroomError('E_CONFIG', faultsOf(configSchema, input, file));
  const config = absolute(parsed.data, file);
  const faults = [...missingFiles(config, file), ...missingSecrets(config, file)];
  if (faults.length > 0) throw new HeadroomError('E_CONFIG', faults);

  const { kind } = config.target;
  const requestTimeoutMs =
    config.target.requestTimeoutMs ?? defaultClientTimeoutMs(kind, config.autoscaler?.kind);
  const { load, trace } = drawable(config.load);
  const phases = phasesOf(load);
  const resolved: ResolvedConfig = {
    ...config,
    file,
    target: { ...config.target, requestTimeoutMs },
    safety: { ...config.safety, allowedHosts: config.safety.allowedHosts ?? [hostOf(config.target.url)] },
    policy: config.autoscaler ?? defaultPolicy(kind),
    phases,
    trace,
  };
  const unsafe = unsafePlan(resolved);
  if (unsafe.length > 0) throw new HeadroomError('E_SAFETY', unsafe);
  return resolved;
};

/** The last part of a path: what a record may keep of it. */
const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

const payloadInWords = (payload: Config['target']['payload']): string => {
  if (typeof payload === 'string') return `text of ${payload.length} characters`;
  if (typeof payload === 'function') return 'function of the iteration';
  if ('json' in payload) return `JSON of ${JSON.stringify(payload.json)?.length ?? 0} characters`;
  if ('file' in payload) return `file ${nameOf(payload.file)}`;
  return `lines of ${nameOf(payload.jsonLines)}, in turn`;
};

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
