import type { Loader } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { escapeMarkup, type Html, trusted } from '../html.ts';
import { slimSvg } from './slim-svg.ts';

/** A Vega-Lite specification. Only this file knows the library; the builders beside it make plain values. */
export type ChartSpec = TopLevelSpec;
export type ChartLayer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** What a screen reader says of a chart. `id` must be unique in the page. */
export type ChartLabels = { readonly id: string; readonly title: string; readonly description: string };

/** A report is one file: a specification that names a URL is a mistake, and must not reach the network. */
const refuse = (uri: string): Promise<never> =>
  Promise.reject(new Error(`a chart must not load anything (${uri})`));
const closedLoader: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as const;

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
 * @returns an `<svg role="img">` that Tab reaches; same arguments, same bytes
 */
export const renderSvg = async (spec: ChartSpec, labels: ChartLabels): Promise<Html> => {
  const [{ compile }, { View, parse }, { expressionInterpreter }] = await Promise.all([
    import('vega-lite'),
    import('vega'),
    import('vega-interpreter'),
  ]);
  const compiled = compile(spec, { logger: silent }).spec;
  const view = new View(parse(compiled, undefined, { ast: true }), {
    renderer: 'none',
    expr: expressionInterpreter,
    loader: closedLoader,
    logger: silent,
  });
  try {
    return trusted(label(slimSvg(renameIds(await view.toSVG(), labels.id)), labels));
  } finally {
    view.finalize();
  }
};
