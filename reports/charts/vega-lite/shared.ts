import type { TopLevelSpec } from 'vega-lite';
import { pageColours, type SeriesColour, seriesColours } from '../palette.ts';

/** A chart as a specification that Vega-Lite draws, with its numbers in it. */
export type ChartSpec = TopLevelSpec;

/** A part of a specification: Vega-Lite's own type is the check of the whole, in a test that compiles it. */
export type Part = Readonly<Record<string, unknown>>;

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Width of a chart, in px; whoever takes the specification may set another. */
export const chartWidthPx = 720;

/** A whole specification. */
export const specOf = (
  { title, description }: { readonly title: string; readonly description: string },
  chart: Part,
): ChartSpec => ({ $schema: schema, title, description, ...chart }) as unknown as ChartSpec;

/** The colour of the light theme: whoever draws the specification has no style sheet of the report. */
export const lightColour = (name: SeriesColour): string => seriesColours[name].light;

/** Colour of lines that only guide the eye. */
export const guideColour = pageColours.muted.light;

/** Each series with its colour. */
export const colourScale = (
  series: readonly { readonly label: string; readonly colour: SeriesColour }[],
) => ({
  domain: series.map(({ label }) => label),
  range: series.map(({ colour }) => lightColour(colour)),
});

/** An axis with the ticks of the report, written as there. */
export const axisOf = (ticks: readonly number[], label: (value: number) => string): Part => ({
  values: ticks,
  labelExpr: `(${JSON.stringify(Object.fromEntries(ticks.map((tick) => [tick, label(tick)])))})[datum.value]`,
  title: null,
});

/** A level line with its name. */
export const levelLayers = (value: number, name: string): Part[] => {
  const data = { values: [{ value, name }] };
  const y = { field: 'value', type: 'quantitative' };
  return [
    { data, mark: { type: 'rule', strokeDash: [6, 3] }, encoding: { y } },
    {
      data,
      mark: { type: 'text', align: 'right', baseline: 'bottom' },
      encoding: { y, x: { value: chartWidthPx }, text: { field: 'name', type: 'nominal' } },
    },
  ];
};
