import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { periodWord } from './period.ts';

type Part = Recommendation['load']['mix'][number];

const daySeconds = 86_400;

/** @example timeOfDay(27_000) // '07:30' */
const timeOfDay = (atSecond: number): string => {
  const parts = [Math.floor(atSecond / 3600), Math.floor(atSecond / 60) % 60, atSecond % 60];
  const [hours, minutes, seconds] = parts.map((part) => String(part).padStart(2, '0'));
  return seconds === '00' ? `${hours}:${minutes}` : `${hours}:${minutes}:${seconds}`;
};

/** Of a day its time of day; of any other length the time since its start. */
const momentText = (atSecond: number, durationSeconds: number): string =>
  durationSeconds === daySeconds ? timeOfDay(atSecond) : `${timeOfDay(atSecond)} after its start`;

/** What a part of the traffic mix is called. */
export const partName = ({ kind, atSecond }: Part, durationSeconds: number): string =>
  ({
    load: 'the load',
    rise: `around ${momentText(atSecond ?? 0, durationSeconds)}`,
    spike: 'spike on top',
    level: 'level',
  })[kind];

/** What the figures of a prediction are of. */
export const predictedFor = ({ kind, durationSeconds }: Recommendation['load']): string =>
  kind === 'day'
    ? `Prediction for the hardest part of ${periodName(durationSeconds)}`
    : 'Prediction for one run';

/** What a load that comes again and again is called by its length. */
export const periodName = (durationSeconds: number): string => `a ${periodWord(durationSeconds)}`;
