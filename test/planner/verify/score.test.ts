import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import type { Interval } from '../../../planner/stats/interval.ts';
import type { Rerun } from '../../../planner/verify/score.ts';
import { scorePrediction } from '../../../planner/verify/score.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import type { PlanInput } from '../../../runs/schema/recommendation.ts';
import { verificationSchema } from '../../../runs/schema/verification.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { between, prediction, recommendation } from '../../builders/recommendation.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const threeReplicas: readonly ClusterLine[] = [
  deploymentLine({ atMs: 0, desired: 3 }),
  ...['a', 'b', 'c'].map((name) => podLine({ atMs: 0, name })),
];

/** A re-run of the spike of test/builders/run.ts in which so many requests of each second of the hold get a 503. */
const rerun = (
  rejectedPerSecond: (second: number) => number,
  change: Parameters<typeof completeRun>[0] = {},
  cluster: readonly ClusterLine[] = threeReplicas,
): Rerun => {
  const { result } = analyze({
    run: completeRun(change),
    load: [
      ...Array.from({ length: 40 }, (_, second) => {
        const offered = second >= 10 && second < 30 ? 20 : 5;
        const rejected = rejectedPerSecond(second);
        return countsLine({
          second: startSecond + second,
          phase: second < 10 ? 'baseline' : second < 30 ? 'spike' : 'recovery',
          outcomes: { '200': offered - rejected, ...(rejected > 0 && { '503': rejected }) },
          latenciesMs: { '200': new Array<number>(offered - rejected).fill(120) },
          serviceMs: new Array<number>(offered - rejected).fill(100),
        });
      }),
      endLine(),
    ],
    cluster,
    droppedLines: 0,
  });
  return { result, cluster };
};

/** The mean service time that an advice was planned with, in ms. */
const serviceTimeOf = (range: Interval): PlanInput => ({
  input: 'serviceTime',
  value: { kind: 'range', unit: 'millisecond', range },
  provenance: 'measured',
  note: { code: 'slotsFromConfig' },
});

describe('scorePrediction', () => {
  it('confirms an advice whose re-run meets the SLO, and compares every figure', () => {
    const score = scorePrediction(
      recommendation(),
      rerun(() => 0),
      'the-planned-run',
    );
    expect(score).toMatchObject({ verdict: 'confirmed', linesInside: 9, linesCompared: 9 });
    expect(score).toMatchObject({ plannedFrom: 'the-planned-run', verifiedAtMs: startSecond * 1000 });
    expect(() => verificationSchema.parse(score)).not.toThrow();
  });

  it('counts a figure outside its interval without refuting an advice that held', () => {
    const advice = recommendation({
      prediction: prediction({
        latencyMs: { p50: between(1, 2), p95: between(100, 200), p99: between(110, 300) },
      }),
    });
    const score = scorePrediction(
      advice,
      rerun(() => 0),
      'run',
    );
    expect(score.verdict).toBe('confirmed');
    expect(score.lines.find(({ figure }) => figure === 'p50Latency')).toMatchObject({
      inside: false,
      measured: 120,
    });
    expect(score.linesInside).toBe(8);
  });

  it('refutes an advice whose errors are beyond chance', () => {
    const score = scorePrediction(
      recommendation(),
      rerun((second) => (second % 3 === 0 ? 3 : 2)),
      'run',
    );
    expect(score.verdict).toBe('refuted');
    expect(score.reason).toEqual({ code: 'missed', objectives: ['errorShare'] });
  });

  it('can’t tell when the prediction allows for as many errors, and refutes when it does not', () => {
    const judged = (errorShareMost: number) =>
      scorePrediction(
        recommendation({ prediction: prediction({ errorShare: between(0, errorShareMost) }) }),
        rerun((second) => (second === 15 ? 8 : 0)),
        'run',
      );
    expect(judged(8 / 500)).toMatchObject({ verdict: 'cantTell', reason: { code: 'withinChance' } });
    expect(judged(7 / 500).verdict).toBe('refuted');
  });

  it('can’t tell from a re-run that was cut', () => {
    const stopped = { by: 'user', reason: { code: 'ctrlC' }, atMs: 0 } as const;
    const cut = scorePrediction(
      recommendation(),
      rerun(() => 0, { status: 'interrupted', stopped }),
      'run',
    );
    expect(cut).toMatchObject({
      verdict: 'cantTell',
      reason: { code: 'notComplete', status: 'interrupted' },
    });
  });

  it('can’t tell from a load that was not the planned one, unless the SLO is missed whatever was wrong with it', () => {
    const fault = { code: 'late', late: 30, arrivals: 500, limitMs: 100 } as const;
    const { result, cluster } = rerun((second) => (second % 3 === 0 ? 3 : 2));
    const judged = (met: boolean | null) => {
      const checks = result.verdict.checks.map((check) => ({ ...check, met }));
      const verdict = { ...result.verdict, met, checks };
      const late = { ...result, loadAsPlanned: { faults: [fault] }, verdict };
      return scorePrediction(recommendation(), { result: late, cluster }, 'run');
    };
    expect(judged(null)).toMatchObject({
      verdict: 'cantTell',
      sloHeld: null,
      reason: { code: 'loadNotAsPlanned', faults: [fault] },
    });
    expect(judged(false)).toMatchObject({ verdict: 'refuted', sloHeld: false });
  });

  it('takes one arrival in 200 off the plan for the planned load, but no more', () => {
    const { result, cluster } = rerun(() => 0);
    const lacking = (arrivals: number): Rerun => {
      const phases = result.phases.map((phase) =>
        phase.name === 'spike' ? { ...phase, arrivals: phase.planned - arrivals } : phase,
      );
      return { result: { ...result, phases }, cluster };
    };
    expect(scorePrediction(recommendation(), lacking(2), 'run').verdict).toBe('confirmed');
    expect(scorePrediction(recommendation(), lacking(3), 'run')).toMatchObject({
      verdict: 'cantTell',
      reason: { code: 'offPlan', phases: [{ phase: 'spike', arrivals: 397, planned: 400 }] },
    });
  });

  describe('of a re-run that began with more replicas than were predicted', () => {
    const leaving = [
      ...threeReplicas,
      podLine({ atMs: 0, name: 'd', ready: false }),
      podLine({ atMs: startSecond * 1000 + 5000, name: 'd', deleted: true }),
    ];

    it('can confirm nothing, and says what to do', () => {
      const score = scorePrediction(
        recommendation(),
        rerun(() => 0, {}, leaving),
        'run',
      );
      expect(score.start).toMatchObject({ predictedReplicas: 3, measuredReplicas: 4 });
      expect(score.verdict).toBe('cantTell');
      expect(score.reason).toEqual({ code: 'metFromEasierStart' });
    });

    it('still refutes: even the easier load was too much', () => {
      const score = scorePrediction(
        recommendation(),
        rerun((second) => (second % 3 === 0 ? 3 : 2), {}, leaving),
        'run',
      );
      expect(score.verdict).toBe('refuted');
    });
  });

  it('proves nothing where the cluster can’t be read, unless somebody states with how many replicas it began', () => {
    const unseen = rerun(() => 0, {}, []);
    expect(scorePrediction(recommendation(), unseen, 'run')).toMatchObject({
      start: null,
      verdict: 'cantTell',
      sloHeld: true,
      reason: { code: 'replicasUnseen' },
      linesInside: 7,
      linesCompared: 7,
      overProvisioned: null,
    });
    expect(scorePrediction(recommendation(), { ...unseen, statedReplicas: 3 }, 'run')).toMatchObject({
      start: { predictedReplicas: 3, measuredReplicas: 3, seenBy: 'statement' },
      verdict: 'confirmed',
    });
  });

  it('proves nothing of settings that were not in force', () => {
    const two = threeReplicas.slice(0, 3);
    const score = scorePrediction(
      recommendation(),
      rerun(() => 0, {}, two),
      'run',
    );
    expect(score).toMatchObject({
      start: { predictedReplicas: 3, measuredReplicas: 2 },
      verdict: 'cantTell',
      reason: { code: 'notInForce' },
      predictionRight: null,
    });
  });

  it('does not confirm an SLO that held otherwise than predicted, and says which input was wrong', () => {
    const latencyMs = { p50: between(1, 2), p95: between(3, 4), p99: between(5, 6) };
    const inputs = [serviceTimeOf(between(40, 60))];
    const advice = recommendation({ prediction: prediction({ latencyMs }), inputs });
    const score = scorePrediction(
      advice,
      rerun(() => 0),
      'run',
    );
    expect(score).toMatchObject({
      verdict: 'predictionOff',
      sloHeld: true,
      predictionRight: false,
      linesInside: 6,
      wrongInputs: [{ input: 'serviceTime', measured: expect.closeTo(100, 0) }],
    });
    expect(verificationSchema.parse(score)).toEqual(score);
  });

  it.each([
    ['inside what was planned with', between(60, 160), 0],
    ['5 in 100 outside of it', between(104, 160), 0],
    ['farther outside of it', between(107, 160), 1],
    ['farther outside on the other side', between(40, 94), 1],
  ])('takes a service time of 100 ms that is %s for a wrong input or not', (_, planned, wrong) => {
    const advice = recommendation({ inputs: [serviceTimeOf(planned)] });
    const { wrongInputs } = scorePrediction(
      advice,
      rerun(() => 0),
      'run',
    );
    expect(wrongInputs).toHaveLength(wrong);
  });

  it('says where fewer replicas became ready than were wanted', () => {
    const of = (ready: number) => {
      const pods = ['a', 'b', 'c', 'd'].slice(0, ready).map((name) => podLine({ atMs: 0, name }));
      const cluster = [deploymentLine({ atMs: 0, desired: 4 }), ...pods];
      return scorePrediction(
        recommendation(),
        rerun(() => 0, {}, cluster),
        'run',
      );
    };
    expect(of(3).notAllReady).toEqual({ wanted: 4, ready: 3 });
    expect(of(4).notAllReady).toBeUndefined();
    expect(verificationSchema.parse(of(3))).toEqual(of(3));
  });

  it('says where a quarter more replicas stood ready than the busiest second needed', () => {
    const many = [
      deploymentLine({ atMs: 0, desired: 8 }),
      ...'abcdefgh'.split('').map((name) => podLine({ atMs: 0, name })),
    ];
    const score = scorePrediction(
      recommendation(),
      rerun(() => 0, {}, many),
      'run',
    );
    // 20 requests/s of 0.1 s keep two busy; with a margin of 20 % three.
    expect(score.overProvisioned).toEqual({ readyReplicas: 8, neededReplicas: 3 });
    const blind = rerun(() => 0, {}, many).result;
    const ready = blind.timeline.cluster.ready.with(15, null);
    const timeline = { ...blind.timeline, cluster: { ...blind.timeline.cluster, ready } };
    const partlySeen = { result: { ...blind, timeline }, cluster: many };
    expect(scorePrediction(recommendation(), partlySeen, 'run').overProvisioned).toEqual(
      score.overProvisioned,
    );
    const enough = scorePrediction(
      recommendation(),
      rerun(() => 0),
      'run',
    );
    expect(enough.overProvisioned).toBeNull();
  });
});
