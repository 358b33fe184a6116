import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { type RecordingOptions, recordSpike } from '../../builders/recording.ts';

const azureml = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
const hpa = policySettingsSchema.parse({
  kind: 'hpa',
  minReplicas: 6,
  maxReplicas: 30,
  metrics: [{ targetValue: 0.5 }],
});
const noLimits = { queueWaitLimitMs: null, requestTimeoutMs: null } as const;

/** A service behind a plain Service or an ingress. */
const onKubernetes = (options: Partial<RecordingOptions>) =>
  recordSpike({ policy: hpa, targetKind: 'kubernetes', router: noLimits, seed: 3, ...options });

describe('where requests wait', () => {
  it('is in one queue, as documented, behind azureml-fe', () => {
    const { queuePlace, router, warnings } = calibrate([recordSpike({ policy: azureml })]);
    expect(queuePlace).toMatchObject({
      value: 'router',
      provenance: 'documented',
      note: { code: 'queuePlace', place: 'router' },
    });
    expect(new Set(router.readings.map(({ balancing }) => balancing))).toEqual(new Set(['central']));
    expect(warnings.filter(({ code }) => code === 'balancingOpen')).toEqual([]);
  });

  it('is as the config says, and nothing else is tried', () => {
    const knownRouter = { balancing: 'leastOfTwo' } as const;
    const { queuePlace, router } = calibrate([onKubernetes({ knownRouter })]);
    expect(queuePlace).toMatchObject({
      value: 'replica',
      provenance: 'configured',
      note: { code: 'placeFromConfig', balancing: 'leastOfTwo', balancedPer: 'request' },
    });
    expect(new Set(router.readings.map(({ balancing }) => balancing))).toEqual(new Set(['leastOfTwo']));
    expect(router).toMatchObject({ provenance: 'configured', note: { code: 'balancingKnown' } });
  });

  it('stays open where nothing was replayed: every way is as likely, and it is said', () => {
    const { queuePlace, router, warnings } = calibrate([{ ...onKubernetes({}), cluster: [] }]);
    expect(queuePlace).toMatchObject({ provenance: 'assumed', note: { code: 'balancingNotTried', ways: 6 } });
    expect(router.readings.map(({ share }) => share)).toEqual(new Array(6).fill(1 / 6));
    expect(warnings).toContainEqual({ code: 'balancingOpen', ways: 6 });
  });

  it('makes no difference by connection for a load that opens one for each request', () => {
    const { router } = calibrate([{ ...onKubernetes({ connections: 'new' }), cluster: [] }]);
    expect(router.readings).toHaveLength(5);
    expect(router.readings.every(({ balancedPer }) => balancedPer === 'request')).toBe(true);
  });
});
