import type { Stretch } from '../../../runs/schema/result/stretch.ts';
import { formatStretch } from '../../format.ts';

const shownMost = 5;

/**
 * When something was so: the first stretches, and how many more.
 *
 * @example stretchesText([{ fromSecond: 15, toSecond: 27 }, { fromSecond: 31, toSecond: 31 }]) // '0:15–0:27, 0:31'
 */
export const stretchesText = (stretches: readonly Stretch[]): string => {
  const shown = stretches
    .slice(0, shownMost)
    .map(({ fromSecond, toSecond }) => formatStretch(fromSecond, toSecond));
  const rest = stretches.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
};
