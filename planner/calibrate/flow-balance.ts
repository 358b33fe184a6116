import type { Calibration, RouterReading } from '../../runs/schema/calibration.ts';
import type { Note, Suspect } from '../../runs/schema/plan/notes.ts';
import { evidenceOf } from '../measure/evidence.ts';
import { type Limits, waitsLong } from '../measure/limits.ts';
import { meanOutsideSlotMs } from '../measure/router-overhead.ts';
import { countedBy } from '../platforms/outcomes.ts';
import { lostShareByFlow } from '../queueing/flow-balance.ts';
import { sumOf } from '../stats/sum.ts';
import type { Recorded } from '../timeline/recording.ts';
import { likelyFrom, shareWhere } from './router/belief.ts';

type BalancedFlow = { readonly flowBalance: Calibration['flowBalance']; readonly warnings: Note[] };

/** Counted and derived losses may differ by this share of the requests before something is wrong. */
const differenceMax = 0.05;

/**
 * How many slots the count may be off throughout: the generator looks at its requests in flight once a second, and
 * evenly spaced arrivals may come just before, or just after, every look.
 */
const lookSlots = 0.5;

const noiseErrors = 2;

/** Shares of seconds and milliseconds above which a suspect is worth naming. */
const overfullShareMax = 0.05;
const clockUncertaintyMsMax = 1000;

type Second = {
  readonly arrivals: number;
  readonly lost: number;
  /** Timed out: in a slot, or in vain before one. */
  readonly timedOut: number;
  readonly busy: number;
};

/**
 * Busy slots seen independently of the service times: requests in flight, as far as the ready replicas have slots.
 * Time on the network is in flight too; it is taken off by what answers took beyond service where nobody waited.
 */
const secondsOf = ({ run, timeline, cells }: Recorded, overheadSeconds: number): Second[] =>
  cells.flatMap((cell, i) => {
    const inFlight = timeline.load.inFlight[i];
    const ready = timeline.cluster.ready[i];
    if (inFlight == null || ready == null || cell === undefined) return [];
    const inService = Math.max(0, inFlight - cell.requests * overheadSeconds);
    const busy = Math.min(inService, ready * timeline.slotsPerReplica);
    const { outcomes, requests: arrivals } = cell;
    // What was turned away never reached a replica.
    const { turnedAway: lost, timedOut } = countedBy(run.config, outcomes);
    return [{ arrivals, lost, timedOut, busy }];
  });

const suspectsOf = (runs: readonly Recorded[], isBusier: boolean): Suspect[] => {
  const seconds = runs.flatMap(({ timeline }) => timeline.cluster.utilization).filter((u) => u !== null);
  const overfull = seconds.filter((utilization) => utilization > 1.05).length;
  const isSkewed = runs.some(({ timeline }) => (timeline.clock?.uncertaintyMs ?? 0) > clockUncertaintyMsMax);
  const suspects: (Suspect | false)[] = [
    { code: isBusier ? 'timedOutHoldSlots' : 'replicasUnseen' },
    { code: isBusier ? 'slotsHeldLonger' : 'headerCoversMore' },
    overfull > overfullShareMax * seconds.length && {
      code: 'busierThanReady',
      seconds: overfull,
      of: seconds.length,
    },
    isSkewed && { code: 'clockUncertain' },
  ];
  return suspects.filter((suspect) => suspect !== false);
};

/** Lost requests as counted: also the derived share where nothing independent was recorded. */
const unchecked = (runs: readonly Recorded[], serviceMeanMs: number): BalancedFlow => {
  const arrivals = sumOf(runs.map(({ load }) => load.total.requests));
  const lostShare =
    sumOf(runs.map(({ run, load }) => countedBy(run.config, load.total.outcomes).turnedAway)) /
    Math.max(1, arrivals);
  return {
    flowBalance: {
      provenance: 'assumed',
      note: { code: 'flowUnchecked', serviceMs: serviceMeanMs },
      evidence: [],
      lostShare,
      lostShareByFlow: lostShare,
      agrees: true,
      suspects: [],
    },
    warnings: [{ code: 'flowNotChecked' }],
  };
};

/**
 * Standard error of the sum of noisy seconds. The noise is taken from differences of neighbouring seconds (von
 * Neumann), so that a gap that is there in the spike only does not count as noise.
 */
const errorOfSum = (runs: readonly (readonly number[])[]): number =>
  Math.sqrt(sumOf(runs.flatMap((gaps) => gaps.slice(1).map((gap, i) => (gap - gaps[i]!) ** 2 / 2))));

/**
 * Whether requests may wait at one replica while others are idle: in flight they look like busy slots, so that there may be fewer
 * of these.
 */
const mayWaitBesideIdle = (readings: readonly RouterReading[]): boolean =>
  shareWhere(readings, ({ balancing }) => balancing !== 'central') >= likelyFrom;

/**
 * Gate for the data: requests lost before service, counted, against the share that Little's law on the slots derives
 * from busy slots, rate and service time. They disagree if they differ by more than 5 points, half a slot and two
 * standard errors of the busy slots together. A request that timed out held a slot where waits end long before; where
 * they do not, it may have waited in vain, so that any share up to theirs agrees. Where each replica has a queue of its own, only
 * too few busy slots disagree: too many may be requests that waited there.
 */
export const balanceFlow = (
  runs: readonly Recorded[],
  service: Calibration['service'],
  { limits, readings }: { readonly limits: Limits; readonly readings: readonly RouterReading[] },
): BalancedFlow => {
  const perRun = runs.map((recorded) => secondsOf(recorded, meanOutsideSlotMs(recorded) / 1000));
  const seconds = perRun.flat();
  const arrivals = sumOf(seconds.map((second) => second.arrivals));
  if (arrivals === 0 || service.from !== 'header') return unchecked(runs, service.meanMs.mid);
  const serviceSeconds = service.meanMs.mid / 1000;
  const rejectedShare = sumOf(seconds.map(({ lost }) => lost)) / arrivals;
  const inVainShare = waitsLong(limits) ? sumOf(seconds.map(({ timedOut }) => timedOut)) / arrivals : 0;
  const byFlow = lostShareByFlow({
    meanBusySlots: sumOf(seconds.map(({ busy }) => busy)) / seconds.length,
    ratePerSecond: arrivals / seconds.length,
    serviceSeconds,
  });
  const lostShare = Math.min(rejectedShare + inVainShare, Math.max(rejectedShare, byFlow));
  const gaps = perRun.map((one) =>
    one.map(({ lost, arrivals: n, busy }) => lost - (n - busy / serviceSeconds)),
  );
  const tolerated =
    differenceMax +
    (lookSlots * seconds.length) / (arrivals * serviceSeconds) +
    (noiseErrors * errorOfSum(gaps)) / arrivals;
  const isBusier = byFlow < lostShare;
  const agrees = Math.abs(lostShare - byFlow) <= tolerated || (isBusier && mayWaitBesideIdle(readings));
  const figures = { lostShare, lostShareByFlow: byFlow };
  return {
    flowBalance: {
      provenance: 'measured',
      note: { code: 'flowFigures', ...figures },
      evidence: evidenceOf(runs, 'load.ndjson', (_, run) => perRun[run]!.length),
      ...figures,
      agrees,
      suspects: agrees ? [] : suspectsOf(runs, isBusier),
    },
    warnings: agrees ? [] : [{ code: 'flowUnbalanced', ...figures }],
  };
};

/**
 * The service time as it is planned with: where the flow does not balance, its interval is opened as far as the mean
 * that would balance it. Nobody knows which of the two is wrong, so a plan has to hold for both.
 */
export const doubtedService = (
  service: Calibration['service'],
  { agrees, lostShare, lostShareByFlow }: Calibration['flowBalance'],
): Calibration['service'] => {
  if (agrees || lostShare >= 1) return service;
  const { low, mid, high, confidence: level } = service.meanMs;
  const byFlowMs = (mid * (1 - lostShareByFlow)) / (1 - lostShare);
  return {
    ...service,
    note: { code: 'serviceOpened', answers: service.samples, openedToMs: byFlowMs },
    meanMs: { low: Math.min(low, byFlowMs), mid, high: Math.max(high, byFlowMs), confidence: level },
  };
};
