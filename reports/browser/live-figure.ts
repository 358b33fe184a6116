import { fluidPlace } from '../charts/across.ts';
import { axisSvg, hasRoom } from '../charts/time/strips.ts';
import { extentOf, spanOf, type View, wholeView } from '../charts/time/view.ts';
import type { Carried } from './carried.ts';
import { elementOf } from './elements.ts';

/** A panel of the figure. */
export type Plot = {
  readonly svg: SVGSVGElement;
  /** The entries of its legend, and the shapes that they stand for. */
  readonly entries: readonly Element[];
  readonly shapes: readonly Element[];
};

/** A figure in the page that can be zoomed. */
export type LiveFigure = {
  readonly element: HTMLElement;
  /** What all panels stand in, with the strips above and below them. */
  readonly panels: HTMLElement;
  readonly seconds: number;
  readonly plots: readonly Plot[];
  /** What is drawn now. */
  readonly view: () => View;
  /** Shows another part of it. */
  readonly show: (change: Partial<View>) => void;
  /** Is called after each drawing. */
  readonly onDrawn: (listener: () => void) => void;
};

/** All elements of a kind within another. */
export const allOf = <Found extends Element = HTMLElement>(within: ParentNode, selector: string): Found[] => [
  ...within.querySelectorAll<Found>(selector),
];

const plotsOf = (element: HTMLElement): Plot[] =>
  allOf(element, '.panel').map((panel) => ({
    svg: panel.querySelector<SVGSVGElement>('svg.plot')!,
    entries: allOf(panel, '.legend > li'),
    shapes: allOf<SVGElement>(panel, '.named > path'),
  }));

/** What has a place in time is in frames: each shows a part of itself. */
const zoomFrames = (element: HTMLElement, { fromSecond, toSecond }: View): void => {
  for (const frame of allOf<SVGElement>(element, 'svg svg'))
    frame.setAttribute('viewBox', `${fromSecond} 0 ${toSecond - fromSecond} ${frame.getAttribute('height')}`);
};

/** Moves the labels above the panels: a phase is named where its part of the view begins. One without a place is hidden. */
const headMover = (element: HTMLElement) => {
  const labels = allOf<SVGElement>(element, '[data-strip=head] text').map((text) => ({
    text,
    second: Number(text.dataset['second']),
    until: text.dataset['until'],
  }));
  return (view: View): void => {
    const { fromSecond, toSecond } = view;
    for (const { text, second, until } of labels) {
      const at = until === undefined ? second : Math.max(second, fromSecond);
      const isSeen = at >= fromSecond && at < toSecond;
      const fits =
        until === undefined || hasRoom(text.textContent, Math.min(Number(until), toSecond) - at, view);
      text.setAttribute('x', `${(100 * (at - fromSecond)) / spanOf(view)}%`);
      text.toggleAttribute('hidden', !isSeen || !fits);
    }
  };
};

/** Zoomed in, the paths of a long run have every second in them. */
const detailSwitch = (plots: readonly Plot[], paths: Carried['paths'] | undefined) => {
  const whole = plots.map(({ shapes }) => shapes.map((shape) => shape.getAttribute('d') ?? ''));
  return (isWhole: boolean): void => {
    for (const [i, path] of (isWhole ? whole : (paths ?? whole)).entries())
      for (const [j, data] of path.entries()) plots[i]?.shapes[j]?.setAttribute('d', data);
  };
};

/** A stripe over all panels; what it returns shows it from a second of the view on, or hides it. */
export const stripeOf = ({ panels, view }: LiveFigure, className: string) => {
  const stripe = elementOf('div', className);
  panels.append(stripe);
  const show = (from: number | null, seconds = 0): void => {
    stripe.hidden = from === null;
    stripe.style.setProperty('--from', String(((from ?? 0) - view().fromSecond) / spanOf(view())));
    stripe.style.setProperty('--share', String(seconds / spanOf(view())));
  };
  show(null);
  return show;
};

/** A figure as the page has it. */
export const liveFigure = (element: HTMLElement, carried: Carried | undefined): LiveFigure => {
  const seconds = Number(element.dataset['seconds']);
  const panels = element.querySelector<HTMLElement>('.panels')!;
  const plots = plotsOf(element);
  const moveHead = headMover(element);
  const setDetail = detailSwitch(plots, carried?.paths);
  const axis = element.querySelector('[data-strip=axis]');
  const listeners: (() => void)[] = [];
  let view = wholeView({ seconds });
  const show = (change: Partial<View>): void => {
    view = { ...view, ...change };
    zoomFrames(element, view);
    moveHead(view);
    setDetail(spanOf(view) >= seconds);
    if (axis) axis.innerHTML = axisSvg(view, fluidPlace(extentOf(view)));
    for (const listener of listeners) listener();
  };
  new ResizeObserver(() => {
    const plotWidthPx = plots[0]?.svg.getBoundingClientRect().width ?? 0;
    if (plotWidthPx > 0 && plotWidthPx !== view.plotWidthPx) show({ plotWidthPx });
  }).observe(element);
  element.classList.add('live');
  return {
    element,
    panels,
    seconds,
    plots,
    view: () => view,
    show,
    onDrawn: (listener) => listeners.push(listener),
  };
};
