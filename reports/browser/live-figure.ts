import { fluidAcross } from '../charts/across.ts';
import { drawnPanels, type Panel, type TimeFigure } from '../charts/time/model.ts';
import { panelSvg } from '../charts/time/panel-svg.ts';
import { axisSvg, headHeightPx, headSvg } from '../charts/time/strips.ts';
import { extentOf, type View, wholeView } from '../charts/time/view.ts';

/** A panel and the element that it is drawn in. */
export type Plot = { readonly panel: Panel; readonly svg: SVGSVGElement };

/** A figure in the page that can be drawn again. */
export type LiveFigure = {
  readonly element: HTMLElement;
  readonly figure: TimeFigure;
  readonly plots: readonly Plot[];
  /** What is drawn now. */
  readonly view: () => View;
  /** Draws another part of it, or other series. */
  readonly show: (change: Partial<View>) => void;
  /** Is called after each drawing. */
  readonly onDrawn: (listener: () => void) => void;
};

const plotOf = (panel: Panel): Plot[] => {
  const svg = document.querySelector<SVGSVGElement>(`#${CSS.escape(panel.id)} > svg`);
  return svg === null ? [] : [{ panel, svg }];
};

const drawPlots = ({ figure, plots }: Pick<LiveFigure, 'figure' | 'plots'>, view: View): void => {
  for (const { panel, svg } of plots) {
    const drawing = svg.querySelector('g');
    if (drawing !== null) drawing.innerHTML = panelSvg(figure, panel, view, fluidAcross(extentOf(view)));
  }
};

const drawStrips = ({ element, figure }: Pick<LiveFigure, 'element' | 'figure'>, view: View): void => {
  const head = element.querySelector('[data-strip="head"]');
  head?.setAttribute('height', String(headHeightPx(figure, view)));
  if (head) head.innerHTML = headSvg(figure, view, fluidAcross(extentOf(view)));
  const axis = element.querySelector('[data-strip="axis"]');
  if (axis) axis.innerHTML = axisSvg(view, fluidAcross(extentOf(view)));
};

/** The figure whose numbers the page carries; undefined where it has nothing to draw. */
export const liveFigure = (element: HTMLElement): LiveFigure | undefined => {
  const carried = element.querySelector('script[type="application/json"]')?.textContent;
  if (carried == null) return undefined;
  const figure = JSON.parse(carried) as TimeFigure;
  const plots = drawnPanels(figure).flatMap(plotOf);
  const listeners: (() => void)[] = [];
  let view = wholeView(figure);
  const show = (change: Partial<View>): void => {
    view = { ...view, ...change };
    drawPlots({ figure, plots }, view);
    drawStrips({ element, figure }, view);
    for (const listener of listeners) listener();
  };
  const resized = new ResizeObserver(() => {
    const plotWidthPx = plots[0]?.svg.getBoundingClientRect().width ?? 0;
    if (plotWidthPx === 0 || plotWidthPx === view.plotWidthPx) return;
    view = { ...view, plotWidthPx };
    drawStrips({ element, figure }, view);
    for (const listener of listeners) listener();
  });
  resized.observe(element);
  element.classList.add('live');
  return { element, figure, plots, view: () => view, show, onDrawn: (listener) => listeners.push(listener) };
};
