import { describe, expect, it } from 'vitest';
import { assess } from '../../bench/accuracy/assess.ts';
import { planFrom } from '../../bench/accuracy/follow.ts';
import { afterRuns, promiseKept } from '../../bench/accuracy/follow-table.ts';
import { recordingOf } from '../../bench/accuracy/record.ts';
import { trialsOf } from '../../bench/accuracy/score.ts';
import { randomService } from '../../bench/accuracy/service.ts';
import { runTruth } from '../../bench/accuracy/truth.ts';
import { planningDefaults } from '../../runs/schema/planning.ts';

describe('the truth of the accuracy bench', () => {
  it('has no client that gives up before the timeout that an advice sets', () => {
    const slow = randomService(3, 75);
    const answer = assess(slow, { searchesCheapest: false, ...planningDefaults });
    if (!('trials' in answer)) throw new Error('no advice');
    const { requestTimeoutMs } = answer.trials[0]!.settings;
    expect(requestTimeoutMs).toBeGreaterThan(slow.router.requestTimeoutMs!);
    expect(requestTimeoutMs).toBeLessThan(slow.clientTimeoutMs);
    expect(answer.basis).toBe('certain');
  });

  it('is planned for from one recorded run and run again under five settings', () => {
    const answer = assess(randomService(1, 0), { searchesCheapest: false, ...planningDefaults });
    if (!('trials' in answer)) throw new Error('no advice');
    expect(new Set(trialsOf([answer]).map(({ of }) => of))).toEqual(
      new Set(['advice', 'current', 'page', 'rejected', 'halved']),
    );
  });

  it('is asked about where unlikely values make the advice dear, though all likely ones need the same', () => {
    const service = randomService(36, 7);
    const recordings = [recordingOf(service, runTruth(service, { policy: service.policy }, 0))];
    const { advice } = planFrom({ service, recordings }, planningDefaults);
    if (advice.kind !== 'advice') throw new Error('no advice');
    const costly = advice.unknowns.find(({ isCostly }) => isCostly)!;
    expect(costly.input).toBe('serviceP95');
    const needed = costly.possible.map(({ minReplicas }) => minReplicas!);
    expect(new Set(needed).size).toBe(1);
    expect(advice.settings.policy).toMatchObject({ minReplicas: 17 });
    expect(needed[0]).toBeLessThan(17 / 1.25);
  });

  it('is fired as a plan asks for, which then knows more', () => {
    // Requests wait at each of its replicas, and the recorded spike hardly shows how they get there.
    const answer = assess(randomService(28, 10), { searchesCheapest: false, ...planningDefaults });
    if (!('trials' in answer)) throw new Error('no advice');
    expect(answer.asked).toMatchObject({ input: 'balancing', nextRun: { load: { kind: 'soak' } } });
    const after = afterRuns(answer, 1);
    expect(after.beliefs.balancing).toBeGreaterThan(answer.beliefs.balancing!);
    expect(after.adviceReplicas).toBeLessThan(answer.adviceReplicas);
    expect(promiseKept([answer])).toEqual({ share: 1, of: 1 });
    // Its advice is applied and fired once more: the next plan, from all three recordings, still recommends something.
    expect(answer.proven).toMatchObject({ basis: 'certain', asked: null });
    expect(answer.proven!.adviceReplicas).toBeLessThanOrEqual(after.adviceReplicas);
  });
});
