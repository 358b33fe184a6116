import { peakRateOf } from '../planner/timeline/planned-rate.ts';
import type { Phase } from '../runs/schema/load.ts';
import { type Endpoint, runsScript } from './endpoints.ts';
import { allows } from './limits.ts';
import type { Config } from './schema.ts';

type Unwarned = Omit<Config, 'endpoints'> & {
  readonly endpoints: readonly Endpoint[];
  readonly safety: { readonly allowedHosts: readonly string[] };
  readonly phases: readonly Phase[];
};

const dip = ({ load }: Unwarned): string[] => {
  if (load.scenario !== 'spike' || load.peakRatePerSecond > load.baselineRatePerSecond) return [];
  const { peakRatePerSecond: peak, baselineRatePerSecond: baseline } = load;
  return [`the peak of ${peak} requests/s is not above the baseline of ${baseline}: this load is no spike`];
};

/** More virtual users than these are a sign of a timeout that was not meant. */
const usersUsual = 1000;

/** A script keeps a virtual user for as long as its iteration lasts; the built-in request needs none. */
const manyUsers = (config: Unwarned): string[] => {
  if (!runsScript(config)) return [];
  const { endpoints, phases, safety } = config;
  const peak = peakRateOf(phases);
  const timeoutMs = Math.max(...endpoints.map(({ requestTimeoutMs }) => requestTimeoutMs));
  const users = Math.ceil((peak * timeoutMs) / 1000);
  if (users <= usersUsual) return [];
  const capped =
    users > safety.maxVirtualUsers ? `, and safety.maxVirtualUsers allows ${safety.maxVirtualUsers}` : '';
  return [
    `if requests take up to the timeout of ${timeoutMs} ms, ${peak}/s need ${users} virtual users of 0.3 MB or more${capped}: a shorter target.requestTimeoutMs needs fewer`,
  ];
};

const otherHosts = ({ safety, endpoints }: Unwarned): string[] => {
  const others = safety.allowedHosts.filter((host) => !endpoints.some(({ url }) => allows(host, url)));
  if (others.length === 0) return [];
  return [
    `safety.allowedHosts lets requests go to ${others.join(', ')} as well, which is not the target's host`,
  ];
};

/** A p95 latency below this is none of a request over a network; it is seconds, taken for milliseconds. */
const latencyMsLeast = 5;

const secondsForMs = ({ endpoints }: Unwarned): string[] => [
  ...new Set(
    endpoints.flatMap(({ slo: { p95LatencyMs } }) =>
      p95LatencyMs !== undefined && p95LatencyMs < latencyMsLeast
        ? [`slo.p95LatencyMs is ${p95LatencyMs} ms: for ${p95LatencyMs} s write ${p95LatencyMs * 1000}`]
        : [],
    ),
  ),
];

/** A service that fails makes clients send more; the cap ends such a load. */
const retriesOverCap = ({ load, phases, safety }: Unwarned): string[] => {
  const { retries } = load;
  if (retries === undefined) return [];
  const times = 1 + Math.min(retries.countMax, retries.budgetShare ?? retries.countMax);
  const most = Math.round(peakRateOf(phases) * times);
  if (most <= safety.maxRatePerSecond) return [];
  return [
    `if all requests fail, load.retries makes up to ${most} requests/s of them, and the load ends at safety.maxRatePerSecond, which is ${safety.maxRatePerSecond}`,
  ];
};

/** What a config may say, but hardly means. */
export const warningsOf = (config: Unwarned): string[] => [
  ...dip(config),
  ...manyUsers(config),
  ...otherHosts(config),
  ...secondsForMs(config),
  ...retriesOverCap(config),
];
