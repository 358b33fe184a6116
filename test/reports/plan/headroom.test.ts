import { expect, it } from 'vitest';
import { byPeakTable } from '../../../reports/plan/headroom.ts';
import { headroom } from '../../builders/recommendation.ts';

it('a curve says that it is of fewer runs than the figures of a plan', () => {
  const captionOf = (curveRuns: number) => byPeakTable({ ...headroom(), curveRuns }).caption;
  expect(captionOf(10)).toMatch(/by peak, in at most 10 of the 60 runs that a plan looks at$/);
  expect(captionOf(60)).toMatch(/by peak$/);
});
