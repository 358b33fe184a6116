import { describe, expect, it } from 'vitest';
import { mixNotes } from '../../../../planner/recommend/advice/load-summary.ts';
import type { Recommendation } from '../../../../runs/schema/recommendation.ts';
import { recommendation } from '../../../builders/recommendation.ts';

type Part = Recommendation['load']['mix'][number];

const { load } = recommendation();
const part = (change: Partial<Part>): Part => ({ ...load.mix[0]!, ...change });

const notesOf = (mix: readonly Part[], kind: Recommendation['load']['kind'] = 'day') =>
  mixNotes({ ...load, kind, mix: [...mix] }, { maxErrorShare: 0.01 });

describe('the notes on a plan for a day', () => {
  const night = part({ kind: 'level', highestRatePerSecond: 2 });

  it('name the levels at which more requests fail than the SLO allows', () => {
    expect(notesOf([night]).map(({ code }) => code)).not.toContain('levelMissed');
    expect(notesOf([{ ...night, errorShare: 0.0312 }])).toContainEqual({
      code: 'levelMissed',
      ratePerSecond: 2,
      errorShare: 0.0312,
    });
  });

  it('say whether a spike is on top', () => {
    expect(notesOf([night])).toContainEqual({
      code: 'daySpike',
      isLaid: false,
      periodSeconds: load.durationSeconds,
    });
    expect(notesOf([night, part({ kind: 'spike' })])).toContainEqual({
      code: 'daySpike',
      isLaid: true,
      periodSeconds: load.durationSeconds,
    });
  });

  it('are none for any other load', () => {
    expect(notesOf([night], 'rate')).toEqual([]);
  });
});
