import { isOk } from '../../../runs/schema/outcome.ts';
import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import {
  type CutOff,
  type TimeoutChain,
  type TimeoutLink,
  timeoutLayers,
} from '../../../runs/schema/result/timeout-chain.ts';
import { isTimedOut, platformFor } from '../../platforms/outcomes.ts';
import { quantileOf } from '../../stats/sketch.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { cutOffsIn } from './cut-offs.ts';

type Limit = Omit<TimeoutLink, 'cut' | 'shouldBeMs'>;

/** Each layer outwaits the one behind it by so much, or its answer would come too late to be passed on. */
const marginMs = 1000;

/** Limits that are nearer than this cut in turn, as it happens. */
const equalShare = 0.01;

const unknown = (layer: Limit['layer']): Limit => ({ layer, ms: null, from: 'unknown', name: null });

/** The client of this test that gives up first. How long a script waits stands in the script, and nowhere else. */
const clientLimit = ({ run }: Recorded): Limit =>
  run.config.script === null
    ? {
        layer: 'client',
        ms: endpointsOf(run.config).reduce(
          (least, { requestTimeoutMs }) => Math.min(least, requestTimeoutMs),
          Number.POSITIVE_INFINITY,
        ),
        from: 'config',
        name: 'target.requestTimeoutMs',
      }
    : unknown('client');

/** The router of the platform: as the config says, else as the platform documents it, under the platform's own name. */
const routerLimit = ({ run: { config } }: Recorded): Limit => {
  const platform = platformFor(config);
  const stated = config.router?.requestTimeoutMs;
  const name = platform.knobs.requestTimeoutMs?.name ?? null;
  if (stated !== undefined) return { layer: 'router', ms: stated, from: 'config', name };
  const documentedMs = platform.requestTimeoutMs.value;
  return documentedMs === null
    ? unknown('router')
    : { layer: 'router', ms: documentedMs, from: 'documented', name };
};

/** What the pods themselves say of their server and its workers. */
const podLimits = ({ cluster }: Recorded): Limit[] => {
  const room = cluster.findLast((line) => line.kind === 'room');
  const said = room?.kind === 'room' ? (room.timeouts ?? []) : [];
  return (['server', 'worker'] as const).map((layer) => {
    const found = said.find((one) => one.layer === layer);
    return found === undefined ? unknown(layer) : { layer, ms: found.ms, from: 'live', name: found.name };
  });
};

const limitsOf = (recorded: Recorded): Limit[] => [
  clientLimit(recorded),
  unknown('gateway'),
  routerLimit(recorded),
  ...podLimits(recorded),
];

type Observed = { readonly limits: readonly Limit[]; readonly cutOffs: readonly CutOff[] };

/** Where the requests of a script gave up, its limit was seen. */
const withSeenClient = (limits: readonly Limit[], cutOffs: readonly CutOff[]): Limit[] => {
  const seen = cutOffs.find(({ layer }) => layer === 'client');
  return limits.map((limit) =>
    limit.layer === 'client' && limit.ms === null && seen !== undefined
      ? { ...limit, ms: seen.ms, from: 'observed' }
      : limit,
  );
};

/**
 * A documented limit is what the platform has where nobody set another one: answers that say "timeout" and pile up elsewhere
 * show that somebody did. Only where one router stands in front of all replicas and gives that answer itself.
 */
const asObserved = (recorded: Recorded, known: readonly Limit[]): Observed => {
  const cutOffs = cutOffsIn(recorded, known);
  const limits = withSeenClient(known, cutOffs);
  const elsewhere = cutOffs.find(
    ({ outcome, layer }) => layer === null && isTimedOut(recorded.run.config, outcome),
  );
  const isDocumented = ({ layer, from }: Limit): boolean => layer === 'router' && from === 'documented';
  const hasRouter = platformFor(recorded.run.config).queue.place.value === 'router';
  if (elsewhere === undefined || !hasRouter || !limits.some(isDocumented)) return { limits, cutOffs };
  return {
    limits: limits.map((limit) =>
      isDocumented(limit) ? { ...limit, ms: elsewhere.ms, from: 'observed' } : limit,
    ),
    cutOffs: cutOffs.map((one) => (one === elsewhere ? { ...one, layer: 'router', tries: 1 } : one)),
  };
};

/** Pairs of layers with a known limit each, neighbours as far as others between them are not known. */
const neighbours = (limits: readonly Limit[]): (readonly [outer: Limit, inner: Limit])[] => {
  const known = limits.filter(({ ms }) => ms !== null);
  return known.slice(1).map((inner, i) => [known[i]!, inner] as const);
};

const orderFaults = (limits: readonly Limit[]): TimeoutChain['faults'] =>
  neighbours(limits).flatMap(([outer, inner]): TimeoutChain['faults'] => {
    const pair = { outer: outer.layer, inner: inner.layer };
    if (Math.abs(outer.ms! - inner.ms!) <= equalShare * inner.ms!) return [{ code: 'equal', ...pair }];
    return outer.ms! < inner.ms! ? [{ code: 'outerFirst', ...pair }] : [];
  });

/** Whoever stands in front of the limit that was run into several times sends the request again. */
const retryFaults = (cutOffs: readonly CutOff[]): TimeoutChain['faults'] =>
  cutOffs.flatMap(({ layer, tries }) => {
    if (layer === null || tries === null || tries < 2) return [];
    const outer = timeoutLayers[Math.max(0, timeoutLayers.indexOf(layer) - 1)]!;
    return [{ code: 'retried', outer, inner: layer } as const];
  });

const shouldBe = (limit: Limit, limits: readonly Limit[]): number | null => {
  const pair = neighbours(limits).find(([outer]) => outer === limit);
  if (pair === undefined) return null;
  const leastMs = pair[1].ms! + marginMs;
  return limit.ms! < leastMs ? leastMs : null;
};

/**
 * Who may cut a request that takes too long, from config, documents and live pods; who did, by where failures pile up; and
 * which layers stand in the wrong order: each should wait longer than the one behind it.
 */
export const timeoutChainOf = (recorded: Recorded): TimeoutChain => {
  const { limits, cutOffs } = asObserved(recorded, limitsOf(recorded));
  const cutBy = (layer: Limit['layer']): number =>
    cutOffs.reduce((sum, one) => sum + (one.layer === layer ? one.requests : 0), 0);
  return {
    links: limits.map((limit) => ({
      ...limit,
      cut: cutBy(limit.layer),
      shouldBeMs: shouldBe(limit, limits),
    })),
    cutOffs: [...cutOffs],
    faults: [...orderFaults(limits), ...retryFaults(cutOffs)],
    slowestOkMs: quantileOf(latencyOf(recorded.load.total, isOk), 1) ?? null,
  };
};
