import { describe, expect, it } from 'vitest';
import { endWithoutRound } from '../../../cli/tune/end-without-round.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { marginHeld, marginMissed } from '../../builders/planned-report.ts';
import { costlyUnknown, recommendation } from '../../builders/recommendation.ts';

const keeping = (change: Partial<Recommendation> = {}): Recommendation =>
  recommendation({ settings: recommendation().compared.current.settings, ...change });
const { policy } = keeping().settings;
const changing = recommendation({
  settings: { ...keeping().settings, policy: { ...policy, minReplicas: 5 } as typeof policy },
});

const whole = { isFromCut: false, proof: undefined };

describe('tuning', () => {
  it('tries settings that change something, also of an interim advice: the load that proves them is a further run', () => {
    expect(endWithoutRound(changing, whole)).toBeNull();
    expect(endWithoutRound({ ...changing, unknowns: [costlyUnknown] }, whole)).toBeNull();
  });

  it('keeps settings by a firm advice', () => {
    expect(endWithoutRound(keeping(), whole)).toBe('unchanged');
  });

  it('ends without an advice where the one to keep them is interim', () => {
    expect(endWithoutRound(keeping({ unknowns: [costlyUnknown] }), whole)).toBe('noAdvice');
    expect(endWithoutRound(keeping(), { ...whole, isFromCut: true })).toBe('noAdvice');
  });

  it('keeps settings that a round has set as proven only where that round held the SLO', () => {
    expect(endWithoutRound(keeping(), { ...whole, proof: { sloHeld: true } })).toBe('unchanged');
    expect(endWithoutRound(keeping(), { ...whole, proof: { sloHeld: null } })).toBe('notProven');
    expect(endWithoutRound(keeping(), { ...whole, proof: { sloHeld: false } })).toBe('notProven');
  });

  it('keeps no settings that missed the SLO at the margin as the right ones', () => {
    const proof = { sloHeld: true, margin: marginMissed };
    expect(endWithoutRound(keeping(), { ...whole, proof })).toBe('marginMissed');
    expect(endWithoutRound(keeping(), { ...whole, proof: { ...proof, margin: marginHeld } })).toBe(
      'unchanged',
    );
    expect(endWithoutRound(changing, { ...whole, proof })).toBeNull();
  });

  it('tells settings of which none meet the SLO from data that carry no advice', () => {
    const nearest = { ...changing, basis: 'leastRegret' } as const;
    expect(endWithoutRound({ ...nearest, unknowns: [] }, whole)).toBe('nothingHolds');
    expect(endWithoutRound({ ...nearest, unknowns: [costlyUnknown] }, whole)).toBe('noAdvice');
  });
});
