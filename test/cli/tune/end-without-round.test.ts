import { describe, expect, it } from 'vitest';
import { endWithoutRound } from '../../../cli/tune/end-without-round.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { Unknown } from '../../../runs/schema/unknown.ts';
import { recommendation } from '../../builders/recommendation.ts';

const keeping = (change: Partial<Recommendation> = {}): Recommendation =>
  recommendation({ settings: recommendation().compared.current.settings, ...change });
const { policy } = keeping().settings;
const changing = recommendation({
  settings: { ...keeping().settings, policy: { ...policy, minReplicas: 5 } as typeof policy },
});

const costly: Unknown = {
  input: 'serviceTime',
  possible: [
    { value: 100, minReplicas: 8 },
    { value: 300, minReplicas: 14 },
  ],
  isCostly: true,
  nextRun: { load: { kind: 'soak', ratePerSecond: 4, soakSeconds: 60 } },
};

describe('tuning', () => {
  it('tries settings that change something, also of an interim advice: the load that proves them is a further run', () => {
    expect(endWithoutRound(changing, false)).toBeNull();
    expect(endWithoutRound({ ...changing, unknowns: [costly] }, false)).toBeNull();
  });

  it('keeps settings by a firm advice', () => {
    expect(endWithoutRound(keeping(), false)).toBe('unchanged');
  });

  it('ends without an advice where the one to keep them is interim', () => {
    expect(endWithoutRound(keeping({ unknowns: [costly] }), false)).toBe('noAdvice');
    expect(endWithoutRound(keeping(), true)).toBe('noAdvice');
  });
});
