import type { EmptyFigure, Figure } from './charts/figure.ts';
import { proofFigure } from './charts/proof.ts';
import { runFigure } from './charts/run/run-figure.ts';
import { figureFile, timeFigureFile } from './charts/svg-file.ts';
import { drawnPanels, type TimeFigure } from './charts/time/model.ts';
import { figureSpec } from './charts/vega-lite/figure-spec.ts';
import type { ChartSpec } from './charts/vega-lite/shared.ts';
import { timeSpec } from './charts/vega-lite/time-spec.ts';
import { whatIfFigures } from './charts/what-if.ts';
import type { Report } from './report.ts';

/** A chart that stands alone. */
type ChartFile = {
  /** With its extension. */
  readonly name: string;
  readonly text: string;
};

/**
 * How a chart stands alone: `svg`, a picture for a wiki, a slide or a pull request; `vega-lite`, a specification with the
 * numbers, for whoever draws it anew in a notebook or a dashboard.
 */
export type ChartFormat = 'svg' | 'vega-lite';

type Writer = {
  readonly extension: string;
  readonly overTime: (figure: TimeFigure) => string;
  readonly other: (figure: Figure) => string;
};

const asJson = (spec: ChartSpec): string => `${JSON.stringify(spec, null, 2)}\n`;

const writers: Readonly<Record<ChartFormat, Writer>> = {
  svg: { extension: 'svg', overTime: timeFigureFile, other: figureFile },
  'vega-lite': {
    extension: 'vl.json',
    overTime: (figure) => asJson(timeSpec(figure)),
    other: (figure) => asJson(figureSpec(figure)),
  },
};

/** The whole figure over time, then each of its panels; nothing where not one second was recorded. */
const filesOfRun = ({ result }: Report, { extension, overTime }: Writer): ChartFile[] => {
  const figure = runFigure(result);
  const panels = drawnPanels(figure);
  if (panels.length === 0) return [];
  return [
    { name: `run.${extension}`, text: overTime(figure) },
    ...panels.map((panel) => ({
      name: `${panel.id}.${extension}`,
      text: overTime({ ...figure, title: panel.title, panels: [panel] }),
    })),
  ];
};

const figuresOfPlan = ({ advice, verification }: Report): (Figure | EmptyFigure)[] => [
  ...(advice?.kind === 'advice' ? whatIfFigures(advice) : []),
  ...(verification === undefined ? [] : [proofFigure(verification)]),
];

/**
 * Every chart of a report as a file of its own, in the colours of the light theme. Charts that are empty have no file.
 * The same report gives the same bytes.
 */
export const chartFiles = (report: Report, format: ChartFormat): ChartFile[] => {
  const writer = writers[format];
  const figures = figuresOfPlan(report).filter((figure) => figure.kind === 'figure');
  return [
    ...filesOfRun(report, writer),
    ...figures.map((figure) => ({ name: `${figure.id}.${writer.extension}`, text: writer.other(figure) })),
  ];
};
