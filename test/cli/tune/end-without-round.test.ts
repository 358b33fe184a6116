import { describe, expect, it } from 'vitest';
import { endWithoutRound } from '../../../cli/tune/end-without-round.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { costlyUnknown, recommendation } from '../../builders/recommendation.ts';

const keeping = (change: Partial<Recommendation> = {}): Recommendation =>
  recommendation({ settings: recommendation().compared.current.settings, ...change });
const { policy } = keeping().settings;
const changing = recommendation({
  settings: { ...keeping().settings, policy: { ...policy, minReplicas: 5 } as typeof policy },
});

describe('tuning', () => {
  it('tries settings that change something, also of an interim advice: the load that proves them is a further run', () => {
    expect(endWithoutRound(changing, false)).toBeNull();
    expect(endWithoutRound({ ...changing, unknowns: [costlyUnknown] }, false)).toBeNull();
  });

  it('keeps settings by a firm advice', () => {
    expect(endWithoutRound(keeping(), false)).toBe('unchanged');
  });

  it('ends without an advice where the one to keep them is interim', () => {
    expect(endWithoutRound(keeping({ unknowns: [costlyUnknown] }), false)).toBe('noAdvice');
    expect(endWithoutRound(keeping(), true)).toBe('noAdvice');
  });
});
