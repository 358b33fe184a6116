import type { Recommendation, Rejected } from '../../runs/schema/recommendation.ts';
import { formatNumber, formatQuantity, formatShare } from '../format.ts';
import { scoredOf } from '../plan/outlook.ts';
import type { Figure } from './figure.ts';
import { chanceAxis, sloMet } from './headroom.ts';
import type { SeriesColour } from './palette.ts';
import type { PointShape } from './point-shapes.ts';
import { linearTicks } from './ticks.ts';

type Series = {
  readonly label: string;
  readonly colour: SeriesColour;
  readonly shape: PointShape;
  readonly points: readonly { readonly x: number; readonly y: number }[];
};

const styles: readonly { readonly colour: SeriesColour; readonly shape: PointShape }[] = [
  { colour: 'teal', shape: 'diamond' },
  { colour: 'orange', shape: 'triangle-down' },
  { colour: 'purple', shape: 'triangle-up' },
];

/** Enough digits for the eye. */
const rounded = (value: number): number => Number(value.toFixed(3));

const metShareOf = ({ runs, failedRuns }: Rejected): number => (runs - failedRuns) / runs;

const seriesOf = (advice: Recommendation): Series[] => {
  const scored = scoredOf(advice).map(([label, { prediction }], i) => ({
    label,
    ...styles[i]!,
    points: [{ x: rounded(prediction.cost.meanReplicas), y: rounded(prediction.meetsSloWithMargin.mid) }],
  }));
  const rejected: Series = {
    label: 'rejected',
    colour: 'ink',
    shape: 'cross',
    points: advice.rejected.map((lost) => ({ x: rounded(lost.meanReplicas), y: rounded(metShareOf(lost)) })),
  };
  // The advice comes last, so that nothing lies over it.
  return [...(advice.rejected.length > 0 ? [rejected] : []), ...scored.reverse()];
};

const sentenceOf = (advice: Recommendation): string => {
  const named = scoredOf(advice).map(
    ([name, { prediction }]) =>
      `${name}: ${formatShare(prediction.meetsSloWithMargin.mid)} at ${formatQuantity(prediction.cost.meanReplicas, 'replica')}`,
  );
  const dearer = advice.rejected.filter(
    ({ excuse }) => excuse.kind === 'cost' || excuse.kind === 'sameCost',
  ).length;
  return (
    `Chance of meeting the SLO with the margin, ${named.join('; ')}. Of ${formatQuantity(advice.rejected.length, 'rejected candidate')} shown, ` +
    `${dearer} meet it as well and cost as much or more.`
  );
};

/** What a chance of meeting the SLO costs: why the advice is the cheapest mark above the line. */
export const candidatesFigure = (advice: Recommendation): Figure => {
  const series = seriesOf(advice);
  const isAdvised = advice.basis === 'certain';
  // Room beside the dearest, or its mark would lie on the frame.
  const dearest = Math.max(...series.flatMap(({ points }) => points.map(({ x }) => x)));
  return {
    kind: 'figure',
    id: 'candidates',
    title: `${sloMet} by cost`,
    howToRead: `${isAdvised ? 'The advice is the cheapest mark on or above the line. ' : ''}A rejected candidate stands at its share of good runs among those it was tried in, often only the hardest ones, so it may stand too low.`,
    numbers: sentenceOf(advice),
    legend: series.toReversed().map(({ label, colour, shape }) => ({ label, colour, mark: shape })),
    drawing: {
      kind: 'plane',
      x: { title: 'replicas on average', ticks: linearTicks(1.1 * dearest), label: formatNumber },
      y: { title: chanceAxis, ticks: [0, 0.25, 0.5, 0.75, 1], label: formatShare },
      clouds: series.map((one) => ({ ...one, size: one.label === 'rejected' ? 'small' : 'large' })),
      // Dear candidates stand at the right, good ones above: its name fits below the left end.
      level: { y: advice.confidence, name: `asked for: ${formatShare(advice.confidence)}` },
    },
    rows: { id: 'plan', title: 'The advice in full' },
  };
};
