import { spanOf } from '../charts/time/view.ts';
import type { Carried } from './carried.ts';
import { elementOf } from './elements.ts';
import { allOf, type LiveFigure } from './live-figure.ts';

/** Cells of the seconds `from` to `to`, both included; the first one names them. */
type Row = { readonly from: number; readonly to: number; readonly cells: readonly string[] };

/** The numbers behind a figure, from the table in the page. */
export type Numbers = {
  readonly names: readonly string[];
  readonly at: (second: number) => readonly string[];
};

/** As many single seconds as a table shows. */
const secondsMost = 180;

const secondsOf = (offset: string): number =>
  offset.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);

const rowOf = (cells: readonly string[]): Row => {
  const [from = 0, to = from] = cells[0]!.split('–').map(secondsOf);
  return { from, to, cells };
};

const textsOf = (within: ParentNode, selector: string): string[] =>
  allOf(within, selector).map(({ textContent }) => textContent);

const everyRow = ({ rows }: Carried): Row[] => {
  let above: readonly string[] = [];
  return rows.map((row) => {
    above = row.map((cell, i) => (cell === 0 ? above[i]! : cell));
    return rowOf(above);
  });
};

/** Reads the table behind a figure, where it has one, and lets it follow: it shows the seconds that are drawn. */
export const readTable = (live: LiveFigure, carried: Carried | undefined): Numbers => {
  const details = live.element.querySelector('details');
  if (details === null) return { names: [], at: () => [] };
  const body = details.querySelector('tbody')!;
  const caption = details.querySelector('caption')!;
  const whole = caption.textContent;
  const shown = allOf(body, 'tr').map((row) => rowOf(textsOf(row, 'td')));
  const single = carried === undefined ? shown : everyRow(carried);
  const fill = (): void => {
    if (!details.open) return;
    const view = live.view();
    const isFine = carried !== undefined && spanOf(view) <= secondsMost;
    caption.textContent = isFine ? carried.caption : whole;
    body.replaceChildren(
      ...(isFine ? single : shown)
        .filter(({ from, to }) => to >= view.fromSecond && from < view.toSecond)
        .map(({ cells }) => elementOf('tr', '', ...cells.map((cell) => elementOf('td', '', cell)))),
    );
  };
  details.addEventListener('toggle', fill);
  live.onDrawn(fill);
  return {
    names: textsOf(details, 'th'),
    at: (second) => single.find(({ from, to }) => from <= second && second <= to)?.cells ?? [],
  };
};
