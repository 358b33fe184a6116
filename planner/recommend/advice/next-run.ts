import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { NextRun, Unknown } from '../../../runs/schema/plan/unknown.ts';
import { cutShareOf, isCensored } from './cut-share.ts';

/** What a next run is chosen by. */
type NextRunFacts = {
  readonly calibration: Calibration;
  readonly baselineRatePerSecond: number;
  readonly peakRatePerSecond: number;
  /** Of the settings in use: the minimum of replicas. */
  readonly replicas: number;
  /** What the longest wait and the slowest request take together. */
  readonly modelMs: number;
};

/** A timeout of this many times the longest wait and the slowest request together lets a run see how long they take. */
const timeoutRoom = 2;

/** At this share of the baseline, and of the slots, requests do not queue. */
const quietShare = 0.5;

/** At this share of the slots requests begin to queue: there the ways to a replica, and several routers, differ most. */
const busyShare = 0.9;

/** With one replica there is nothing to choose from. */
const replicasLeast = 2;

const minuteSeconds = 60;
const soakMinutesMost = 10;
/** Where requests queue, it takes so many minutes and requests until chance evens out. */
const busyMinutes = 5;
const busyRequests = 2000;

/** Fewer don't tell a mean. */
const answersLeast = 200;

/** So many times the answers so far: all together they halve the doubt. */
const answersTimes = 3;

/** A rate as a person writes it: whole, or with one decimal below 10. */
const asTyped = (ratePerSecond: number): number =>
  ratePerSecond < 10 ? Math.max(0.1, Math.round(10 * ratePerSecond) / 10) : Math.round(ratePerSecond);

const soak = (ratePerSecond: number, minutes: number): NextRun['load'] => ({
  kind: 'soak',
  ratePerSecond: asTyped(ratePerSecond),
  soakSeconds: minutes * minuteSeconds,
});

/** Requests per second that keep all slots of so many replicas busy. */
const capacityOf = ({ calibration }: NextRunFacts, replicas: number): number =>
  (1000 * replicas * calibration.slotsPerReplica.value) / calibration.service.meanMs.mid;

/** Whole minutes of a rate that bring so many answers, ten at most. */
const minutesFor = (answers: number, ratePerSecond: number): number =>
  Math.min(soakMinutesMost, Math.ceil(answers / ratePerSecond / minuteSeconds));

/**
 * As many answers as halve the doubt, at a rate without a queue. Where ten minutes bring fewer than were recorded, it is the
 * recorded load once more. Where a timeout hides how long requests take, they are fired at half the rate of the baseline, for up to ten minutes.
 * A timeout that cut some is raised.
 */
const forServiceTime = (facts: NextRunFacts): NextRun => {
  const { calibration, baselineRatePerSecond, modelMs } = facts;
  const { samples } = calibration.service;
  const raised = cutShareOf(calibration) > 0 && { requestTimeoutMs: timeoutRoom * modelMs };
  if (isCensored(calibration)) {
    const ratePerSecond = Math.max(1, Math.round(quietShare * baselineRatePerSecond));
    const answers = Math.max(answersLeast, answersTimes * samples);
    return { load: soak(ratePerSecond, minutesFor(answers, ratePerSecond)), ...raised };
  }
  const ratePerSecond = Math.max(baselineRatePerSecond, quietShare * capacityOf(facts, facts.replicas));
  const minutes = minutesFor(answersTimes * samples, ratePerSecond);
  const isMore = minutes * minuteSeconds * ratePerSecond > samples;
  return { load: isMore ? soak(ratePerSecond, minutes) : { kind: 'again' }, ...raised };
};

/** Nearly as much as the minimum in use can do, and no more than was recorded. */
const forRouter = (facts: NextRunFacts): NextRun => {
  const busy = busyShare * capacityOf(facts, Math.max(replicasLeast, facts.replicas));
  const ratePerSecond = Math.min(facts.peakRatePerSecond, busy);
  return { load: soak(ratePerSecond, Math.max(busyMinutes, minutesFor(busyRequests, ratePerSecond))) };
};

const runByInput: Readonly<Record<Unknown['input'], (facts: NextRunFacts) => NextRun>> = {
  serviceTime: forServiceTime,
  serviceP95: forServiceTime,
  startupLag: () => ({ load: { kind: 'again' } }),
  timedOutRequest: ({ modelMs }) => ({ load: { kind: 'again' }, requestTimeoutMs: timeoutRoom * modelMs }),
  routerInstances: forRouter,
  balancing: forRouter,
};

/** The run that tells an unknown. */
export const nextRunFor = (input: Unknown['input'], facts: NextRunFacts): NextRun => runByInput[input](facts);
