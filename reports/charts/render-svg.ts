import type { Loader, LoggerInterface } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { escapeMarkup, type Html, trusted } from '../html.ts';
import { slimSvg } from './slim-svg.ts';

/** A Vega-Lite specification. Only this file knows the library; the builders beside it make plain values. */
export type ChartSpec = TopLevelSpec;
/** One layer of a Vega-Lite specification. */
export type ChartLayer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** What a screen reader says of a chart. `id` must be unique in the page. */
type ChartLabels = { readonly id: string; readonly title: string; readonly description: string };

/** A report is one file: a specification that names a URL is a mistake, and must not reach the network. */
const closedLoader = (): Loader & { readonly refused: readonly string[] } => {
  const refused: string[] = [];
  const refuse = (uri: string): Promise<never> => {
    refused.push(uri);
    return Promise.reject(new Error(`a chart must not load anything: ${uri}`));
  };
  return { refused, load: refuse, sanitize: refuse, http: refuse, file: refuse };
};

/** Vega's logger, reduced to one function. */
const loggerTo = (onWarning: (message: string) => void): LoggerInterface => {
  const pass = (...parts: readonly unknown[]): LoggerInterface => {
    onWarning(parts.map(String).join(' '));
    return logger;
  };
  const drop = (): LoggerInterface => logger;
  const logger = { level: drop, error: pass, warn: pass, info: drop, debug: drop } as LoggerInterface;
  return logger;
};

/**
 * Vega numbers the clip paths of a process one after the other; here they count from 1 in every chart, behind the
 * chart's own id. So they are unique in a page, and the same whatever else was rendered before.
 */
const renameIds = (svg: string, id: string): string => {
  const names = new Map<string, string>();
  return svg.replace(/(id="|url\(#)((?:clip|gradient)_?\d+)/g, (_, before: string, name: string) => {
    if (!names.has(name)) names.set(name, `${id}-clip${names.size + 1}`);
    return `${before}${names.get(name)}`;
  });
};

/** Vega does not carry a description into its SVG, so name, text and keyboard access are put in here. */
const label = (svg: string, { id, title, description }: ChartLabels): string => {
  const open =
    `role="img" tabindex="0" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">` +
    `${escapeMarkup(title)}</title><desc id="${id}-desc">${escapeMarkup(description)}</desc>`;
  return svg.replace(/^<svg ([^>]*)>/, (_, attributes: string) => `<svg ${attributes} ${open}`);
};

/**
 * Vega-Lite specification to SVG text, without a browser and without generated code (the AST interpreter runs the
 * expressions, so it works where `eval` is forbidden).
 *
 * @param spec data inline; colours may be CSS variables
 * @param labels name and description of the chart; becomes its `<title>` and `<desc>`
 * @param onWarning what the library finds odd about the specification
 * @returns an `<svg role="img">` that Tab reaches; same arguments, same bytes
 */
export const renderSvg = async (
  spec: ChartSpec,
  labels: ChartLabels,
  onWarning: (message: string) => void = () => {},
): Promise<Html> => {
  const { compile, expressionInterpreter, parse, View } = await import('./vega-library.ts');
  const [loader, logger] = [closedLoader(), loggerTo(onWarning)];
  const view = new View(parse(compile(spec, { logger }).spec, undefined, { ast: true }), {
    renderer: 'none',
    expr: expressionInterpreter,
    loader,
    logger,
  });
  try {
    const svg = await view.toSVG();
    if (loader.refused.length > 0) throw new Error(`chart ${labels.id} names ${loader.refused.join(', ')}`);
    return trusted(label(slimSvg(renameIds(svg, labels.id)), labels));
  } finally {
    view.finalize();
  }
};
