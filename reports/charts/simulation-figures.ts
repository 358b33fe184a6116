import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import type { Simulation, SimulationSeries } from '../../runs/schema/simulation.ts';
import { capitalize, formatNumber, formatOffset, formatRate } from '../format.ts';
import { simulationName } from '../simulation-table.ts';
import type { EmptyFigure, Figure } from './figure.ts';
import { type LineStyle, stepLine } from './layers.ts';
import { perSecondTable } from './per-second-table.ts';
import { peakOf } from './seconds.ts';
import { linearTicks } from './ticks.ts';
import { timePanel } from './time-panel.ts';

type Column = Exclude<keyof SimulationSeries, 'scaleEvents'>;
type Line = { readonly column: Column; readonly label: string; readonly style: LineStyle };

/** What is drawn of every model, each on one scale for all models, so that heights compare. */
export type Measure = {
  readonly id: string;
  readonly title: string;
  readonly howToRead: string;
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
};

/** The figures of a simulation, top to bottom. */
export const measures: readonly Measure[] = [
  {
    id: 'offered',
    title: 'Offered rate',
    howToRead: 'Requests that arrive in each second.',
    lines: [{ column: 'offered', label: 'offered', style: { colour: 'ink' } }],
    format: formatRate,
  },
  {
    id: 'replicas',
    title: 'Replicas',
    howToRead: 'What the autoscaler asks for, and what is ready, at the end of each second.',
    lines: [
      { column: 'ready', label: 'ready', style: { colour: 'blue', widthPx: 2.4 } },
      { column: 'desired', label: 'desired', style: { colour: 'ink', dash: [5, 3] } },
      { column: 'pending', label: 'pending', style: { colour: 'orange', dash: [1.5, 2] } },
    ],
    format: formatNumber,
  },
  {
    id: 'queue',
    title: 'Queue',
    howToRead: 'Requests that wait in the router for a free slot, mean of each second.',
    lines: [{ column: 'queued', label: 'waiting', style: { colour: 'teal', widthPx: 2.4 } }],
    format: formatNumber,
  },
  {
    id: 'failures',
    title: 'Failures',
    howToRead: 'Requests that end in 503 or 504, by the second in which they arrive.',
    lines: [
      { column: '503', label: '503', style: { colour: 'orange', widthPx: 2.4 } },
      { column: '504', label: '504', style: { colour: 'purple', dash: [5, 3] } },
    ],
    format: formatRate,
  },
];

const peakText = (label: string, values: GappySeries, format: Measure['format']): string => {
  const peak = peakOf(values);
  if (peak === undefined || peak.value === 0) return `no ${label}`;
  return `${label} at most ${format(peak.value)}, at ${formatOffset(peak.second)}`;
};

/** The figures of one measure, one for each model. */
export const simulationFigures = (
  { id, title, howToRead, lines, format }: Measure,
  simulations: readonly Simulation[],
): (Figure | EmptyFigure)[] => {
  const all = simulations.flatMap(({ series }) => (series === undefined ? [] : [series]));
  const seconds = all.reduce((longest, { offered }) => Math.max(longest, offered.length), 0);
  const highest = all
    .flatMap((series) => lines.map(({ column }) => peakOf(series[column])?.value ?? 0))
    .reduce((high, value) => Math.max(high, value), 0);
  return simulations.map((simulation, index) => {
    const head = { id: `${id}-${index + 1}`, title: `${title}: ${simulationName(simulation, index)}` };
    const { series } = simulation;
    if (series === undefined || series.offered.length === 0) {
      return { kind: 'empty', ...head, why: 'the simulation kept no series' };
    }
    return {
      kind: 'figure',
      ...head,
      howToRead,
      numbers: `${capitalize(lines.map(({ column, label }) => peakText(label, series[column], format)).join('; '))}.`,
      legend: lines.map(({ label, style }) => ({ label, mark: 'line', ...style })),
      spec: timePanel(
        { seconds, phases: [] },
        { ticks: linearTicks(highest), label: format },
        lines.map(({ column, style }) => stepLine(series[column], style)),
      ),
      table: perSecondTable(
        series.offered.length,
        lines.map(({ column, label }) => ({
          name: label,
          values: series[column],
          combine: 'largest',
          format: formatNumber,
        })),
      ),
    };
  });
};
