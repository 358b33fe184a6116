import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ErrorDetails, HeadroomError } from '../errors/headroom-error.ts';
import { faultsOf } from '../runs/schema/faults/faults.ts';
import { valueAt } from '../runs/schema/faults/show.ts';
import type { Phase } from '../runs/schema/load/load.ts';
import { isPlainMap, type PlainMap } from '../runs/schema/plain.ts';
import type { PolicySettings } from '../runs/schema/policy.ts';
import type { RecordedConfig } from '../runs/schema/run.ts';
import { type DrawableLoad, phasesOf } from '../scenarios/profile.ts';
import { type Address, hostOf, hostsOutside } from './allowed-hosts.ts';
import { type ConfigUse, missingNeeds } from './checks/needs.ts';
import { overSize } from './checks/plan-size.ts';
import { pastedSlips } from './checks/slips.ts';
import { warningsOf } from './checks/warnings.ts';
import { type Endpoint, endpointsOf } from './endpoints.ts';
import { withSloFile } from './openslo/slo-file.ts';
import { defaultClientTimeoutMs, defaultPolicy } from './platforms.ts';
import { type Config, configSchema } from './schema/config.ts';
import { withPaths } from './schema/payload.ts';
import { urlSchema } from './schema/request.ts';
import { type ChosenTrace, readTrace } from './trace/read-trace.ts';

/** A valid configuration: defaults filled in, paths absolute, the load drawn as phases. */
export type ResolvedConfig = Omit<Config, 'endpoints'> & {
  /** Absolute path of the config file. */
  readonly file: string;
  /** What goes out: a list of one without `endpoints`. */
  readonly endpoints: readonly Endpoint[];
  readonly safety: Config['safety'] & { readonly allowedHosts: readonly string[] };
  readonly policy: PolicySettings | null;
  /** What a person wrote of the autoscaler; null: nothing, or all of it was meant. */
  readonly autoscalerSaid: PlainMap | null;
  /** Where the policy is known from: the cluster, this file, or the platform's documents. */
  readonly policyFrom: RecordedConfig['autoscalerFrom'];
  /** Whether this file states the slots of a replica: the usual number may be stated too. */
  readonly slotsFrom: 'config' | 'default';
  readonly phases: readonly Phase[];
  /** What a replay fires; null for any other load. */
  readonly trace: ChosenTrace | null;
  /** What is allowed and was hardly meant, in words. */
  readonly warnings: readonly string[];
};

const absolute = (config: Config, file: string): Config => {
  const from = (path: string): string => resolve(dirname(file), path);
  const { target, endpoints, cluster, load } = config;
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
      ...(target.payload !== undefined && { payload: withPaths(target.payload, from) }),
    },
    ...(endpoints && {
      endpoints: endpoints.map((one) => ({
        ...one,
        ...(one.payload !== undefined && { payload: withPaths(one.payload, from) }),
      })),
    }),
  };
};

type Drawable = { readonly load: DrawableLoad; readonly trace: ChosenTrace | null };

/** @throws HeadroomError E_CONFIG when a trace can't be read */
const drawable = (load: Config['load']): Drawable => {
  if (load.scenario !== 'replay') return { load, trace: null };
  const trace = readTrace(load);
  return { load: { scenario: 'replay', perSecond: trace.perSecond }, trace };
};

const hostsOf = (endpoints: readonly Endpoint[]): string[] => [
  ...new Set(endpoints.map(({ url }) => hostOf(url))),
];

/** The addresses that an input names, as far as they are valid by themselves. */
const addressesIn = (input: unknown): Address[] => {
  const target = { key: 'target.url', url: valueAt(input, ['target', 'url']) };
  const endpoints = valueAt(input, ['endpoints']);
  const own = Array.isArray(endpoints) ? Array.from(endpoints, (one) => valueAt(one, ['url'])) : [undefined];
  return own.flatMap((ownUrl, i) => {
    const { key, url } = ownUrl === undefined ? target : { key: `endpoints[${i}].url`, url: ownUrl };
    const parsed = urlSchema.safeParse(url);
    return parsed.success ? [{ key, url: parsed.data }] : [];
  });
};

type Drawn = Pick<ResolvedConfig, 'phases' | 'trace'>;

/**
 * The load of an input and where it passes a limit, as far as its parts are valid by themselves: a fault elsewhere must
 * not hide these.
 */
const drawLoad = (input: unknown, file: string): { drawn: Drawn | null; faults: readonly ErrorDetails[] } => {
  const { load: loadShape, safety: safetyShape } = configSchema.shape;
  const load = loadShape.safeParse(valueAt(input, ['load']));
  if (!load.success) return { drawn: null, faults: [] };
  const path = load.data.scenario === 'replay' ? resolve(dirname(file), load.data.trace) : undefined;
  if (path !== undefined && !existsSync(path)) return { drawn: null, faults: [] };
  try {
    const made = drawable(load.data.scenario === 'replay' ? { ...load.data, trace: path ?? '' } : load.data);
    const phases = phasesOf(made.load);
    const safety = safetyShape.safeParse(valueAt(input, ['safety']));
    const faults = safety.success ? overSize({ safety: safety.data, phases, file }) : [];
    return { drawn: { phases, trace: made.trace }, faults };
  } catch (error) {
    if (error instanceof HeadroomError) return { drawn: null, faults: error.details };
    throw error;
  }
};

/** What is unsafe of an input: its load, and its addresses. */
const unsafe = (input: unknown, file: string): ReturnType<typeof drawLoad> => {
  const { drawn, faults } = drawLoad(input, file);
  const safety = configSchema.shape.safety.safeParse(valueAt(input, ['safety']));
  const allowedHosts = safety.success ? safety.data.allowedHosts : undefined;
  // Without a list the config's own hosts are the list.
  const outside = allowedHosts ? hostsOutside({ allowedHosts, addresses: addressesIn(input), file }) : [];
  return { drawn, faults: [...faults, ...outside] };
};

/** What is no object with `target` and `load` of its own, though it may look like one. */
const noObject = (input: unknown, file: string): ErrorDetails[] => {
  const where = `${file} → (top)`;
  const fix = 'export default defineConfig({ target: { url: … }, load: { … } })';
  if (input instanceof Promise)
    return [{ what: 'the config is a promise', where, fix: `a config is read at once: ${fix}` }];
  if (typeof input === 'function')
    return [{ what: 'the config is a function', where, fix: `call it, or write ${fix}` }];
  if (typeof input === 'object' && input !== null && Object.keys(input).length === 0)
    return [{ what: 'the config is empty', where, fix: `write ${fix}` }];
  return [];
};

/**
 * Checks an input and fills in what it leaves open.
 *
 * @throws HeadroomError E_CONFIG (what is written is wrong) or E_SAFETY (the plan passes a limit), every fault at once
 */
export const resolveConfig = (given: unknown, file: string, use: ConfigUse = {}): ResolvedConfig => {
  const { input, notes, faults: sloFaults } = withSloFile(given, file);
  const parsed = configSchema.safeParse(input);
  const noConfig = noObject(input, file);
  if (noConfig.length > 0) throw new HeadroomError('E_CONFIG', noConfig);
  const needs = missingNeeds(input, file, use);
  const written = faultsOf(configSchema, input, file, [...pastedSlips(input), ...needs]);
  const { drawn, faults } = unsafe(input, file);
  if (!parsed.success || written.length > 0 || sloFaults.length > 0 || drawn === null)
    throw new HeadroomError('E_CONFIG', [...written, ...sloFaults, ...faults]);
  if (faults.length > 0) throw new HeadroomError('E_SAFETY', faults);

  const { slo } = parsed.data;
  if (typeof slo === 'string') throw new Error(`slo is still the name of a file: ${slo}`);
  const config = absolute({ ...parsed.data, slo }, file);
  const { kind } = config.target;
  const said = valueAt(input, ['autoscaler']);
  const endpoints = endpointsOf(
    config,
    defaultClientTimeoutMs(kind, config.autoscaler?.kind, config.router?.requestTimeoutMs),
  );
  const resolved = {
    ...config,
    file,
    endpoints,
    safety: { ...config.safety, allowedHosts: config.safety.allowedHosts ?? hostsOf(endpoints) },
    policy: config.autoscaler ?? defaultPolicy(kind),
    autoscalerSaid: isPlainMap(said) ? said : null,
    policyFrom: config.autoscaler === undefined ? ('default' as const) : ('config' as const),
    slotsFrom:
      valueAt(input, ['target', 'slotsPerReplica']) === undefined
        ? ('default' as const)
        : ('config' as const),
    ...drawn,
  };
  return { ...resolved, warnings: [...notes, ...warningsOf(resolved, input)] };
};
