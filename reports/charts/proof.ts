import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import { lineText } from '../plan/proof.ts';
import { figureNames } from '../words/proof/figures.ts';
import { insideText } from '../words/proof/verification.ts';
import type { EmptyFigure, Figure, LegendEntry } from './figure.ts';
import type { Rows } from './plane/model.ts';

const [id, title] = ['proof-figures', 'Predicted and measured'];

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

type Row = Rows['rows'][number];
type Mark = Pick<Row, 'colour' | 'shape'>;
const insideMark: Mark = { colour: 'ink', shape: 'circle' };
const outsideMark: Mark = { colour: 'orange', shape: 'diamond' };

/** Each row from 0 to the largest of its three numbers; all zero, everything stands at the left end. */
const rowOf = (line: Compared): Row => {
  const { predicted, measured } = line;
  const largest = Math.max(predicted.high, measured) || 1;
  const share = (value: number): number => Number((value / largest).toFixed(4));
  return {
    words: wordsOf(line),
    low: Math.max(0, share(predicted.low) - leastHalf),
    high: Math.min(1, share(predicted.high) + leastHalf),
    mark: share(measured),
    ...(line.inside ? insideMark : outsideMark),
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
    drawing: { kind: 'rows', rows: compared.map(rowOf) },
    rows: { id: 'proof', title: 'The proof' },
  };
};
