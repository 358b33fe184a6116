import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import type { Result } from '../../runs/schema/result.ts';
import { formatMs } from '../format.ts';
import { groupOutcomes } from '../outcomes.ts';
import { p95LimitMs } from './run/latency.ts';
import { panelWith } from './run/panel.ts';
import { peakOf } from './seconds.ts';
import { linearTicks, logTicks } from './ticks.ts';
import type { Panel, Series, TimeFigure } from './time/model.ts';
import { unitFormats } from './time/units.ts';

/** What is laid over each other, of every run. */
type Measure = Pick<Panel, 'id' | 'title' | 'howToRead' | 'unit' | 'scale'> & {
  readonly of: (result: Result) => GappySeries;
};

const failuresOf = ({ timeline }: Result): GappySeries => {
  const failed = groupOutcomes(timeline).filter(({ kind }) => kind === 'failed');
  return timeline.load.arrivals.map((_, i) => failed.reduce((sum, { perSecond }) => sum + perSecond[i]!, 0));
};

const measures: readonly Measure[] = [
  {
    id: 'failed',
    title: 'Failed requests each second',
    howToRead: 'By the second of their arrival.',
    unit: 'perSecond',
    scale: 'linear',
    of: failuresOf,
  },
  {
    id: 'p95',
    title: 'p95 latency of successes',
    howToRead: 'Of the requests of each second; the axis is logarithmic.',
    unit: 'millisecond',
    scale: 'log',
    of: ({ timeline }) => timeline.load.okLatencyP95Ms,
  },
  {
    id: 'ready',
    title: 'Ready replicas',
    howToRead: 'At the end of each second.',
    unit: 'count',
    scale: 'linear',
    of: ({ timeline }) => timeline.cluster.ready,
  },
];

/** Runs of both sides: repeats of the same look alike. */
export type ComparedResults = { readonly base: readonly Result[]; readonly compared: readonly Result[] };

const lineOf = (values: GappySeries, side: 0 | 1, label: string): Series =>
  side === 0
    ? { label, colour: 'ink', draw: 'line', values, dash: [5, 3] }
    : { label, colour: 'blue', draw: 'line', values, widthPx: 2.4 };

/** The limit for p95 where one holds for all that is drawn. */
const sharedLimitMs = ({ base, compared }: ComparedResults): number | undefined => {
  const [limit, ...others] = new Set([...base, ...compared].map(p95LimitMs));
  return others.length === 0 ? limit : undefined;
};

const panelOf = (measure: Measure, results: ComparedResults): Panel | undefined => {
  const { base, compared } = results;
  const { of, ...panel } = measure;
  const limitMs = panel.id === 'p95' ? sharedLimitMs(results) : undefined;
  const named = (results: readonly Result[], side: 0 | 1, name: string): Series[] =>
    results.map((result, i) =>
      lineOf(of(result), side, results.length === 1 ? name : `${name}, run ${i + 1}`),
    );
  const series = [...named(base, 0, 'base'), ...named(compared, 1, 'compared')];
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0) return undefined;
  const drawn = [...known, ...(limitMs === undefined ? [] : [limitMs])];
  const largest = drawn.reduce((a, b) => Math.max(a, b));
  const least = drawn.reduce((a, b) => Math.min(a, b));
  const peaks = series.map(({ label, values }) => {
    const peak = peakOf(values);
    return peak === undefined
      ? `${label}: unknown`
      : `${label}: at most ${unitFormats[panel.unit](peak.value)}`;
  });
  return panelWith({
    ...panel,
    numbers: `${peaks.join('; ')}.`,
    ...(limitMs !== undefined && {
      levels: [{ value: limitMs, name: `limit p95 ${formatMs(limitMs)}` }],
    }),
    ticks:
      panel.scale === 'log' ? logTicks(Math.max(0.1, least), Math.max(0.1, largest)) : linearTicks(largest),
    heightPx: 120,
    series,
  });
};

/** Both sides of a comparison over each other, second by second of their loads. */
export const comparisonFigure = (results: ComparedResults): TimeFigure => ({
  id: 'compared',
  title: 'Second by second',
  seconds: Math.max(0, ...[...results.base, ...results.compared].map(({ timeline }) => timeline.seconds)),
  phases: [],
  lost: [],
  marks: [],
  runs: ['base', 'compared'],
  panels: measures.flatMap((measure) => panelOf(measure, results) ?? []),
});
