import { describe, expect, it } from 'vitest';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { recommend } from '../../planner/recommend/recommend.ts';
import { loadOfPhases } from '../../planner/traffic/load.ts';
import { renderAdvice } from '../../reports/advice-terminal.ts';
import { nextRunText } from '../../reports/words/plan/unknowns.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import { recordSpike } from '../builders/recording.ts';

/** A model of 2 s under 1 to 8 requests/s, behind a timeout of 3 s: from such a recording 68 warm replicas were advised. */
const recorded = (kind: 'azureml-v1' | 'azureml-v2', hidesServiceTime: boolean) => {
  const policy = policySettingsSchema.parse({ kind, minReplicas: 4, maxReplicas: 40 });
  return recordSpike({
    policy,
    service: { kind: 'lognormal', meanMs: 2000, scv: 0.25 },
    startupLag: { kind: 'lognormal', meanMs: 12_000, scv: 0.1 },
    router: { queueWaitLimitMs: 3000, requestTimeoutMs: 3000 },
    baselineRate: 1,
    peakRate: 8,
    hidesServiceTime,
  });
};

describe('a timeout of 3 s over a model of 2 s', () => {
  it.each([
    ['azureml-v1', 'header', false],
    ['azureml-v1', 'no header', true],
    ['azureml-v2', 'no header', true],
  ] as const)('asks for the next run, whatever it advises meanwhile: %s, %s', (kind, _, hides) => {
    const { run, ...rest } = recorded(kind, hides);
    const calibration = calibrate([{ run, ...rest }]);
    const advice = recommend({
      calibration,
      load: loadOfPhases(run.phases),
      slo: { maxErrorShare: 0.01 },
      current: run.config.autoscaler!,
    });
    if (advice.kind !== 'advice') throw new Error('refused');
    expect(nextRunText(advice)).toContain('raise the timeouts of router and client');
    expect(renderAdvice(advice, calibration)).toMatch(/^(INTERIM|NO ADVICE YET)/);
    const [asSeen] = advice.unknowns.find(({ input }) => input === 'serviceTime')!.possible;
    expect(asSeen!.minReplicas).toBeLessThan(30);
  });
});
