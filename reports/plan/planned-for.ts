import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Table } from '../charts/figure.ts';
import { formatNumber, formatShare } from '../format.ts';

type Part = Recommendation['load']['mix'][number];

/** @example timeOfDay(27_000) // '07:30' */
const timeOfDay = (atSecond: number): string => {
  const parts = [Math.floor(atSecond / 3600), Math.floor(atSecond / 60) % 60, atSecond % 60];
  const [hours, minutes, seconds] = parts.map((part) => String(part).padStart(2, '0'));
  return seconds === '00' ? `${hours}:${minutes}` : `${hours}:${minutes}:${seconds}`;
};

const daySeconds = 86_400;

/** Of a day its time of day; of any other length the time since its start. */
const momentText = (atSecond: number, durationSeconds: number): string =>
  durationSeconds === daySeconds ? timeOfDay(atSecond) : `${timeOfDay(atSecond)} after its start`;

const nameOf = ({ kind, atSecond }: Part, durationSeconds: number): string =>
  ({
    load: 'the load',
    rise: `around ${momentText(atSecond ?? 0, durationSeconds)}`,
    spike: 'spike on top',
    level: 'level',
  })[kind];

const ratesText = ({ lowestRatePerSecond: lowest, highestRatePerSecond: highest }: Part): string =>
  lowest === highest ? formatNumber(lowest) : `${formatNumber(lowest)} to ${formatNumber(highest)}`;

const rowOf = (part: Part, durationSeconds: number): string[] => [
  nameOf(part, durationSeconds),
  ratesText(part),
  part.kind === 'rise' ? '–' : formatShare(part.share),
  formatNumber(part.meanReplicas),
  formatShare(part.errorShare),
  part.kind === 'level' ? 'cost' : part.share === 0 ? 'SLO' : 'SLO, cost',
];

/** What an advice was planned for: each part of the traffic mix. null for a load that is all there is. */
export const plannedForTable = ({ mix, durationSeconds }: Recommendation['load']): Table | null =>
  mix.length === 1
    ? null
    : {
        caption: 'The traffic mix: what the SLO must hold in, and what is paid for',
        columns: ['part', 'requests/s', 'of the time', 'replicas', 'fail', 'counts for'],
        rows: mix.map((part) => rowOf(part, durationSeconds)),
      };
