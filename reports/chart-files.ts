import type { EmptyFigure, Figure } from './charts/figure.ts';
import { proofFigure } from './charts/proof.ts';
import { runFigure } from './charts/run/run-figure.ts';
import { figureFile, timeFigureFile } from './charts/svg-file.ts';
import { drawnPanels } from './charts/time/model.ts';
import { whatIfFigures } from './charts/what-if.ts';
import type { Report } from './report.ts';

/** A picture that stands alone: in a wiki, on a slide, in a pull request. */
type ChartFile = {
  /** With its extension. */
  readonly name: string;
  readonly svg: string;
};

/** The whole figure over time, then each of its panels; nothing where not one second was recorded. */
const filesOfRun = ({ result }: Report): ChartFile[] => {
  const figure = runFigure(result);
  const panels = drawnPanels(figure);
  if (panels.length === 0) return [];
  return [
    { name: 'run.svg', svg: timeFigureFile(figure) },
    ...panels.map((panel) => ({
      name: `${panel.id}.svg`,
      svg: timeFigureFile({ ...figure, title: panel.title, panels: [panel] }),
    })),
  ];
};

const figuresOfPlan = ({ advice, verification }: Report): (Figure | EmptyFigure)[] => [
  ...(advice?.kind === 'advice' ? whatIfFigures(advice) : []),
  ...(verification === undefined ? [] : [proofFigure(verification)]),
];

/**
 * Every chart of a report as an SVG of its own, in the colours of the light theme. Charts that are empty have no file.
 * The same report gives the same bytes.
 */
export const chartFiles = (report: Report): ChartFile[] => {
  const figures = figuresOfPlan(report).filter((figure) => figure.kind === 'figure');
  return [
    ...filesOfRun(report),
    ...figures.map((figure) => ({ name: `${figure.id}.svg`, svg: figureFile(figure) })),
  ];
};
