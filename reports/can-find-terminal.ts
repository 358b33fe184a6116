import type { CanFind } from '../runs/schema/plan/can-find.ts';
import { quantityFormats } from './comparison-rows.ts';
import { formatOr, formatQuantity, signed } from './format.ts';
import { paragraph, textTable, usualColumns } from './text-table.ts';
import { canFindText, oneIsEnoughText } from './words/proof/can-find.ts';
import { comparedNames } from './words/proof/figures.ts';

const row = (figure: CanFind['figures'][number]): string[] => {
  const format = quantityFormats[figure.unit];
  return [
    comparedNames[figure.figure],
    formatOr(figure.base, format),
    ...figure.least.map((least) => formatOr(least, (value) => signed(value, format))),
  ];
};

/** How small a difference further runs would show, for the terminal. */
export const renderCanFind = (found: CanFind): string =>
  [
    paragraph(`What ${found.base.join(', ')} can be compared for`),
    textTable(
      ['', 'base', ...found.runs.map((runs) => formatQuantity(runs, 'run'))],
      found.figures.map(row),
      usualColumns,
    ),
    paragraph(canFindText(found)),
    paragraph(oneIsEnoughText),
  ].join('\n\n');
