import type { Verification, VerifiedLine } from '../runs/schema/verification.ts';
import { lineText } from './plan/proof.ts';
import { textTable, usualColumns } from './text-table.ts';
import { figureNames } from './words/proof/figures.ts';
import { reasonText } from './words/proof/proof-reason.ts';
import { proofOf, scoreText, shownBeside } from './words/proof/verification.ts';
import { wholeSettingsText } from './words/settings/settings.ts';

const row = (line: VerifiedLine): string[] => {
  const { predicted, measured, inside } = lineText(line);
  return [figureNames[line.figure], predicted, measured, inside];
};

/** Predicted against measured, line by line, with the verdict. */
export const renderVerification = (verification: Verification): string => {
  const { symbol, word } = proofOf(verification);
  return [
    `${symbol} ${word.toUpperCase()}  ${wholeSettingsText(verification.settings)}: ${reasonText(verification)}`,
    textTable(['', 'predicted', 'measured', ''], verification.lines.map(row), usualColumns - 2).replace(
      /^/gm,
      '  ',
    ),
    scoreText(verification),
    shownBeside(verification).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
};
