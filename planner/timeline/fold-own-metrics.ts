import type { LoadLine } from '../../runs/schema/load-series.ts';
import { mergeSketches, type Sketch } from '../stats/sketch.ts';

/** What one of k6's four kinds of metrics came to. */
export type OwnMetricValue =
  | { readonly kind: 'counter'; readonly sum: number }
  | { readonly kind: 'rate'; readonly nonzero: number; readonly total: number }
  | { readonly kind: 'trend'; readonly values: Sketch }
  | { readonly kind: 'gauge'; readonly last: number };

/** A metric that a script made, in one phase. */
export type OwnMetricSum = { readonly name: string; readonly phase: string; readonly value: OwnMetricValue };

type ScriptLine = Extract<LoadLine, { kind: 'script' }>;

const valuesIn = ({
  counters,
  rates,
  trends,
  gauges,
}: ScriptLine): [name: string, value: OwnMetricValue][] => [
  ...Object.entries(counters ?? {}).map(([name, sum]): [string, OwnMetricValue] => [
    name,
    { kind: 'counter', sum },
  ]),
  ...Object.entries(rates ?? {}).map(([name, [nonzero, total]]): [string, OwnMetricValue] => [
    name,
    { kind: 'rate', nonzero, total },
  ]),
  ...Object.entries(trends ?? {}).map(([name, values]): [string, OwnMetricValue] => [
    name,
    { kind: 'trend', values },
  ]),
  ...Object.entries(gauges ?? {}).map(([name, last]): [string, OwnMetricValue] => [
    name,
    { kind: 'gauge', last },
  ]),
];

/** A later value on top of an earlier one of the same metric. k6 refuses a name that has two kinds. */
const added = (earlier: OwnMetricValue, later: OwnMetricValue): OwnMetricValue => {
  if (earlier.kind === 'counter' && later.kind === 'counter')
    return { kind: 'counter', sum: earlier.sum + later.sum };
  if (earlier.kind === 'rate' && later.kind === 'rate')
    return { kind: 'rate', nonzero: earlier.nonzero + later.nonzero, total: earlier.total + later.total };
  if (earlier.kind === 'trend' && later.kind === 'trend')
    return { kind: 'trend', values: mergeSketches(earlier.values, later.values) };
  return later;
};

/** The metrics that a script made, added up by name and phase over seconds, endpoints and generators. */
export const foldOwnMetrics = (lines: readonly LoadLine[]): OwnMetricSum[] => {
  const sums = new Map<string, OwnMetricSum>();
  const inTime = lines
    .filter((line) => line.kind === 'script')
    .sort((a, b) => a.second - b.second || a.seq - b.seq);
  for (const line of inTime) {
    for (const [name, value] of valuesIn(line)) {
      const key = JSON.stringify([name, line.phase]);
      const earlier = sums.get(key)?.value;
      sums.set(key, {
        name,
        phase: line.phase,
        value: earlier === undefined ? value : added(earlier, value),
      });
    }
  }
  return [...sums.values()];
};
