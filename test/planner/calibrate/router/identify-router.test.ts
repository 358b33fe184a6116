import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../../planner/calibrate/calibrate.ts';
import { likelyDelayMs } from '../../../../planner/calibrate/router/delays.ts';
import { inputsOf } from '../../../../planner/recommend/advice/inputs.ts';
import { noteText } from '../../../../reports/words/plan/notes.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { type RecordingOptions, recordSpike } from '../../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

const routerOf = (options: Omit<RecordingOptions, 'policy'>) =>
  calibrate([recordSpike({ policy, seed: 3, ...options })]).router;

describe('the identified router', () => {
  it.each([1, 2])('has as many instances as were there: %i', (instances) => {
    expect(routerOf({ router: { instances } })).toMatchObject({
      instances,
      verdict: 'identified',
      provenance: 'inferred',
    });
  });

  it('has about as many instances as were there, and says so, where one more would look the same', () => {
    const { readings } = routerOf({ router: { instances: 3 } });
    const shareOf = (counts: readonly number[]): number =>
      readings
        .filter(({ instances }) => counts.includes(instances))
        .reduce((sum, { share }) => sum + share, 0);
    expect(shareOf([3])).toBeGreaterThan(0.2);
    expect(shareOf([3, 4])).toBeGreaterThan(0.9);
  });

  it.each([
    { instances: 1, delayMs: 4 },
    { instances: 1, delayMs: 12 },
    { instances: 2, delayMs: 4 },
    { instances: 2, delayMs: 12 },
  ])('is told from delays that vary: $instances, with $delayMs ms on average', ({ instances, delayMs }) => {
    const { router, overhead } = calibrate([
      recordSpike({ policy, seed: 3, router: { instances }, delayMs }),
    ]);
    expect(router).toMatchObject({ instances, verdict: 'identified' });
    expect(overhead.note).toMatchObject({ code: 'overheadVaries' });
    const likely = likelyDelayMs(router.readings);
    expect(likely).toBeGreaterThan(delayMs / 2);
    expect(likely).toBeLessThan(2 * delayMs);
  });

  it('takes no delays beside service times that come from latencies, which hold them', () => {
    const { router, overhead } = calibrate([recordSpike({ policy, hidesServiceTime: true, delayMs: 4 })]);
    expect(router.readings.every(({ delayMs }) => delayMs === 0)).toBe(true);
    expect(overhead.note).toEqual({ code: 'overheadInService' });
  });

  it('is found without the service-time header too, and then takes its waits out of the service times', () => {
    const { instances, readings } = routerOf({ router: { instances: 2 }, hidesServiceTime: true });
    expect(instances).toBe(2);
    for (const reading of readings) {
      expect(reading.serviceFactor).toBeLessThanOrEqual(1);
      if (reading.instances > 1) expect(reading.serviceFactor).toBeLessThan(0.97);
    }
  });

  it.each(['release', 'keepWorking'] as const)(
    'does to the slot of a timed-out request what shows in the errors: %s',
    (onTimeout) => {
      const { onTimeout: found, readings } = routerOf({
        router: { instances: 2, onTimeout, requestTimeoutMs: 700 },
      });
      expect(found).toBe(onTimeout);
      const believed = readings.filter((reading) => reading.onTimeout === onTimeout);
      expect(believed.reduce((sum, { share }) => sum + share, 0)).toBeGreaterThan(0.9);
    },
  );

  it('leaves open what becomes of a slot where nothing timed out', () => {
    const { readings } = routerOf({});
    for (const { instances, share } of readings) {
      const both = readings.filter((reading) => reading.instances === instances);
      expect(both.map(({ onTimeout }) => onTimeout)).toEqual(['release', 'keepWorking']);
      expect(both.every((reading) => reading.share === share)).toBe(true);
    }
  });

  it('is what the owner says it is, and nothing else is tried', () => {
    const recording = recordSpike({ policy, router: { instances: 2 } });
    const config = { ...recording.run.config, router: { instances: 3, onTimeout: 'keepWorking' as const } };
    const { router } = calibrate([{ ...recording, run: { ...recording.run, config } }]);
    expect(router).toMatchObject({ provenance: 'configured', instances: 3, onTimeout: 'keepWorking' });
    expect(router.readings).toHaveLength(1);
    expect(router.note).toMatchObject({ code: 'routerKnown', instances: 3 });
  });

  const seenPods = (namespace: string, ready: number) =>
    ({ kind: 'routerPods', atMs: 0, namespace, ready }) as const;

  it.each([
    { name: 'one pod: there is one router', pods: [seenPods('azureml', 1)], counts: [1] },
    { name: 'three pods: one coordinates, or none does', pods: [seenPods('azureml', 3)], counts: [1, 3] },
    { name: 'six pods: more than four look like four', pods: [seenPods('default', 6)], counts: [1, 4] },
    {
      name: 'pods in two namespaces: which of them the service is behind is open',
      pods: [seenPods('default', 1), seenPods('azureml', 3)],
      counts: [1, 2, 3, 4],
    },
    { name: 'no pods seen', pods: [], counts: [1, 2, 3, 4] },
  ])('has a number of instances that its pods allow: $name', ({ pods, counts }) => {
    const recording = recordSpike({ policy, seed: 3, router: { instances: 3 } });
    const { router } = calibrate([{ ...recording, cluster: [...pods, ...recording.cluster] }]);
    expect([...new Set(router.readings.map(({ instances }) => instances))]).toEqual(counts);
    const fitted = { code: 'routerFitted', ...(pods.length === 1 && { pods: pods[0]!.ready }) };
    expect(router.note).toMatchObject(counts.length === 1 ? { code: 'routerCounted' } : fitted);
    expect(router.evidence.filter(({ file }) => file.endsWith('cluster.ndjson')).map(({ n }) => n)).toEqual(
      pods.length === 0 ? [] : [pods.length],
    );
  });

  it('keeps to what the last recording saw of its pods, where a later one could not look', () => {
    const recording = recordSpike({ policy, seed: 3, router: { instances: 3 } });
    const seen = { ...recording, cluster: [seenPods('azureml', 3), ...recording.cluster] };
    const { readings } = calibrate([seen, recording]).router;
    expect([...new Set(readings.map(({ instances }) => instances))]).toEqual([1, 3]);
  });

  it('is what the owner says it is, however many pods it has', () => {
    const recording = recordSpike({ policy, knownRouter: { instances: 2 } });
    const { router } = calibrate([{ ...recording, cluster: [seenPods('azureml', 3), ...recording.cluster] }]);
    expect(router).toMatchObject({ provenance: 'configured', instances: 2 });
  });

  it('is assumed where the replicas are unknown', () => {
    const { router } = calibrate([{ ...recordSpike({ policy }), cluster: [] }]);
    expect(router).toMatchObject({
      verdict: 'notTried',
      provenance: 'assumed',
      instances: 1,
      onTimeout: 'release',
    });
  });

  it('is what the owner says it is, also where the replicas are unknown', () => {
    const knownRouter = { instances: 3, onTimeout: 'keepWorking' } as const;
    const calibration = calibrate([{ ...recordSpike({ policy, knownRouter }), cluster: [] }]);
    expect(calibration.router).toMatchObject({
      verdict: 'notTried',
      provenance: 'configured',
      ...knownRouter,
    });
    expect(inputsOf(calibration).find(({ input }) => input === 'timedOutRequest')?.provenance).toBe(
      'configured',
    );
    expect(noteText(calibration.router.note)).toContain(
      '3 router instances, as the config says, and takes it that the slot stays busy',
    );
  });
});
