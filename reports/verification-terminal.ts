import type { Verification, VerifiedLine } from '../runs/schema/verification.ts';
import { settingsText } from './advice-terminal.ts';
import { formatMs, formatNumber, formatOr, formatQuantity, formatSeconds, formatShare } from './format.ts';
import { textTable } from './text-table.ts';

const formats: Readonly<Record<VerifiedLine['unit'], (value: number) => string>> = {
  share: formatShare,
  millisecond: formatMs,
  replica: formatNumber,
  second: formatSeconds,
};

const row = ({ name, unit, predicted, measured, inside }: VerifiedLine): string[] => [
  name,
  predicted === null ? 'none' : `${formats[unit](predicted.low)} to ${formats[unit](predicted.high)}`,
  formatOr(measured, formats[unit]),
  inside === null ? '' : inside ? 'inside' : 'outside',
];

const startText = (start: Verification['start']): string => {
  if (start === null) return 'with how many replicas the re-run began is unknown';
  const { measuredReplicas, predictedReplicas } = start;
  const began = `the re-run began with ${formatQuantity(measuredReplicas, 'replica')}`;
  return measuredReplicas === predictedReplicas
    ? `${began}, as predicted`
    : `${began}, the prediction with ${predictedReplicas}`;
};

const words = { confirmed: '✓ CONFIRMED', refuted: '✗ REFUTED', cantTell: '? CAN’T TELL' } as const;

/** Predicted against measured, line by line, with the verdict. */
export const renderVerification = (verification: Verification): string => {
  const { verdict, reason, start, lines, linesInside, linesCompared } = verification;
  return [
    `${words[verdict]}  ${settingsText(verification.settings)}: ${reason}`,
    textTable(['', 'predicted', 'measured', ''], lines.map(row)).replace(/^/gm, '  '),
    `${linesInside} of ${linesCompared} figures lie inside their 95 % prediction intervals; ${startText(start)}`,
  ].join('\n\n');
};
