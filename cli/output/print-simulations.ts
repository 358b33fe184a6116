import { formatMs, formatNumber, formatOr, formatSeconds, formatShare } from '../../reports/format.ts';
import { textTable } from '../../reports/text-table.ts';
import type { Simulation } from '../../runs/schema/simulation.ts';

type Row = readonly [label: string, cell: (simulation: Simulation) => string];

const none = '-';
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

const rows: readonly Row[] = [
  ['requests', ({ requests, replications }) => `${formatNumber(Math.round(requests))} x ${replications}`],
  outcomeRow('ok', 'ok'),
  outcomeRow('503', '503'),
  outcomeRow('504', '504'),
  ['wait p50 / p95 / p99', ({ waitMs }) => quantiles(waitMs)],
  ['latency p50 / p95 / p99', ({ latencyMs }) => quantiles(latencyMs)],
  ['replicas mean / max', ({ replicas: { mean, max } }) => `${formatNumber(mean)} / ${formatNumber(max)}`],
  ['replica hours', ({ replicas }) => formatNumber(replicas.occupiedSeconds / 3600)],
  ['utilization', ({ utilization }) => formatOr(utilization.mean, formatShare)],
  [
    'recovered after',
    ({ recovery }) => {
      if (recovery === null) return 'no rise';
      if (recovery.seconds === null) return 'never';
      const share =
        recovery.recoveredShare < 1 ? ` (in ${formatShare(recovery.recoveredShare)} of runs)` : '';
      return `${formatSeconds(recovery.seconds.mid)}${share}`;
    },
  ],
];

const speedOf = (simulations: readonly Simulation[]): string => {
  const requests = simulations.reduce((sum, one) => sum + one.simulatedRequests, 0);
  const elapsedMs = simulations.reduce((sum, one) => sum + (one.elapsedMs ?? 0), 0);
  return `${formatNumber(requests)} requests simulated in ${formatMs(elapsedMs)}`;
};

/** Prints answers to stdout: as JSON (one object, or an array for several), or side by side in a table. */
export const printSimulations = (
  simulations: readonly Simulation[],
  { json, series }: { readonly json: boolean; readonly series: boolean },
): void => {
  if (json) {
    const answer = simulations.length === 1 ? simulations[0] : simulations;
    // Indented, a series would fill a line with each of its numbers.
    console.log(JSON.stringify(answer, null, series ? 0 : 2));
    return;
  }
  const head = ['', ...simulations.map(({ name }) => name ?? '')];
  console.log(
    textTable(
      head,
      rows.map(([label, cell]) => [label, ...simulations.map(cell)]),
    ),
  );
  console.log(`\nOutcomes with their 95 % intervals. ${speedOf(simulations)}.`);
};
