import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Table } from '../charts/figure.ts';
import { formatNumber, formatShare } from '../format.ts';
import { partName } from '../words/plan/planned-for.ts';

type Part = Recommendation['load']['mix'][number];

const ratesText = ({ lowestRatePerSecond: lowest, highestRatePerSecond: highest }: Part): string =>
  lowest === highest ? formatNumber(lowest) : `${formatNumber(lowest)} to ${formatNumber(highest)}`;

const rowOf = (part: Part, load: Recommendation['load']): string[] => [
  partName(part, load),
  ratesText(part),
  isUnpaid(part) ? '–' : formatShare(part.share),
  formatNumber(part.meanReplicas),
  formatShare(part.errorShare),
  part.kind === 'level' ? 'cost' : part.share === 0 ? 'SLO' : 'SLO, cost',
];

/** Judged only: the levels, or the load as it is, pay for it. */
const isUnpaid = ({ kind, peakFactor, arrivals }: Part): boolean =>
  kind === 'rise' || peakFactor !== 1 || (kind === 'load' && arrivals === 'random');

/** What an advice was planned for: each part of the traffic mix. null for a load that is all there is. */
export const plannedForTable = (load: Recommendation['load']): Table | null =>
  load.mix.length === 1
    ? null
    : {
        caption: 'The traffic mix: what the SLO must hold in, and what is paid for',
        columns: ['part', 'requests/s', 'of the time', 'replicas, ready or not', 'fail', 'counts for'],
        rows: load.mix.map((part) => rowOf(part, load)),
      };
