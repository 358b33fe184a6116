import { expect, it } from 'vitest';
import { simulate } from '../../../planner/simulate/simulate.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { noLimits } from '../../builders/model.ts';
import { type History, histories, type Sync, settingsAt } from '../policies/hpa/histories.ts';

const syncPeriodSeconds = 15;
const serviceSeconds = 0.05;

type Sampled = NonNullable<Sync['pods'][number]['sample']>;

const samplesOf = ({ pods }: Sync): Sampled[] => pods.flatMap(({ sample }) => sample ?? []);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Use of a pod that has all it can do, as a share of its request: one whole one, or three in s21. */
const scaleOf = ({ syncs, requestMilliCpu }: History): number => {
  const most = Math.max(...syncs.flatMap(samplesOf).map(({ milliCpu }) => milliCpu / requestMilliCpu));
  return Math.max(1, Math.round(most));
};

/**
 * Busy pods that the demand of each sync keeps: mean use times pods. Where pods were at the end of what they can do
 * the demand was not to be seen; it is then that of the next sync in which it was.
 */
const demandOf = (history: History): number[] => {
  const scale = scaleOf(history);
  const demands: number[] = [];
  for (const sync of [...history.syncs].reverse()) {
    const busyShare = mean(samplesOf(sync).map(({ milliCpu }) => milliCpu / history.requestMilliCpu)) / scale;
    const seen = busyShare * sync.currentReplicas;
    const isCapped = busyShare > 0.95;
    const later = demands[0] ?? seen;
    demands.unshift(Number.isNaN(seen) ? later : isCapped ? Math.max(seen, later) : seen);
  }
  return demands;
};

const startupSeconds = ({ syncs }: History): number => {
  const waits = syncs.flatMap(({ pods }) =>
    pods.map((pod) => pod.ageSeconds - (pod.readyForSeconds ?? Infinity)),
  );
  return Math.max(1, Math.round(Math.max(...waits.filter(Number.isFinite))));
};

/** The recorded demand and settings, and nothing else of the record: pods, samples and replicas are the simulation's. */
const modelOf = (history: History): ModelInput => {
  const ages = history.syncs.flatMap(samplesOf).map(({ takenSecondsAgo }) => takenSecondsAgo);
  const sampleAgeSeconds = mean(ages);
  const settings = settingsAt(history, 0);
  return {
    schemaVersion: 1,
    durationSeconds: syncPeriodSeconds * (history.syncs.length + 1),
    arrivals: {
      kind: 'even',
      ratePerSecond: demandOf(history).map((busyPods, sync) => ({
        atSecond: Math.max(0, Math.round(syncPeriodSeconds * sync - sampleAgeSeconds)),
        rate: busyPods / serviceSeconds,
      })),
    },
    service: { kind: 'constant', meanMs: 1000 * serviceSeconds },
    replica: { slots: 1, startupLag: { kind: 'constant', meanMs: 1000 * startupSeconds(history) } },
    router: { ...noLimits, queueLengthLimit: 5 },
    policy: {
      ...settings,
      sampleAgeSeconds,
      metrics: [{ ...settings.metrics[0]!, scale: scaleOf(history) }],
    },
    initialReplicas: history.syncs[0]!.currentReplicas,
    warmupSeconds: 0,
    replications: 1,
  };
};

/** A hand scales in s9, and in s5 pods lose their metrics: a simulation has neither. */
const simulated = histories.filter(({ name }) => name !== 's9' && name !== 's5');

it.each(simulated)('a simulation scales as the real HPA did: $name, $title', (history) => {
  const { series } = simulate(modelOf(history), { series: true });
  const errors = history.syncs.map(
    ({ realDesired }, sync) => series!.desired[syncPeriodSeconds * (sync + 1)]! - realDesired,
  );
  const meanError = mean(errors.map(Math.abs));
  expect(meanError).toBeLessThanOrEqual(0.5);
});
