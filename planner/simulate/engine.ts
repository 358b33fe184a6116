import type { Model } from '../../runs/schema/model/model.ts';
import type { HpaSettings } from '../../runs/schema/policy.ts';
import {
  type MetricsServer,
  type MetricsServerSettings,
  type Observation,
  openMetricsServer,
  type Stepper,
  samplesAt,
} from '../policies/index.ts';
import { advanceRouter, rejectQueued } from './advance.ts';
import { type Fleet, openFleet, scaleFleet, settleFleet } from './fleet.ts';
import { type Reading, readMeter } from './meter.ts';
import { type PodsRead, scrape } from './metrics-server.ts';
import { observe, observePods } from './observation.ts';
import { createRouter, type Outcomes, type Router, type Scratch } from './router.ts';
import { giveBackCalendar } from './slot-calendar.ts';
import { createSlots } from './slots.ts';
import type { Workload } from './workload.ts';

/** A change of the number of replicas that the autoscaler wants. */
export type ScaleEvent = { readonly atSecond: number; readonly from: number; readonly to: number };

/** The fleet at the end of one second, and the meter then. */
type Sample = {
  readonly reading: Reading;
  readonly desired: number;
  readonly ready: number;
  readonly pending: number;
};

/** What one replication did, before anything is summed up. */
export type Run = {
  readonly outcomes: Outcomes;
  /** At the end of the warm-up and of the simulation: all integrals between them are what was measured. */
  readonly atWarmup: Reading;
  readonly atEnd: Reading;
  /** Most replicas that were ready at once after the warm-up. */
  readonly readyMax: number;
  readonly scaleEvents: readonly ScaleEvent[];
  /** Retries that clients sent, in the warm-up too. */
  readonly retries: number;
  /** One per second, only if asked for. */
  readonly samples: readonly Sample[];
};

/** One step of the autoscaler: what it saw, and what it then wanted. */
export type CourseStep = { readonly seen: () => Observation; readonly desiredReplicas: number };

/** What a policy that needs pods sees of them, and through which metrics server. */
type PodMetrics = Pick<HpaSettings, 'metrics'> & MetricsServerSettings;

type RunOptions = {
  readonly model: Pick<Model, 'durationSeconds' | 'warmupSeconds' | 'replica' | 'router'> &
    Partial<Pick<Model, 'retries'>>;
  readonly workload: Workload;
  /** Any rule, before its first step; `startPolicy` gives those of the settings. */
  readonly policy: Stepper;
  /** What a policy that needs pods sees of them, and how. */
  readonly podMetrics?: PodMetrics;
  /** Start-up lag of the next start, in seconds. Lag k belongs to start k, whichever candidate starts it. */
  readonly nextLagSeconds: () => number;
  readonly scratch: Scratch;
  readonly takesSamples: boolean;
  /** Seed of what is chosen by chance while requests are served; 0 by default. */
  readonly choiceSeed?: number;
  /** Where each step of the autoscaler is noted; nowhere by default. */
  readonly course?: CourseStep[];
};

const never = Number.POSITIVE_INFINITY;

type Control = {
  readonly router: Router;
  readonly fleet: Fleet;
  readonly podMetrics: HpaSettings['metrics'];
  /** Undefined for a policy that needs no pods. */
  readonly metricsServer: MetricsServer<PodsRead> | undefined;
  readonly scaleEvents: ScaleEvent[];
  readonly course: CourseStep[] | undefined;
  policy: Stepper;
  steps: number;
  lastReading: Reading;
};

/**
 * What the autoscaler sees now, as a function that gives it at any later time too. Its pods, some hundred at each step, are
 * made when they are asked for.
 */
const look = (control: Control, atSeconds: number): CourseStep['seen'] => {
  const { router, fleet, podMetrics, metricsServer, policy, lastReading } = control;
  const reading = readMeter(router, fleet, atSeconds);
  const observation = observe(
    fleet,
    { before: lastReading, now: reading },
    { desiredReplicas: policy.desiredReplicas, metrics: podMetrics },
  );
  control.lastReading = reading;
  if (metricsServer === undefined) return () => observation;
  // Of a replica that is ready or pending no time changes that its pod shows; the lists of them do change.
  const replicas = { ready: [...fleet.ready], pending: [...fleet.pending] };
  const { perReplica: slotsPerReplica } = router.slots;
  const podLook = { samples: samplesAt(metricsServer, atSeconds), atSeconds, slotsPerReplica };
  return () => ({ ...observation, pods: observePods(replicas, podMetrics, podLook) });
};

/** One step of the autoscaler, and what follows from it. */
const stepPolicy = (control: Control, atSeconds: number): void => {
  const { fleet, policy } = control;
  const unseen = policy.nextUnseen?.();
  if (unseen !== undefined) control.policy = unseen;
  else {
    const seen = look(control, atSeconds);
    control.policy = policy.next(seen());
    control.course?.push({ seen, desiredReplicas: control.policy.desiredReplicas });
  }
  control.steps++;
  const [from, to] = [policy.desiredReplicas, control.policy.desiredReplicas];
  if (from === to) return;
  control.scaleEvents.push({ atSecond: atSeconds, from, to });
  scaleFleet(fleet, to, atSeconds);
};

const openControl = (options: RunOptions): Control => {
  const { model, workload, policy, scratch } = options;
  if (!(policy.intervalSeconds > 0)) throw new Error(`policy steps every ${policy.intervalSeconds} s`);
  const { slots: perReplica, nodeCapacity, parallelStartsLimit } = model.replica;
  const slots = createSlots(perReplica, perReplica > 1 || policy.needsPods);
  const router = createRouter(model.router, {
    workload,
    scratch,
    slots,
    seed: options.choiceSeed ?? 0,
    retries: model.retries ?? null,
  });
  const fleet = openFleet(
    {
      router,
      nextLagSeconds: options.nextLagSeconds,
      nodeCapacity: nodeCapacity ?? never,
      parallelStartsLimit: parallelStartsLimit ?? never,
    },
    policy.desiredReplicas,
  );
  const { podMetrics } = options;
  return {
    router,
    fleet,
    podMetrics: podMetrics?.metrics ?? [],
    metricsServer: podMetrics && openMetricsServer<PodsRead>(podMetrics),
    scaleEvents: [],
    course: options.course,
    policy,
    steps: 0,
    lastReading: readMeter(router, fleet, 0),
  };
};

const letGoOf = ({ instances }: Router): void => {
  for (const { calendar } of instances) giveBackCalendar(calendar);
};

/**
 * Serves what still waits at the end with the replicas that there are, those on their way up included. What then
 * remains has no replica to wait for, and no limit that would end its wait.
 */
const finish = (
  control: Control,
  endSeconds: number,
): Pick<Run, 'outcomes' | 'readyMax' | 'scaleEvents' | 'retries'> => {
  const { router, fleet, scaleEvents } = control;
  const { readyMax } = fleet;
  while (fleet.nextChangeSeconds < never) {
    const atSeconds = fleet.nextChangeSeconds;
    advanceRouter(router, atSeconds);
    settleFleet(fleet, atSeconds);
  }
  advanceRouter(router, Number.MAX_VALUE);
  rejectQueued(router, endSeconds);
  letGoOf(router);
  return { outcomes: router.scratch, readyMax, scaleEvents, retries: router.retries?.sent ?? 0 };
};

const sampleOf = ({ router, fleet, policy }: Control, atSeconds: number): Sample => ({
  reading: readMeter(router, fleet, atSeconds),
  desired: policy.desiredReplicas,
  ready: fleet.ready.length,
  pending: fleet.pending.length,
});

/**
 * One replication: requests against router, replicas and autoscaler, from second 0 to the end of the last request.
 *
 * Requests are handled in bulk between two moments at which something else happens: a replica becomes ready or is
 * gone, the autoscaler steps, a reading is due. Of several that fall together the order is as in the loop below,
 * and a request that arrives at that very moment finds them done. Deterministic. About O(requests), however
 * many slots there are.
 *
 * @param failuresMax the run ends where more requests have failed, those of the warm-up included
 * @returns null if it has ended so
 */
export const runUnlessFailing = (options: RunOptions, failuresMax: number): Run | null => {
  const { durationSeconds, warmupSeconds } = options.model;
  const control = openControl(options);
  const { router, fleet } = control;
  const samples: Sample[] = [];
  let atWarmup: Reading | undefined;
  for (;;) {
    const readAtSeconds = atWarmup === undefined ? warmupSeconds : durationSeconds;
    const stepAtSeconds = (control.steps + 1) * control.policy.intervalSeconds;
    const sampleAtSeconds = options.takesSamples ? Math.min(samples.length + 1, durationSeconds) : never;
    const scrapeAtSeconds = control.metricsServer?.nextScrapeSeconds ?? never;
    const atSeconds = Math.min(
      readAtSeconds,
      stepAtSeconds,
      sampleAtSeconds,
      scrapeAtSeconds,
      fleet.nextChangeSeconds,
    );

    advanceRouter(router, atSeconds);
    if (router.failures > failuresMax) {
      letGoOf(router);
      return null;
    }
    settleFleet(fleet, atSeconds);
    if (atSeconds === sampleAtSeconds) samples.push(sampleOf(control, atSeconds));
    if (atSeconds === readAtSeconds) {
      const reading = readMeter(router, fleet, atSeconds);
      if (atWarmup !== undefined)
        return { ...finish(control, durationSeconds), atWarmup, atEnd: reading, samples };
      atWarmup = reading;
      fleet.readyMax = fleet.ready.length;
    }
    if (control.metricsServer && atSeconds === scrapeAtSeconds) scrape(control.metricsServer, fleet);
    if (atSeconds === stepAtSeconds) stepPolicy(control, atSeconds);
  }
};

/** One replication to its end: see `runUnlessFailing`. */
export const run = (options: RunOptions): Run => runUnlessFailing(options, never)!;
