import type { CanFind } from '../../../runs/schema/plan/can-find.ts';
import { formatShare } from '../../format.ts';

/** What the sizes mean. */
export const canFindText = ({ foundShare }: CanFind): string =>
  `An increase of that size is found in ${formatShare(foundShare)} of comparisons, with so many runs of each side that fire the same load. A smaller one may be found too, less often.`;

/** Which of the sizes counts. */
export const oneIsEnoughText =
  'One figure is enough: a slower model shows in the service time before it shows in the p95. headroom test --repeat fires several runs.';
