import { describe, expect, it } from 'vitest';
import { calibrateLimits } from '../../../planner/calibrate/limits.ts';
import { measureLimits } from '../../../planner/measure/limits.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import type { KnownRouter } from '../../../runs/schema/known-router.ts';
import { deploymentLine } from '../../builders/cluster.ts';
import { countsLine } from '../../builders/load.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';
import { onKubernetes } from '../../builders/situation.ts';

/** Twenty answers a second apart by a millisecond, just above a limit. */
const justAbove = (limitMs: number): number[] => Array.from({ length: 20 }, (_, i) => limitMs + 1 + i / 20);

const onAks = { ...spikeConfig, target: { ...spikeConfig.target, kind: 'aks-v1' } };

const limitsOf = (
  latenciesMs: Record<string, number[]>,
  router?: KnownRouter,
  configured: unknown = onAks,
) => {
  const outcomes = Object.fromEntries(Object.entries(latenciesMs).map(([name, ms]) => [name, ms.length]));
  const run = completeRun({}, configured);
  const config = { ...run.config, ...(router && { router }) };
  const load = [countsLine({ second: startSecond, outcomes, latenciesMs })];
  const recorded = recordedOf({ run: { ...run, config }, load, cluster: [], droppedLines: 0 });
  return calibrateLimits([recorded], measureLimits([recorded]));
};

describe('a calibrated limit', () => {
  it('is documented where the platform states it and nobody saw it', () => {
    const { queueWaitLimit, requestTimeout } = limitsOf({ '200': [100] });
    expect(queueWaitLimit).toMatchObject({
      provenance: 'documented',
      statedBy: 'platform',
      note: { code: 'limitNotSeen', limit: 'queueWait', statedMs: 500 },
    });
    expect(requestTimeout).toMatchObject({ provenance: 'documented', valueMs: { mid: 60_000 } });
  });

  it('is assumed where the platform knows nothing of what stands in front of the replicas', () => {
    const { queueWaitLimit, requestTimeout } = limitsOf({ '200': [100] }, undefined, onKubernetes);
    const none = { provenance: 'assumed', valueMs: null, statedMs: null, statedBy: 'platform' };
    expect(queueWaitLimit).toMatchObject(none);
    expect(requestTimeout).toMatchObject(none);
  });

  it('is configured, not documented, where the config states it and nobody saw it', () => {
    const { queueWaitLimit, requestTimeout } = limitsOf({ '200': [100] }, { queueWaitMs: 900 });
    expect(queueWaitLimit).toMatchObject({
      provenance: 'configured',
      statedMs: 900,
      note: { code: 'limitNotSeen', statedBy: 'config' },
    });
    expect(requestTimeout.provenance).toBe('documented');
  });

  it('is configured where the config states that there is none', () => {
    const { queueWaitLimit } = limitsOf({ '200': [100] }, { queueWaitMs: null });
    expect(queueWaitLimit).toMatchObject({ provenance: 'configured', valueMs: null, statedMs: null });
  });

  it('is measured where it was seen, whoever states it, and whether that is right or not', () => {
    const right = limitsOf({ '503': justAbove(900) }, { queueWaitMs: 900 }).queueWaitLimit;
    expect(right).toMatchObject({ provenance: 'measured', note: { code: 'limitSeen', agrees: true } });
    const wrong = limitsOf({ '503': justAbove(900) }, { queueWaitMs: 300 }).queueWaitLimit;
    expect(wrong).toMatchObject({
      provenance: 'measured',
      note: { code: 'limitSeen', agrees: false, statedMs: 300, statedBy: 'config' },
    });
  });

  it('is measured, and none, where longer waits refute what is stated', () => {
    const load = [countsLine({ second: startSecond, outcomes: { '200': 1 }, latenciesMs: { '200': [100] } })];
    const recorded = recordedOf({ run: completeRun(), load, cluster: [], droppedLines: 0 });
    const limits = measureLimits([recorded]);
    const refuted = { ...limits.queueWaitLimit, finding: 'refuted', valueMs: null } as const;
    expect(calibrateLimits([recorded], { ...limits, queueWaitLimit: refuted }).queueWaitLimit).toMatchObject({
      provenance: 'measured',
      valueMs: null,
      note: { code: 'limitRefuted', statedMs: 500, statedBy: 'platform', times: 2 },
    });
  });

  it('warns of requests that were turned away at once', () => {
    const { warnings } = limitsOf({ '503': justAbove(0) });
    expect(warnings).toEqual([{ code: 'rejectedAtOnce', count: 20, withinMs: 50 }]);
    expect(limitsOf({ '503': justAbove(500) }).warnings).toEqual([]);
  });

  it('says of these how many replicas were seen ready in their seconds', () => {
    const counts = (second: number, latencyMs: number) =>
      countsLine({
        second: startSecond + second,
        outcomes: { '503': 20 },
        latenciesMs: { '503': justAbove(latencyMs) },
      });
    const load = [counts(0, 500), counts(1, 0), counts(2, 0)];
    const cluster = [2, 3].map((ready, i) =>
      deploymentLine({ atMs: (startSecond + i) * 1000 + 500, desired: 5, ready }),
    );
    const recorded = recordedOf({ run: completeRun({}, onAks), load, cluster, droppedLines: 0 });
    expect(calibrateLimits([recorded], measureLimits([recorded])).warnings).toEqual([
      { code: 'rejectedAtOnce', count: 40, withinMs: 50, ready: { least: 3, most: 3 } },
    ]);
  });
});
