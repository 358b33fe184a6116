import { fluidAcross } from '../../../reports/charts/across.ts';
import { drawingSvg, drawnExtent } from '../../../reports/charts/drawing.ts';
import type { Figure } from '../../../reports/charts/figure.ts';

/** What a figure draws, a tag a line: for a golden file that a person can read. */
export const pictureOf = ({ drawing, id }: Figure): string =>
  `${drawingSvg(drawing, id, fluidAcross(drawnExtent(drawing))).replaceAll('><', '>\n<')}\n`;
