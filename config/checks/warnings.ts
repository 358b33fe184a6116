import { peakRateOf } from '../../planner/timeline/planned-rate.ts';
import { valueAt } from '../../runs/schema/faults/show.ts';
import type { Phase } from '../../runs/schema/load/load.ts';
import { scriptTimeoutMs } from '../../runs/schema/recorded-endpoints.ts';
import { allows } from '../allowed-hosts.ts';
import { type Endpoint, runsScript } from '../endpoints.ts';
import { isLoopback } from '../loopback.ts';
import type { Config } from '../schema/config.ts';

type Unwarned = Omit<Config, 'endpoints'> & {
  readonly endpoints: readonly Endpoint[];
  readonly safety: { readonly allowedHosts: readonly string[] };
  readonly phases: readonly Phase[];
};

const dip = ({ load }: Unwarned): string[] => {
  if (load.scenario !== 'spike' || load.peakRatePerSecond > load.baselineRatePerSecond) return [];
  const { peakRatePerSecond: peak, baselineRatePerSecond: baseline } = load;
  return [
    `the peak of ${peak} requests/s is not above the baseline of ${baseline}: this load is not a spike`,
  ];
};

/** More virtual users than these are a sign of a timeout that was not meant. */
const usersUsual = 1000;

/** The longest that a client waits, in ms. A script says that itself, else k6's default holds; the rest is of the config. */
const longestTimeoutMs = ({ script, endpoints }: Pick<Unwarned, 'script' | 'endpoints'>): number =>
  script === undefined
    ? Math.max(...endpoints.map(({ requestTimeoutMs }) => requestTimeoutMs))
    : scriptTimeoutMs;

/**
 * The virtual users of a script at most: each is kept for as long as its iteration lasts, so here until the timeout. The
 * built-in request needs none: null.
 */
export const virtualUsersNeeded = (
  config: Pick<Unwarned, 'script' | 'endpoints' | 'phases'>,
): number | null => {
  if (!runsScript(config)) return null;
  return Math.ceil((peakRateOf(config.phases) * longestTimeoutMs(config)) / 1000);
};

/** k6's default timeout was meant by nobody: with a script only what is not allowed is told. */
const manyUsers = (config: Unwarned): string[] => {
  const users = virtualUsersNeeded(config);
  const { script, phases, safety } = config;
  const { maxVirtualUsers } = safety;
  const usersMost = script === undefined ? usersUsual : Math.max(usersUsual, maxVirtualUsers);
  if (users === null || users <= usersMost) return [];
  const capped = users > maxVirtualUsers ? `, and safety.maxVirtualUsers allows ${maxVirtualUsers}` : '';
  const need = `${peakRateOf(phases)}/s need ${users} virtual users of 0.3 MB or more${capped}`;
  return [
    script === undefined
      ? `if requests take up to the timeout of ${longestTimeoutMs(config)} ms, ${need}: a shorter target.requestTimeoutMs needs fewer`
      : `if requests take until k6's default timeout of ${scriptTimeoutMs} ms, ${need}: a shorter timeout in the script needs fewer`,
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

/** An objective that holds whatever the service does says nothing of it. Retries and scripts go on after a timeout. */
const cantBeMissed = (config: Unwarned): string[] => {
  const isOneTry = config.load.retries === undefined && !runsScript(config);
  return config.endpoints.flatMap(({ slo: { maxErrorShare, p95LatencyMs }, requestTimeoutMs, place }) => [
    ...(maxErrorShare >= 1
      ? [`slo.maxErrorShare is ${maxErrorShare}: it is met although every request fails`]
      : []),
    ...(isOneTry && p95LatencyMs !== undefined && p95LatencyMs >= requestTimeoutMs
      ? [
          `slo.p95LatencyMs is ${p95LatencyMs}, and a client that gives up after ${requestTimeoutMs} ms (${place}.requestTimeoutMs) never sees a slower answer: the limit can't be missed`,
        ]
      : []),
  ]);
};

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

/** Nobody chooses a platform by leaving it out; its timeouts and its autoscaler are taken all the same. */
const defaultKind = (config: Unwarned, input: unknown): string[] => {
  if (valueAt(input, ['target', 'kind']) !== undefined) return [];
  const { target, script } = config;
  const timeout = script === undefined ? `, and a timeout of ${longestTimeoutMs(config)} ms` : '';
  return [
    `target.kind is not said, so the service is taken for ${target.kind}: its autoscaler${timeout}. Write target.kind: 'kubernetes' for a service behind an HPA, KEDA or Knative, 'local' for one without a cluster`,
  ];
};

/** Text that looks like the path of a file, such as ./body.json, and names none. */
const pathLike = /^\.{0,2}\/?[\w./-]+\.(json|jsonl|ndjson|csv|txt|bin|xml|png|jpe?g)$/i;

/** A payload that is text is sent as it is; the name of a file hardly is what a model should get. */
const fileAsText = ({ endpoints }: Unwarned): string[] =>
  endpoints.flatMap(({ payload, place }) =>
    typeof payload === 'string' && pathLike.test(payload)
      ? [
          `${place}.payload is the text ${JSON.stringify(payload)}, and is sent as that: to send a file write { file: ${JSON.stringify(payload)} }`,
        ]
      : [],
  );

/** Without TLS its settings say nothing. */
const tlsWithoutTls = ({ target, endpoints }: Unwarned): string[] =>
  target.tls === undefined || endpoints.some(({ url }) => url.startsWith('https:'))
    ? []
    : ['target.tls has no effect: no address begins with https://'];

/** The first request goes out from this machine and finds the service; runners in pods would ask themselves. */
const loopbackOfPods = ({ load, endpoints }: Unwarned): string[] =>
  load.runners?.where === 'cluster'
    ? endpoints
        .filter(({ url }) => isLoopback(url))
        .map(
          ({ url, place }) =>
            `${place}.url leads to ${new URL(url).host}, which in a pod is the pod itself: runners in pods do not reach this machine there. Name an address of the service that pods reach`,
        )
    : [];

/**
 * What a config may say, but hardly means.
 *
 * @param input the config as it was written, before defaults
 */
export const warningsOf = (config: Unwarned, input: unknown): string[] => [
  ...defaultKind(config, input),
  ...fileAsText(config),
  ...tlsWithoutTls(config),
  ...dip(config),
  ...manyUsers(config),
  ...otherHosts(config),
  ...secondsForMs(config),
  ...new Set(cantBeMissed(config)),
  ...retriesOverCap(config),
  ...new Set(loopbackOfPods(config)),
];
