import type { Simulation, SimulationSeries } from '../../runs/schema/simulation.ts';
import { capitalize, formatOffset } from '../format.ts';
import { simulationName } from '../simulation-table.ts';
import { emptyPanel, panelWith } from './run/panel.ts';
import { peakOf } from './seconds.ts';
import { linearTicks } from './ticks.ts';
import type { Panel, Series, TimeFigure, Unit } from './time/model.ts';
import { unitFormats } from './time/units.ts';

type Column = Exclude<keyof SimulationSeries, 'scaleEvents'>;
type Line = Pick<Series, 'label' | 'colour' | 'dash' | 'widthPx'> & { readonly column: Column };

/** What is drawn of every model. */
type Measure = {
  readonly id: string;
  readonly title: string;
  readonly howToRead: string;
  readonly lines: readonly Line[];
  readonly unit: Unit;
};

/** Top to bottom. */
const measures: readonly Measure[] = [
  {
    id: 'offered',
    title: 'Offered rate',
    howToRead: 'Requests that arrive in each second.',
    lines: [{ column: 'offered', label: 'offered', colour: 'ink' }],
    unit: 'perSecond',
  },
  {
    id: 'replicas',
    title: 'Replicas',
    howToRead: 'What the autoscaler asks for, and what is ready, at the end of each second.',
    lines: [
      { column: 'ready', label: 'ready', colour: 'blue', widthPx: 2.4 },
      { column: 'desired', label: 'desired', colour: 'ink', dash: [5, 3] },
      { column: 'pending', label: 'pending', colour: 'orange', dash: [1.5, 2] },
    ],
    unit: 'number',
  },
  {
    id: 'queue',
    title: 'Queue',
    howToRead: 'Requests that wait in the router for a free slot, mean of each second.',
    lines: [{ column: 'queued', label: 'waiting', colour: 'teal', widthPx: 2.4 }],
    unit: 'number',
  },
  {
    id: 'failures',
    title: 'Failures',
    howToRead: 'Requests that end in 503 or 504, by the second in which they arrive.',
    lines: [
      { column: '503', label: '503', colour: 'orange', widthPx: 2.4 },
      { column: '504', label: '504', colour: 'purple', dash: [5, 3] },
    ],
    unit: 'perSecond',
  },
];

/** The highest value that a measure has in any of the models. */
const highestOf = (all: readonly SimulationSeries[], { lines }: Measure): number =>
  Math.max(0, ...all.flatMap((series) => lines.map(({ column }) => peakOf(series[column])?.value ?? 0)));

const peakText = (line: Line, series: SimulationSeries, unit: Unit): string => {
  const peak = peakOf(series[line.column]);
  if (peak === undefined || peak.value === 0) return `no ${line.label}`;
  return `${line.label} at most ${unitFormats[unit](peak.value)}, at ${formatOffset(peak.second)}`;
};

/** Which model, and the end of the axis. */
type Place = { readonly index: number; readonly highest: number };

const panelOf = (measure: Measure, series: SimulationSeries, { index, highest }: Place): Panel => {
  const { id, title, howToRead, unit, lines } = measure;
  return panelWith({
    id: `${id}-${index + 1}`,
    title,
    howToRead,
    numbers: `${capitalize(lines.map((line) => peakText(line, series, unit)).join('; '))}.`,
    unit,
    ticks: linearTicks(highest),
    heightPx: 90,
    series: lines.map(({ column, ...line }) => ({ ...line, draw: 'line', values: series[column] })),
  });
};

/** A figure for each model, all on the same scales, so that heights compare. */
export const simulationFigures = (simulations: readonly Simulation[]): TimeFigure[] => {
  const all = simulations.flatMap(({ series }) => (series === undefined ? [] : [series]));
  const seconds = Math.max(0, ...all.map(({ offered }) => offered.length));
  return simulations.map((simulation, index) => {
    const { series } = simulation;
    const title = simulationName(simulation, index);
    const common = { title, seconds, phases: [], lost: [], marks: [], runs: [], id: `model-${index + 1}` };
    if (series === undefined || series.offered.length === 0)
      return {
        ...common,
        panels: [emptyPanel(`${common.id}-series`, title, 'the simulation kept no series')],
      };
    return {
      ...common,
      panels: measures.map((measure) =>
        panelOf(measure, series, { index, highest: highestOf(all, measure) }),
      ),
    };
  });
};
