import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { isOk } from '../../runs/schema/load-series.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { meanOf, quantileOf } from '../stats/sketch.ts';
import { clockOf, replicasBySecond } from './cluster-grid.ts';
import { answeredOf, emptyCell, type FoldedLoad, type LoadCell, latencyOf } from './fold-load.ts';
import { generatorFaults } from './generator.ts';
import { plannedArrivalsBySecond, plannedSecondsOf } from './planned-rate.ts';
import { type Stay, staysBySecond } from './stays.ts';

const orNull = (value: number | undefined): number | null => value ?? null;
const failed = (outcome: string): boolean => !isOk(outcome);
const all = (): boolean => true;

/** The grid ends with the plan, or with the last arrival where the load ended early or ran on. */
const secondsOf = (load: FoldedLoad, run: Run, startSecond: number): number => {
  const arrived = [...load.bySecond].filter(([, cell]) => cell.arrivals > 0 || answeredOf(cell) > 0);
  const last = arrived.reduce((latest, [second]) => Math.max(latest, second - startSecond + 1), 0);
  return run.status === 'complete' ? Math.max(last, plannedSecondsOf(run.phases)) : last;
};

const inSlots = (cell: LoadCell): Stay => ({
  count: cell.serviceMs.count,
  untilSeconds: (meanOf(latencyOf(cell, isOk)) ?? 0) / 1000,
  lengthSeconds: (meanOf(cell.serviceMs) ?? 0) / 1000,
});

/** The last gauge of each second. */
const inFlightBySecond = (load: FoldedLoad, startedAtMs: number, seconds: number): (number | null)[] => {
  const column = new Array<number | null>(seconds).fill(null);
  for (const generator of new Set(load.gauges.map((gauge) => gauge.generator))) {
    const own = new Map<number, number>();
    for (const gauge of load.gauges) {
      if (gauge.generator === generator)
        own.set(Math.floor((gauge.atMs - startedAtMs) / 1000), gauge.inFlight);
    }
    for (const [second, n] of own)
      if (second >= 0 && second < seconds) column[second] = (column[second] ?? 0) + n;
  }
  return column;
};

const busySlots = (
  cells: readonly LoadCell[],
  inFlight: readonly (number | null)[],
  capacity: readonly (number | null)[],
) => {
  if (cells.some((cell) => cell.serviceMs.count > 0)) {
    return { from: 'serviceTimeHeader' as const, column: staysBySecond(cells.map(inSlots)) };
  }
  if (capacity.every((slots) => slots === null))
    return { from: 'unknown' as const, column: cells.map(() => null) };
  // Without the header: what is in flight beyond the slots that exist is waiting, not running.
  const column = inFlight.map((n, i) =>
    n === null || capacity[i] == null ? null : Math.min(n, capacity[i]),
  );
  return { from: 'inFlight' as const, column };
};

type TimelineInput = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly cluster: readonly ClusterLine[];
};

/**
 * Joins load and cluster on one grid of whole seconds from the first planned arrival. Requests stand in the second
 * of their arrival; replicas are the state at the end of a second. O(lines + seconds).
 */
export const buildTimeline = ({ run, load, cluster }: TimelineInput): Timeline => {
  const startedAtMs = run.loadStartedAtMs ?? run.createdAtMs;
  const startSecond = Math.floor(startedAtMs / 1000);
  const seconds = secondsOf(load, run, startSecond);
  const cells = Array.from({ length: seconds }, (_, i) => load.bySecond.get(startSecond + i) ?? emptyCell());
  const replicas = replicasBySecond(cluster, startedAtMs, seconds);
  const slots = run.config.target.slotsPerReplica;
  const capacity = replicas.map(({ ready }) => (ready === null ? null : ready * slots));
  const inFlight = inFlightBySecond(load, startedAtMs, seconds);
  const busy = busySlots(cells, inFlight, capacity);
  const quantiles = (picks: (outcome: string) => boolean, share: number) =>
    cells.map((cell) => orNull(quantileOf(latencyOf(cell, picks), share)));
  const outcomes = Object.keys(load.total.outcomes).sort();
  const offset = (atMs: number): number => (atMs - startedAtMs) / 1000;

  return {
    schemaVersion: 1,
    startedAtMs,
    seconds,
    phases: run.phases,
    slotsPerReplica: slots,
    load: {
      offeredRatePerSecond: plannedArrivalsBySecond(run.phases, seconds),
      planned: cells.map((_, second) => run.plannedPerSecond[second] ?? 0),
      arrivals: cells.map((cell) => cell.arrivals),
      requests: cells.map((cell) => cell.requests),
      exceptions: cells.map((cell) => cell.exceptions),
      outcomes: Object.fromEntries(
        outcomes.map((name) => [name, cells.map((cell) => cell.outcomes[name] ?? 0)]),
      ),
      unanswered: cells.map((cell) => Math.max(0, cell.requests - answeredOf(cell))),
      dropped: cells.map((cell) => cell.dropped),
      latencyP50Ms: quantiles(all, 0.5),
      latencyP95Ms: quantiles(all, 0.95),
      latencyP99Ms: quantiles(all, 0.99),
      okLatencyP50Ms: quantiles(isOk, 0.5),
      okLatencyP95Ms: quantiles(isOk, 0.95),
      failedLatencyP50Ms: quantiles(failed, 0.5),
      serviceMeanMs: cells.map((cell) => orNull(meanOf(cell.serviceMs))),
      inFlight,
      latenessP50Ms: cells.map((cell) => orNull(quantileOf(cell.latenessMs, 0.5))),
      latenessP99Ms: cells.map((cell) => orNull(quantileOf(cell.latenessMs, 0.99))),
      connections: cells.map((cell) => cell.connections),
      generatorAtFault: generatorFaults(load, cells, startedAtMs),
    },
    cluster: {
      known: replicas.some(({ ready }) => ready !== null),
      desired: replicas.map(({ desired }) => desired),
      ready: replicas.map(({ ready }) => ready),
      pending: replicas.map(({ pending }) => pending),
      busySlots: busy.column,
      utilization: busy.column.map((n, i) => (n === null || !capacity[i] ? null : n / capacity[i])),
      busySlotsFrom: busy.from,
    },
    clock: clockOf(cluster),
    lost: load.lost.map(({ fromMs, toMs, reason }) => ({
      fromSecond: offset(fromMs),
      toSecond: offset(toMs),
      reason,
    })),
  };
};
