import { pageColours, stackedOpacity } from '../palette.ts';
import {
  drawnPanels,
  type Lane,
  type Mark,
  type Panel,
  type Series,
  type TimeFigure,
} from '../time/model.ts';
import { unitFormats } from '../time/units.ts';
import {
  axisOf,
  type ChartSpec,
  chartWidthPx,
  colourScale,
  guideColour,
  levelLayers,
  type Part,
  specOf,
} from './shared.ts';

type Domain = { readonly seconds: number };

const secondAxis = ({ seconds }: Domain): Part => ({
  field: 'second',
  type: 'quantitative',
  scale: { domain: [0, seconds], nice: false },
  title: 'second',
});

/** A row for each second that is known. */
const rowsOf = (series: readonly Series[]): Part[] =>
  series.flatMap(({ label, values, upTo }) =>
    values.flatMap((value, second) =>
      value === null ? [] : [{ series: label, second, value, ...(upTo && { upTo: upTo[second] ?? null }) }],
    ),
  );

/** Stacked parts that are no failure are pale, as in the report. */
const fillOpacityOf = (stacked: readonly Series[]): Part => {
  const pale = stacked.filter(({ isFailure }) => !isFailure).map(({ label }) => label);
  return {
    condition: { test: `indexof(${JSON.stringify(pale)}, datum.series) >= 0`, value: stackedOpacity },
    value: 1,
  };
};

const seriesLayers = (panel: Panel, domain: Domain): Part[] => {
  const { series, scale, ticks, unit } = panel;
  const x = secondAxis(domain);
  const color = { field: 'series', type: 'nominal', scale: colourScale(series), title: null };
  const y = {
    field: 'value',
    type: 'quantitative',
    scale: { type: scale, domain: [ticks[0], ticks.at(-1)], clamp: true },
    axis: axisOf(ticks, unitFormats[unit]),
  };
  const of = (draw: Series['draw']): readonly Series[] => series.filter((one) => one.draw === draw);
  const [stacked, bands, lines] = [of('stack'), of('band'), of('line')];
  const mark = { type: 'area', interpolate: 'step-after' };
  return [
    ...(stacked.length === 0
      ? []
      : [
          {
            data: { values: rowsOf(stacked) },
            mark: { ...mark, stroke: pageColours.page.light, strokeWidth: 1 },
            encoding: { x, y: { ...y, stack: 'zero' }, color, fillOpacity: fillOpacityOf(stacked) },
          },
        ]),
    ...bands.map((band) => ({
      data: { values: rowsOf([band]) },
      mark: { ...mark, opacity: 0.5 },
      encoding: { x, y: { ...y, stack: null }, y2: { field: 'upTo' }, color },
    })),
    ...lines.map((line) => ({
      data: { values: rowsOf([line]) },
      mark: { type: 'line', interpolate: 'step-after', ...(line.dash && { strokeDash: line.dash }) },
      encoding: { x, y, color },
    })),
  ];
};

const markLayer = (marks: readonly Mark[], domain: Domain): Part[] =>
  marks.length === 0
    ? []
    : [
        {
          data: { values: marks },
          mark: { type: 'rule', strokeDash: [3, 3], color: guideColour },
          encoding: { x: secondAxis(domain), tooltip: { field: 'label', type: 'nominal' } },
        },
      ];

const lanesPanel = (title: string, lanes: readonly Lane[], domain: Domain): Part => ({
  title,
  width: chartWidthPx,
  data: {
    values: lanes.flatMap(({ label, stretches }) =>
      stretches.map(({ from, to }) => ({ lane: label, second: from, to })),
    ),
  },
  mark: { type: 'bar', height: 6 },
  encoding: {
    x: secondAxis(domain),
    x2: { field: 'to' },
    y: { field: 'lane', type: 'nominal', title: null, sort: null, axis: { labelLimit: chartWidthPx } },
    color: { field: 'lane', type: 'nominal', scale: colourScale(lanes), legend: null },
  },
});

/** Rows of marks stand above the series, as in the report. */
const panelSpecs = (panel: Panel, { marks, seconds }: TimeFigure): Part[] => {
  const { title, lanes, series, heightPx, levels } = panel;
  const domain = { seconds };
  const layer = [
    ...seriesLayers(panel, domain),
    ...markLayer(marks, domain),
    ...levels.flatMap(({ value, name }) => levelLayers(value, name)),
  ];
  return [
    ...(lanes.length === 0 ? [] : [lanesPanel(title, lanes, domain)]),
    ...(series.length === 0 ? [] : [{ title, width: chartWidthPx, height: heightPx, layer }]),
  ];
};

/** A figure over time: its panels below each other, every second as it was. */
export const timeSpec = (figure: TimeFigure): ChartSpec => {
  const panels = drawnPanels(figure);
  return specOf(
    { title: figure.title, description: panels.map(({ numbers }) => numbers).join(' ') },
    {
      vconcat: panels.flatMap((panel) => panelSpecs(panel, figure)),
      resolve: { scale: { color: 'independent' } },
    },
  );
};
