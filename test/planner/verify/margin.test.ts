import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import { marginProof } from '../../../planner/verify/margin.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { verificationSchema } from '../../../runs/schema/verification.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { marginHeld, spikeProof } from '../../builders/planned-report.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

const replicas = (names: readonly string[]): readonly ClusterLine[] => [
  deploymentLine({ atMs: 0, desired: names.length }),
  ...names.map((name) => podLine({ atMs: 0, name })),
];
const three = ['a', 'b', 'c'];

/** A firing of the spike of test/builders/run.ts in which so many requests of each second of the hold get a 503. */
const fired = (rejected: number, names: readonly string[] | null = three, change: object = {}) => {
  const cluster = names === null ? [] : replicas(names);
  const { result } = analyze({
    run: completeRun(change),
    load: [
      ...Array.from({ length: 40 }, (_, second) => {
        const offered = second >= 10 && second < 30 ? 20 : 5;
        const lost = offered === 20 ? rejected : 0;
        return countsLine({
          second: startSecond + second,
          phase: second < 10 ? 'baseline' : second < 30 ? 'spike' : 'recovery',
          outcomes: { '200': offered - lost, ...(lost > 0 && { '503': lost }) },
          latenciesMs: { '200': new Array<number>(offered - lost).fill(120) },
          serviceMs: new Array<number>(offered - lost).fill(100),
        });
      }),
      endLine(),
    ],
    cluster,
    droppedLines: 0,
  });
  return marginProof({ result, cluster }, { policy, peakFactor: 1.2 });
};

describe('one firing at the margin', () => {
  it('that meets the SLO from the predicted start held it, with what was measured', () => {
    const margin = fired(0);
    expect(margin).toMatchObject({
      fired: true,
      peakFactor: 1.2,
      runId: completeRun().id,
      sloHeld: true,
      reason: { code: 'met' },
      errorShare: 0,
    });
    expect(margin.p95LatencyMs).toBeCloseTo(120, -1);
  });

  it('that misses the SLO missed it, by however little', () => {
    expect(fired(1)).toMatchObject({
      sloHeld: false,
      reason: { code: 'missed', objectives: ['errorShare'] },
      errorShare: 20 / 500,
    });
  });

  it('from more replicas than predicted shows a miss, but not that the SLO holds', () => {
    const four = [...three, 'd'];
    expect(fired(0, four)).toMatchObject({ sloHeld: null, reason: { code: 'metFromEasierStart' } });
    expect(fired(1, four)).toMatchObject({ sloHeld: false });
  });

  it('from fewer replicas, or from nobody knows how many, tells nothing of the settings', () => {
    expect(fired(1, ['a', 'b'])).toMatchObject({ sloHeld: null, reason: { code: 'notInForce' } });
    expect(fired(0, null)).toMatchObject({ sloHeld: null, reason: { code: 'replicasUnseen' }, start: null });
  });

  it('that did not run to its end can’t tell', () => {
    expect(fired(0, three, { status: 'interrupted' })).toMatchObject({
      sloHeld: null,
      reason: { code: 'notComplete', status: 'interrupted' },
    });
  });
});

it('a proof from before margins were fired is read as before, and one with a margin as it was written', () => {
  const before = spikeProof();
  expect(verificationSchema.parse(before)).toEqual(before);
  for (const margin of [marginHeld, { fired: false, peakFactor: 1.2 } as const])
    expect(verificationSchema.parse(spikeProof({ margin })).margin).toEqual(margin);
});
