import { figureTable } from '../charts/time/table.ts';
import { elementOf } from './elements.ts';
import type { LiveFigure } from './live-figure.ts';

const rowOf = (cells: readonly string[]): HTMLElement =>
  elementOf('tr', '', ...cells.map((cell) => elementOf('td', '', cell)));

/** The table behind a figure shows the seconds that are drawn: zoomed in, every single one. */
export const followInTable = (live: LiveFigure): void => {
  const details = live.element.querySelector('details');
  const [caption, body] = ['caption', 'tbody'].map((name) => details?.querySelector(`table > ${name}`));
  if (!details || !caption || !body) return;
  const fill = (): void => {
    if (!details.open) return;
    const { fromSecond, toSecond } = live.view();
    const table = figureTable(live.figure, { from: fromSecond, to: toSecond });
    caption.textContent = table.caption;
    body.replaceChildren(...table.rows.map(rowOf));
  };
  details.addEventListener('toggle', fill);
  live.onDrawn(fill);
};
