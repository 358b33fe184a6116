import type { Simulation } from '../runs/schema/simulation.ts';
import type { Table } from './charts/figure.ts';
import { formatMs, formatNumber, formatSeconds, formatShare } from './format.ts';

type Row = readonly [label: string, cell: (simulation: Simulation) => string];

const none = '–';
const ms = (value: number | null): string => (value === null ? none : formatMs(value));

const outcomeRow = (label: string, outcome: keyof Simulation['outcomes']): Row => [
  label,
  ({ outcomes }) => {
    const share = outcomes[outcome];
    if (share === null) return none;
    return `${formatShare(share.mid)} (${formatShare(share.low)} to ${formatShare(share.high)})`;
  },
];

const quantiles = ({ p50, p95, p99 }: Simulation['latencyMs'] | Simulation['waitMs']): string =>
  [p50, p95, p99].map(ms).join(' / ');

const recoveryText = ({ recovery }: Simulation): string => {
  if (recovery === null) return 'no rise of the load';
  if (recovery.seconds === null) return 'never';
  const share = recovery.recoveredShare < 1 ? `, in ${formatShare(recovery.recoveredShare)} of the runs` : '';
  return `${formatSeconds(recovery.seconds.mid)}${share}`;
};

const rows: readonly Row[] = [
  [
    'requests × replications',
    ({ requests, replications }) => `${formatNumber(Math.round(requests))} × ${replications}`,
  ],
  outcomeRow('ok', 'ok'),
  outcomeRow('503', '503'),
  outcomeRow('504', '504'),
  ['wait p50 / p95 / p99', ({ waitMs }) => quantiles(waitMs)],
  ['latency p50 / p95 / p99', ({ latencyMs }) => quantiles(latencyMs)],
  [
    'ready replicas mean / most',
    ({ replicas: { mean, max } }) => `${formatNumber(mean)} / ${formatNumber(max)}`,
  ],
  ['replica hours', ({ replicas }) => formatNumber(replicas.occupiedSeconds / 3600)],
  ['utilization', ({ utilization }) => (utilization.mean === null ? none : formatShare(utilization.mean))],
  ['errors end after', recoveryText],
];

/** The name of a simulation, or its place in the list. */
export const simulationName = ({ name }: Simulation, index: number): string => name ?? `model ${index + 1}`;

/** Of a single replication the interval is over parts of it; see `outcomes` of a simulation. */
const captionOf = (simulations: readonly Simulation[]): string =>
  simulations.some(({ replications }) => replications > 1)
    ? 'Shares of the requests: the mean of the simulated runs, with its 95 % interval; a single run may lie outside'
    : 'Shares of the requests with their 95 % intervals';

/** Answers side by side: a row for each measure, a column for each model. */
export const simulationTable = (simulations: readonly Simulation[]): Table => ({
  caption: captionOf(simulations),
  columns: ['measure', ...simulations.map(simulationName)],
  rows: rows.map(([label, cell]) => [label, ...simulations.map(cell)]),
});
