import type { Result } from '../../runs/schema/result.ts';
import { formatCount, formatNumber, formatSeconds } from '../format.ts';
import { outcomesText } from './outcomes.ts';

/**
 * Where every planned arrival went, as two sums a reader can check.
 *
 * @example countsText(totals) // ['2,000 planned = 2,000 sent + 0 dropped + 0 not started', '2,000 sent = …']
 */
export const countsText = (totals: Result['totals']): string[] => {
  const { planned, arrivals, requests, exceptions, dropped, unanswered, outcomes } = totals;
  const notStarted = Math.max(0, planned - arrivals - dropped);
  const ended = outcomesText(outcomes).replaceAll(', ', ' + ');
  const sent = requests === arrivals ? `${formatCount(arrivals)} sent` : `${formatCount(requests)} requests`;
  return [
    `${formatNumber(planned)} planned = ${formatCount(arrivals)} sent + ${formatCount(dropped)} dropped + ${formatNumber(notStarted)} not started`,
    ...(requests === arrivals ? [] : [`${formatCount(arrivals)} sent = ${formatCount(requests)} requests`]),
    `${sent} = ${ended === '' ? '' : `${ended} + `}${formatCount(unanswered)} without a known end`,
    ...(exceptions === 0 ? [] : [`${formatCount(exceptions)} arrivals failed in the script (it threw)`]),
  ];
};

const modeText: Readonly<Record<Result['connections']['mode'], string>> = {
  reuse: 'an idle one is used again',
  perUser: 'one for each virtual user',
  new: 'a new one for each request',
};

/**
 * How many connections carried the requests: behind a Service without a router of its own they decide which replicas
 * get load, and a new replica gets none from connections that were open before it.
 */
export const connectionsText = ({
  connections: { mode, maxAgeSeconds, opened },
  totals: { requests, resent },
}: Pick<Result, 'connections' | 'totals'>): string =>
  `${formatCount(opened)} connections opened for ${formatCount(requests)} requests; ${modeText[mode]}` +
  (maxAgeSeconds === null ? '' : `, ended at an age of ${formatSeconds(maxAgeSeconds)}`) +
  (resent === 0 ? '' : `; ${formatCount(resent)} sent again by the transport after a dropped connection`);
