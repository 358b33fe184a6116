import { describe, expect, it } from 'vitest';
import { mixNotes } from '../../../../planner/recommend/advice/load-summary.ts';
import type { Recommendation } from '../../../../runs/schema/recommendation.ts';
import { recommendation } from '../../../builders/recommendation.ts';

type Part = Recommendation['load']['mix'][number];

const { load } = recommendation();
const part = (change: Partial<Part>): Part => ({ ...load.mix[0]!, ...change });

const notesOf = (mix: readonly Part[], kind: Recommendation['load']['kind'] = 'day'): string =>
  mixNotes({ ...load, kind, mix: [...mix] }, { maxErrorShare: 0.01 }).join('\n');

describe('the notes on a plan for a day', () => {
  const night = part({ kind: 'level', highestRatePerSecond: 2 });

  it('name the levels at which more requests fail than the SLO allows', () => {
    expect(notesOf([night])).not.toContain('requests/s');
    expect(notesOf([{ ...night, errorShare: 0.0312 }])).toContain(
      'At 2 requests/s 3.12 % of the requests fail, more than the SLO allows',
    );
  });

  it('say whether a spike is on top', () => {
    expect(notesOf([night])).toContain('No spike is laid on the day.');
    expect(notesOf([night, part({ kind: 'spike' })])).toContain('spike is laid on the highest level');
  });

  it('are none for any other load', () => {
    expect(notesOf([night], 'rate')).toBe('');
  });
});
