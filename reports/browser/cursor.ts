import { spanOf } from '../charts/time/view.ts';
import { formatOffset } from '../format.ts';
import { elementOf } from './elements.ts';
import { type LiveFigure, stripeOf } from './live-figure.ts';
import type { Numbers } from './table.ts';

/** The second that the reader looks at. */
export type Cursor = { readonly second: () => number | null };

const stepSeconds: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
/** With the shift key held. */
const strideSeconds = 10;

const within = ({ fromSecond, toSecond }: ReturnType<LiveFigure['view']>, second: number): number =>
  Math.min(toSecond - 1, Math.max(fromSecond, second));

/** The second under a pointer. */
export const secondUnder = ({ plots, view }: LiveFigure, { clientX }: PointerEvent): number => {
  const { left, width } = plots[0]!.svg.getBoundingClientRect();
  return within(view(), view().fromSecond + Math.floor(((clientX - left) / width) * spanOf(view())));
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
  return second === null
    ? fromSecond
    : within(live.view(), second + step * (event.shiftKey ? strideSeconds : 1));
};

/** A line through all panels, with the values of its second beside it: by pointer, or by the arrow keys. */
export const addCursor = (live: LiveFigure, numbers: Numbers): Cursor => {
  const tip = elementOf('div', 'tip');
  tip.setAttribute('role', 'status');
  live.element.append(tip);
  const setLine = stripeOf(live, 'cursor');
  let second: number | null = null;
  const moveTo = (to: number | null): void => {
    second = to;
    const { fromSecond, toSecond } = live.view();
    tip.hidden = second === null || second < fromSecond || second >= toSecond;
    setLine(tip.hidden ? null : second! + 0.5);
    if (second === null || tip.hidden) return;
    tip.replaceChildren(
      elementOf('b', '', formatOffset(second)),
      elementOf('ul', '', ...rowsAt(live, numbers, second)),
    );
    tip.classList.toggle('left', 2 * second > fromSecond + toSecond);
  };
  live.panels.addEventListener('pointermove', (event) => moveTo(secondUnder(live, event)));
  for (const away of ['pointerleave', 'focusout']) live.panels.addEventListener(away, () => moveTo(null));
  live.panels.addEventListener('keydown', (event) => {
    const next = secondAfter(event, live, second);
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  });
  live.onDrawn(() => moveTo(second));
  moveTo(null);
  return { second: () => second };
};
