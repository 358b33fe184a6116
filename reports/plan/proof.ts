import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import type { Table } from '../charts/figure.ts';
import { formatMs, formatNumber, formatOr, formatSeconds, formatShare } from '../format.ts';
import { figureNames } from '../words/figures.ts';
import { boundText } from '../words/replicas.ts';

const formats: Readonly<Record<VerifiedLine['unit'], (value: number) => string>> = {
  share: formatShare,
  millisecond: formatMs,
  replica: formatNumber,
  second: formatSeconds,
};

/** A figure of the prediction as text. */
type LineText = { readonly predicted: string; readonly measured: string; readonly inside: string };

/** One predicted and measured figure as text. */
export const lineText = ({ unit, predicted, measured, isAtLeast, inside }: VerifiedLine): LineText => {
  const format = formats[unit];
  return {
    predicted: predicted === null ? 'none' : `${format(predicted.low)} to ${format(predicted.high)}`,
    measured: boundText(formatOr(measured, format), isAtLeast === true),
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
