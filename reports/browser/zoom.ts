import { spanOf, type View } from '../charts/time/view.ts';
import { formatStretch } from '../format.ts';
import { type Cursor, secondUnder } from './cursor.ts';
import { buttonOf, elementOf } from './elements.ts';
import { type LiveFigure, stripeOf } from './live-figure.ts';

/** Fewer seconds say nothing. */
const leastSeconds = 5;
const nearer = 0.5;
const further = 2;

type Seconds = Pick<View, 'fromSecond' | 'toSecond'>;

/** A part of the figure about the middle given, at least so long, within its seconds. */
const about = (live: LiveFigure, middle: number, seconds: number): Seconds => {
  const most = live.seconds;
  const span = Math.min(most, Math.max(leastSeconds, Math.round(seconds)));
  const fromSecond = Math.min(most - span, Math.max(0, Math.round(middle - span / 2)));
  return { fromSecond, toSecond: fromSecond + span };
};

const zoomBy = (live: LiveFigure, cursor: Cursor, factor: number): void => {
  const { fromSecond, toSecond } = live.view();
  const middle = cursor.second() ?? (fromSecond + toSecond) / 2;
  live.show(about(live, middle, spanOf(live.view()) * factor));
};

const showWhole = (live: LiveFigure): void => live.show({ fromSecond: 0, toSecond: live.seconds });

/** Dragging over a panel marks a stretch in all of them, and letting go zooms to it. */
const addDragging = (live: LiveFigure): void => {
  const { panels } = live;
  const mark = stripeOf(live, 'selection');
  let start: number | null = null;
  panels.addEventListener('pointerdown', (event) => {
    const plot = (event.target as Element).closest('.plot');
    if (event.button !== 0 || plot === null) return;
    start = secondUnder(live, event);
    plot.setPointerCapture(event.pointerId);
  });
  panels.addEventListener('pointermove', (event) => {
    if (start === null) return;
    const to = secondUnder(live, event);
    mark(Math.min(start, to), Math.abs(to - start) + 1);
  });
  panels.addEventListener('pointerup', (event) => {
    const from = start;
    const to = secondUnder(live, event);
    start = null;
    mark(null);
    if (from !== null && to !== from) live.show(about(live, (from + to + 1) / 2, Math.abs(to - from) + 1));
  });
  panels.addEventListener('pointercancel', () => {
    start = null;
    mark(null);
  });
};

/** Zoom to a stretch of seconds in all panels: by dragging, by keys, by buttons. */
export const addZoom = (live: LiveFigure, cursor: Cursor): void => {
  const shown = elementOf('output', '');
  const tools = elementOf(
    'div',
    'tools',
    buttonOf('Zoom in', () => zoomBy(live, cursor, nearer)),
    buttonOf('Zoom out', () => zoomBy(live, cursor, further)),
    buttonOf('All', () => showWhole(live)),
    shown,
    elementOf('span', 'muted', 'Drag to zoom; arrow keys, + and − work too.'),
  );
  tools.setAttribute('role', 'group');
  tools.setAttribute('aria-label', 'Zoom');
  live.element.prepend(tools);
  const say = (): void => {
    const { fromSecond, toSecond } = live.view();
    shown.textContent = formatStretch(fromSecond, toSecond - 1);
  };
  addDragging(live);
  live.panels.addEventListener('dblclick', () => showWhole(live));
  live.panels.addEventListener('keydown', ({ key }) => {
    if (key === '+') zoomBy(live, cursor, nearer);
    if (key === '-') zoomBy(live, cursor, further);
    if (key === '0' || key === 'Escape') showWhole(live);
  });
  live.onDrawn(say);
  say();
};

/** Figures of as many seconds show the same ones: two runs compare at the same place. */
export const zoomTogether = (figures: readonly LiveFigure[]): void => {
  for (const live of figures) {
    live.onDrawn(() => {
      const { fromSecond, toSecond } = live.view();
      for (const other of figures) {
        const seen = other.view();
        const isSame = seen.fromSecond === fromSecond && seen.toSecond === toSecond;
        if (other.seconds === live.seconds && !isSame) other.show({ fromSecond, toSecond });
      }
    });
  }
};
