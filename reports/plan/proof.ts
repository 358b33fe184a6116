import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import type { Table } from '../charts/figure.ts';
import {
  besideLimit,
  type Format,
  formatMs,
  formatNumber,
  formatOr,
  formatSeconds,
  formatShare,
} from '../format.ts';
import { boundText } from '../words/causes/replicas.ts';
import { figureNames } from '../words/proof/figures.ts';

const formats: Readonly<Record<VerifiedLine['unit'], Format>> = {
  share: formatShare,
  millisecond: formatMs,
  replica: formatNumber,
  second: formatSeconds,
};

/** A figure of the prediction as text. */
type LineText = { readonly predicted: string; readonly measured: string; readonly inside: string };

/** The end of an interval that a value lies beyond; undefined where it lies inside. */
const passedEnd = (value: number | null, interval: VerifiedLine['predicted']): number | undefined => {
  if (value === null || interval === null) return undefined;
  if (value > interval.high) return interval.high;
  return value < interval.low ? interval.low : undefined;
};

/** One predicted and measured figure as text. */
export const lineText = ({ unit, predicted, measured, isAtLeast, inside }: VerifiedLine): LineText => {
  const format = formats[unit];
  return {
    predicted: predicted === null ? 'none' : `${format(predicted.low)} to ${format(predicted.high)}`,
    measured: boundText(
      formatOr(measured, besideLimit(passedEnd(measured, predicted), format)),
      isAtLeast === true,
    ),
    inside: inside === null ? '' : inside ? 'inside' : 'outside',
  };
};

const marks: Readonly<Record<string, string>> = { inside: '✓ inside', outside: '✗ outside' };

/** Predicted against measured, a row for each figure. */
export const proofTable = ({ lines }: Verification): Table => ({
  caption: 'Predicted before the re-run, as the 95 % interval for one run, and measured by it',
  columns: ['figure', 'predicted', 'measured', 'result'],
  rows: lines.map((line) => {
    const { predicted, measured, inside } = lineText(line);
    return [figureNames[line.figure], predicted, measured, marks[inside] ?? 'not compared'];
  }),
});
