import { spanOf } from '../charts/time/view.ts';
import { formatOffset } from '../format.ts';
import { elementOf, svgOf } from './elements.ts';
import type { LiveFigure } from './live-figure.ts';
import type { Numbers } from './table.ts';

/** The second that the reader looks at. */
export type Cursor = {
  readonly second: () => number | null;
  readonly moveTo: (second: number | null) => void;
};

const stepSeconds: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
/** With the shift key held. */
const strideSeconds = 10;

/** The second under a pointer. */
export const secondUnder = (live: LiveFigure, svg: SVGSVGElement, { clientX }: PointerEvent): number => {
  const { left, width } = svg.getBoundingClientRect();
  const { fromSecond, toSecond } = live.view();
  const second = fromSecond + Math.floor(((clientX - left) / width) * spanOf(live.view()));
  return Math.min(toSecond - 1, Math.max(fromSecond, second));
};

/** What each legend names, with the sample of how it is drawn and its value: the table has a column for each, in their order. */
const rowsAt = ({ plots }: LiveFigure, { names, at }: Numbers, second: number): HTMLElement[] => {
  const cells = at(second);
  return plots
    .flatMap(({ entries, shapes }) => entries.map((entry, i) => ({ entry, shape: shapes[i] })))
    .flatMap(({ entry, shape }, i) => {
      const [name = '', value = ''] = [names[i + 1], cells[i + 1]];
      if (value === '' || shape?.hasAttribute('hidden')) return [];
      const key = entry.querySelector('svg')!.cloneNode(true);
      return elementOf('li', '', key, elementOf('span', '', name), elementOf('b', '', value));
    });
};

/** Which second a key of the keyboard leads to; undefined: it is no key of the cursor. */
const secondAfter = (event: KeyboardEvent, live: LiveFigure, second: number | null): number | undefined => {
  const { fromSecond, toSecond } = live.view();
  if (event.key === 'Home') return fromSecond;
  if (event.key === 'End') return toSecond - 1;
  const step = stepSeconds[event.key];
  if (step === undefined) return undefined;
  if (second === null) return fromSecond;
  const next = second + step * (event.shiftKey ? strideSeconds : 1);
  return Math.min(toSecond - 1, Math.max(fromSecond, next));
};

/** A line through all panels, with the values of its second beside it: by pointer, or by the arrow keys. */
export const addCursor = (live: LiveFigure, numbers: Numbers): Cursor => {
  const tip = elementOf('div', 'tip');
  tip.setAttribute('role', 'status');
  tip.hidden = true;
  live.element.append(tip);
  const lines = live.plots.map(({ svg }) => svg.appendChild(svgOf('line', 'cursor')));
  let second: number | null = null;

  const place = (): void => {
    const { fromSecond, toSecond } = live.view();
    const isSeen = second !== null && second >= fromSecond && second < toSecond;
    tip.hidden = !isSeen;
    for (const line of lines) line.toggleAttribute('hidden', !isSeen);
    if (second === null || !isSeen) return;
    const share = (second + 0.5 - fromSecond) / spanOf(live.view());
    for (const [i, line] of lines.entries()) {
      line.setAttribute('x1', `${share * 100}%`);
      line.setAttribute('x2', `${share * 100}%`);
      line.setAttribute('y2', live.plots[i]?.svg.getAttribute('height') ?? '0');
    }
    tip.replaceChildren(
      elementOf('b', '', formatOffset(second)),
      elementOf('ul', '', ...rowsAt(live, numbers, second)),
    );
    tip.classList.toggle('left', share > 0.5);
  };
  const moveTo = (to: number | null): void => {
    second = to;
    place();
  };

  for (const line of lines) line.toggleAttribute('hidden', true);
  for (const { svg } of live.plots) {
    svg.addEventListener('pointermove', (event) => moveTo(secondUnder(live, svg, event)));
    svg.addEventListener('pointerleave', () => moveTo(null));
    svg.addEventListener('blur', () => moveTo(null));
    svg.addEventListener('keydown', (event) => {
      const next = secondAfter(event, live, second);
      if (next === undefined) return;
      event.preventDefault();
      moveTo(next);
    });
  }
  live.onDrawn(place);
  return { second: () => second, moveTo };
};
