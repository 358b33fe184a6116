import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import { inUnitOf, lineText } from '../plan/proof.ts';
import { figureNames } from '../words/figures.ts';
import { insideText } from '../words/verification.ts';
import type { EmptyFigure, Figure, LegendEntry, PointShape } from './figure.ts';
import { chartConfig, frame } from './frame.ts';
import { colour, type SeriesColour } from './palette.ts';
import type { ChartLayer, ChartSpec } from './render-svg.ts';

const [id, title] = ['proof-figures', 'Predicted and measured'];

/** A line of words above a bar, with room for the label size of a phone. */
const rowHeightPx = 42;
const wordsPx = 16;
const barPx = 29;
const barHalfPx = 5;

/** A row has no axis labels beside it, so it may be wider than others. */
const padding = { left: 10, right: 16, top: 4, bottom: 4 } as const;
const width = frame.width - padding.left - padding.right;

/** Half the width of an interval that is a single value, as a share of the row: still a visible bar. */
const leastHalf = 0.004;

type Compared = VerifiedLine & {
  readonly predicted: NonNullable<VerifiedLine['predicted']>;
  readonly measured: number;
  readonly inside: boolean;
};

const isCompared = (line: VerifiedLine): line is Compared =>
  line.predicted !== null && line.measured !== null && line.inside !== null;

const wordsOf = (line: Compared): string => {
  const { predicted, measured, inside } = lineText(line);
  return `${figureNames[line.figure]}: ${measured}, ${inside} ${predicted}`;
};

type Row = {
  readonly top: number;
  readonly words: string;
  readonly low: number;
  readonly high: number;
  readonly measured: number;
  readonly isInside: boolean;
};

/** Each row from 0 to the largest of its three numbers; all zero, everything stands at the left end. */
const rowOf = (line: Compared, index: number): Row => {
  const { predicted, measured } = line;
  const largest = Math.max(predicted.high, measured) || 1;
  const share = (value: number): number => Number((value / largest).toFixed(4));
  return {
    top: index * rowHeightPx,
    words: wordsOf(line),
    low: Math.max(0, share(predicted.low) - leastHalf),
    high: share(predicted.high) + leastHalf,
    measured: share(measured),
    isInside: line.inside === true,
  };
};

const xScale = { domain: [0, 1], nice: false };
const yScale = (rows: number) => ({
  domain: [0, rows * rowHeightPx],
  range: [0, rows * rowHeightPx],
  nice: false,
});

type Mark = { readonly colour: SeriesColour; readonly shape: PointShape };
const insideMark: Mark = { colour: 'ink', shape: 'circle' };
const outsideMark: Mark = { colour: 'orange', shape: 'diamond' };

/** The measured values that are inside, or those that are not: a halo parts them from the bar beneath. */
const measuredLayer = (rows: readonly Row[], { colour: name, shape }: Mark): ChartLayer => ({
  data: { values: rows.map(({ measured, top }) => ({ x: measured, y: top + barPx })) },
  mark: {
    type: 'point',
    filled: true,
    shape,
    size: 170,
    fill: colour(name),
    stroke: colour('page'),
    strokeWidth: 2,
    opacity: 1,
  },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
});

const specOf = (rows: readonly Row[]): ChartSpec => {
  const height = rows.length * rowHeightPx;
  const x = { field: 'from', type: 'quantitative', scale: xScale, axis: null } as const;
  const y = { field: 'top', type: 'quantitative', scale: yScale(rows.length), axis: null } as const;
  const box = (from: number, to: number, middle: number, half: number) => ({
    from,
    to,
    top: middle - half,
    bottom: middle + half,
  });
  const layer = (values: object[], fill: string): ChartLayer => ({
    data: { values: values as Record<string, number>[] },
    mark: { type: 'rect', fill },
    encoding: { x, x2: { field: 'to' }, y, y2: { field: 'bottom' } },
  });
  return {
    width,
    height,
    padding,
    autosize: 'none',
    background: 'transparent',
    config: chartConfig,
    layer: [
      layer(
        rows.map(({ top }) => box(0, 1, top + barPx, 1)),
        colour('line'),
      ),
      layer(
        rows.map(({ top, low, high }) => box(low, Math.min(1, high), top + barPx, barHalfPx)),
        colour('blue'),
      ),
      {
        data: { values: rows.map(({ top, words }) => ({ from: 0, top: top + wordsPx, words })) },
        mark: { type: 'text', align: 'left', fill: colour('text') },
        encoding: { x, y, text: { field: 'words', type: 'nominal' } },
      },
      measuredLayer(
        rows.filter(({ isInside }) => isInside),
        insideMark,
      ),
      measuredLayer(
        rows.filter(({ isInside }) => !isInside),
        outsideMark,
      ),
    ],
  };
};

const legend: readonly LegendEntry[] = [
  { label: 'predicted, 95 % interval', colour: 'blue', mark: 'area' },
  { label: 'measured, inside', colour: insideMark.colour, mark: insideMark.shape },
  { label: 'measured, outside', colour: outsideMark.colour, mark: outsideMark.shape },
];

/** Every figure of the frozen prediction as a bar, and what the re-run measured as a mark on it. */
export const proofFigure = (verification: Verification): Figure | EmptyFigure => {
  const compared = verification.lines.filter(isCompared);
  if (compared.length === 0) {
    return { kind: 'empty', id, title, why: 'no figure was both predicted and measured' };
  }
  const outside = compared.filter(({ inside }) => inside === false);
  return {
    kind: 'figure',
    id,
    title,
    howToRead:
      'Each row has a scale of its own, from 0 to the largest of its numbers. Intervals of 95 % miss about one figure in twenty, even when the model is right.',
    numbers: [
      `${insideText(verification)}.`,
      ...(outside.length === 0 ? [] : [`Outside: ${outside.map(wordsOf).join('; ')}.`]),
    ].join(' '),
    legend,
    spec: specOf(compared.map(rowOf)),
    table: {
      caption: 'The bars and marks of the chart',
      columns: ['figure', 'low', 'median', 'high', 'measured'],
      rows: compared.map((line) => {
        const { low, mid, high } = line.predicted;
        return [
          figureNames[line.figure],
          ...[low, mid, high, line.measured].map((value) => inUnitOf(line, value)),
        ];
      }),
    },
  };
};
