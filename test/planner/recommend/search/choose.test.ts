import { describe, expect, it } from 'vitest';
import { passes } from '../../../../planner/recommend/search/bar.ts';
import { findSettings, type Opened, openSearch } from '../../../../planner/recommend/search/find.ts';
import { withDefaults } from '../../../../planner/recommend/search/request.ts';
import type { Candidate } from '../../../../planner/recommend/trials/candidates.ts';
import { keepScore, knownScore } from '../../../../planner/recommend/trials/known-scores.ts';
import { buildRequest } from '../builders.ts';

const open = (): Opened => openSearch(withDefaults(buildRequest()));

/** Place of the load as planned in the mix, for which the load with the margin stands in. */
const planned = 0;

/** Has a candidate fail under the load as planned, once more than the proof allows. */
const failAsPlanned = ({ lab, proof }: Opened, candidate: Candidate): void => {
  for (const draw of proof.draws.slice(0, proof.failuresMax + 1)) {
    const score = knownScore({ lab: first.lab, draw, part: planned, candidate })!;
    keepScore({ lab, draw, part: planned, candidate }, { ...score, errorShare: 0.5, strain: 50 });
  }
};

const first = open();
const chosen = findSettings(first);

describe('the choice of settings', () => {
  it('is proven under the load as planned, too', () => {
    expect(chosen.basis).toBe('certain');
    expect(passes(chosen.chosen, first.proof)).toBe(true);
    for (const draw of first.proof.draws)
      expect(
        knownScore({ lab: first.lab, draw, part: planned, candidate: chosen.chosen.candidate }),
      ).toBeDefined();
  });

  it('falls on others where the best hold with the margin, but not as planned', () => {
    const opened = open();
    failAsPlanned(opened, chosen.chosen.candidate);
    const { basis, chosen: other } = findSettings(opened);
    expect(basis).toBe('certain');
    expect(other.candidate).not.toEqual(chosen.chosen.candidate);
    expect(passes(other, opened.proof)).toBe(true);
  });
});
