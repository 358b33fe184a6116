import type { Result } from '../../../runs/schema/result.ts';
import { formatQuantity } from '../../format.ts';
import { stretchesText } from './stretches.ts';

/** @example badSecondsText(result) // '17 of 60 seconds over the error limit: 0:21–0:37' */
export const badSecondsText = ({ verdict, timeline, endpoints }: Result): string => {
  const { badSeconds, badSecondsCount } = verdict;
  if (timeline.seconds === 0) return 'no second was recorded';
  const all = formatQuantity(timeline.seconds, 'second');
  const limit = `the error limit${endpoints.length === 1 ? '' : ' of an endpoint'}`;
  if (badSecondsCount === 0) return `none of ${all} over ${limit}`;
  return `${badSecondsCount} of ${all} over ${limit}: ${stretchesText(badSeconds)}`;
};
