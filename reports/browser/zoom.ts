import { spanOf, type View } from '../charts/time/view.ts';
import { formatStretch } from '../format.ts';
import { type Cursor, secondUnder } from './cursor.ts';
import { buttonOf, elementOf, svgOf } from './elements.ts';
import type { LiveFigure, Plot } from './live-figure.ts';

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
const addDragging = (live: LiveFigure, { svg }: Plot, selections: readonly SVGElement[]): void => {
  let start: number | null = null;
  const stretch = (from: number, event: PointerEvent): Seconds => {
    const to = secondUnder(live, svg, event);
    return { fromSecond: Math.min(from, to), toSecond: Math.max(from, to) + 1 };
  };
  const mark = (seconds: Seconds | null): void => {
    const { fromSecond } = live.view();
    const share = (second: number): string => `${((second - fromSecond) / spanOf(live.view())) * 100}%`;
    for (const [i, selection] of selections.entries()) {
      selection.toggleAttribute('hidden', seconds === null);
      if (seconds === null) continue;
      selection.setAttribute('x', share(seconds.fromSecond));
      selection.setAttribute('width', share(fromSecond + seconds.toSecond - seconds.fromSecond));
      selection.setAttribute('height', live.plots[i]?.svg.getAttribute('height') ?? '0');
    }
  };
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    start = secondUnder(live, svg, event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener('pointermove', (event) => {
    if (start !== null) mark(stretch(start, event));
  });
  svg.addEventListener('pointerup', (event) => {
    const from = start;
    start = null;
    mark(null);
    if (from === null || secondUnder(live, svg, event) === from) return;
    const { fromSecond, toSecond } = stretch(from, event);
    live.show(about(live, (fromSecond + toSecond) / 2, toSecond - fromSecond));
  });
  svg.addEventListener('pointercancel', () => {
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
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => zoomBy(live, cursor, nearer),
    '-': () => zoomBy(live, cursor, further),
    '0': () => showWhole(live),
    Escape: () => showWhole(live),
  };
  const selections = live.plots.map(({ svg }) => svg.appendChild(svgOf('rect', 'selection')));
  for (const selection of selections) selection.toggleAttribute('hidden', true);
  for (const plot of live.plots) {
    addDragging(live, plot, selections);
    plot.svg.addEventListener('dblclick', () => showWhole(live));
    plot.svg.addEventListener('keydown', ({ key }) => acts[key]?.());
  }
  live.onDrawn(say);
  say();
};
