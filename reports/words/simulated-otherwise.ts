import { formatMs, formatShare } from '../format.ts';
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
 * @example simulatedOtherwiseText({ code: 'simulatedOtherwise', figures: [{ figure: 'errorShare', measured: 0.1, low: 0.18, high: 0.19 }] }) // 'Under the settings in use, 10 % of the recorded requests failed, in simulation 18 % to 19 % do. The service may hold more than is said here: only a run tells.'
 */
export const simulatedOtherwiseText = ({ figures }: NoteOf<'simulatedOtherwise'>): string =>
  `Under the settings in use, ${figures.map(recordedText).join('; ')}. ${followsFrom(figures)}: only a run tells.`;
