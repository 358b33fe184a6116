import { formatMs, formatNumber, formatQuantity, formatShare } from '../../format.ts';
import type { NoteOf } from './input-notes.ts';

type Apart = NoteOf<'simulatedOtherwise'>['figures'][number];

const recordedText = ({ figure, measured, low, high }: Apart): string =>
  figure === 'errorShare'
    ? `${formatShare(measured)} of the recorded requests failed, in simulation ${formatShare(low)} to ${formatShare(high)} do`
    : `the recorded p95 latency is ${formatMs(measured)}, the simulated one ${formatMs(low)} to ${formatMs(high)}`;

/** What follows from simulations that are harder than the recording, or easier, or both. */
const followsFrom = (figures: readonly Apart[]): string => {
  const isHarder = figures.some(({ measured, low }) => measured < low);
  const isEasier = figures.some(({ measured, high }) => measured > high);
  if (isHarder && isEasier) return 'What is said here may be off either way';
  return isHarder
    ? 'The service may hold more than is said here'
    : 'The service may hold less than is said here';
};

/**
 * A simulation that does not come to what was recorded, and what that means for all that is simulated.
 *
 * @example simulatedOtherwiseText({ code: 'simulatedOtherwise', figures: [{ figure: 'errorShare', measured: 0.1, low: 0.18, high: 0.19 }] }) // 'Under the settings in use, 10 % of the recorded requests failed, in simulation 18 % to 19 % do. The service may hold more than is said here: only a run can show it.'
 */
export const simulatedOtherwiseText = ({ figures }: NoteOf<'simulatedOtherwise'>): string =>
  `Under the settings in use, ${figures.map(recordedText).join('; ')}. ${followsFrom(figures)}: only a run can show it.`;

/**
 * A recorded run that chance made easier or harder than most: its figures and simulated ones stand side by side.
 *
 * @example unusualRunText({ code: 'unusualRun', measured: 0.052, low: 0.041, mid: 0.11, high: 0.157 }) // 'The recorded run was a mild one of its kind: 5.2 % of its requests failed. Simulated runs of the same load and settings have 4.1 % to 15.7 %, their median is 11 %.'
 */
export const unusualRunText = ({ measured, low, mid, high }: NoteOf<'unusualRun'>): string =>
  `The recorded run was a ${measured < mid ? 'mild' : 'hard'} one of its kind: ${formatShare(measured)} of its requests failed. Simulated runs of the same load and settings have ${formatShare(low)} to ${formatShare(high)}, their median is ${formatShare(mid)}.`;

/**
 * A load that began with other replicas than the settings in use keep, what may be the reason, and what to do.
 *
 * @example beganOtherwiseText({ code: 'beganOtherwise', ready: 9, kept: 3, isRead: false }) // 'When the load began, 9 replicas were ready, and the stated settings keep 3 without load. Other settings than the config’s seem to have been in force, or replicas were left over from before. Look what is in force, correct autoscaler in the config, and record again once the service is at rest.'
 */
export const beganOtherwiseText = ({ ready, kept, isRead, wokenMs }: NoteOf<'beganOtherwise'>): string => {
  const were = formatQuantity(ready, 'replica was', 'replicas were');
  if (wokenMs !== undefined)
    return `When the load began, ${were} ready, and the ${isRead ? 'settings that were read' : 'stated settings'} keep none without load. The test’s own first request, which comes before the load, wakes such a service; it took ${formatMs(wokenMs)}. So the load met a service that was awake, and tells nothing of a start from zero.`;
  return isRead
    ? `When the load began, ${were} ready, and the settings that were read keep ${formatNumber(kept)} without load: ${ready > kept ? 'replicas were left over from before' : 'some were missing'}. Record again once the service is at rest.`
    : `When the load began, ${were} ready, and the stated settings keep ${formatNumber(kept)} without load. Other settings than the config’s seem to have been in force, or replicas were ${ready > kept ? 'left over from before' : 'missing'}. Look what is in force, correct autoscaler in the config, and record again once the service is at rest.`;
};
