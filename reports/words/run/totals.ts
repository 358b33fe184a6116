import type { Result } from '../../../runs/schema/result.ts';
import { formatCount, formatNumber, formatQuantity, formatSeconds } from '../../format.ts';
import { arrivalsNotRecorded } from './load-as-planned.ts';
import { outcomesText } from './outcomes.ts';

/**
 * Where every planned arrival went, as two sums a reader can check. What no line tells of, as a generator's last lines are
 * missing, is not recorded: nobody knows whether it was sent.
 *
 * @example countsText(result) // ['2,000 planned = 2,000 sent + 0 dropped + 0 not started', '2,000 sent = …']
 */
export const countsText = ({ totals, loadAsPlanned }: Pick<Result, 'totals' | 'loadAsPlanned'>): string[] => {
  const { planned, arrivals, requests, retries = 0, exceptions, dropped, unanswered, outcomes } = totals;
  const uncounted = Math.max(0, planned - arrivals - dropped);
  const notRecorded = arrivalsNotRecorded(loadAsPlanned.faults, uncounted);
  const notStarted = uncounted - notRecorded;
  const rest = [
    ...(notStarted > 0 || notRecorded === 0 ? [`${formatNumber(notStarted)} not started`] : []),
    ...(notRecorded > 0 ? [`${formatNumber(notRecorded)} not recorded`] : []),
  ].join(' + ');
  const ended = outcomesText(outcomes).replaceAll(', ', ' + ');
  const sent = requests === arrivals ? `${formatCount(arrivals)} sent` : `${formatCount(requests)} requests`;
  return [
    `${formatNumber(planned)} planned = ${formatCount(arrivals)} sent + ${formatCount(dropped)} dropped + ${rest}`,
    ...(requests === arrivals ? [] : [`${formatCount(arrivals)} sent = ${formatCount(requests)} requests`]),
    `${sent} = ${ended === '' ? '' : `${ended} + `}${formatCount(unanswered)} without a known end`,
    ...(retries === 0
      ? []
      : [
          `${formatCount(requests)} requests + ${formatCount(retries)} retries = ${formatCount(requests + retries)} that the service got`,
        ]),
    ...(exceptions === 0
      ? []
      : [
          `the script threw in ${formatQuantity(exceptions, 'arrival')}: what these had sent counts as it was answered`,
        ]),
  ];
};

const modeText: Readonly<Record<Result['connections']['mode'], string>> = {
  reuse: 'an idle one is used again',
  perUser: 'one for each virtual user',
  new: 'a new one for each request',
};

/** What a verdict must say of a load that tried again; undefined for one that did not. */
export const retriesText = ({ retries = 0 }: Result['totals']): string | undefined =>
  retries === 0
    ? undefined
    : `Clients tried again ${formatQuantity(retries, 'time')}; a request counts by its last try.`;

/**
 * How many connections carried the requests: behind a Service without a router of its own they decide which replicas
 * get load, and a new replica gets none from connections that were open before it.
 */
export const connectionsText = ({
  connections: { mode, maxAgeSeconds, opened },
  totals: { requests, retries = 0, resent },
}: Pick<Result, 'connections' | 'totals'>): string =>
  `${formatCount(opened)} connections opened for ${formatCount(requests + retries)} requests; ${modeText[mode]}` +
  (maxAgeSeconds === null ? '' : `, ended at an age of ${formatSeconds(maxAgeSeconds)}`) +
  (resent === 0 ? '' : `; ${formatCount(resent)} sent again by the transport after a dropped connection`);
