import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { isOk } from '../../runs/schema/outcome.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Run } from '../../runs/schema/run.ts';
import { meanOf } from '../stats/sketch.ts';
import { clockOf, replicasBySecond } from './cluster-grid.ts';
import {
  answeredOf,
  emptyCell,
  type FoldedCells,
  type FoldedLoad,
  type LoadCell,
  latencyOf,
  noCells,
  servedLatencyOf,
} from './fold-load.ts';
import { generatorFaults } from './generator.ts';
import { loadColumnsOf } from './load-columns.ts';
import { plannedArrivalsBySecond, plannedSecondsOf } from './planned-rate.ts';
import { type Stay, staysBySecond } from './stays.ts';

/** The grid ends with the plan, or with the last arrival where the load ended early or ran on. */
const secondsOf = (load: FoldedLoad, run: Run, startSecond: number): number => {
  const arrived = [...load.bySecond].filter(
    ([, cell]) => cell.arrivals > 0 || cell.retries > 0 || answeredOf(cell) > 0,
  );
  const last = arrived.reduce((latest, [second]) => Math.max(latest, second - startSecond + 1), 0);
  return run.status === 'complete' ? Math.max(last, plannedSecondsOf(run.phases)) : last;
};

const inSlots = (cell: LoadCell): Stay => ({
  count: cell.serviceMs.count,
  untilSeconds: (meanOf(servedLatencyOf(cell, isOk)) ?? 0) / 1000,
  lengthSeconds: (meanOf(cell.serviceMs) ?? 0) / 1000,
});

/**
 * Requests in flight as each second ended. A generator looks when a second is over, so its clock says that the next one has just
 * begun: a gauge tells of the second whose end is nearest to it.
 */
const inFlightBySecond = (load: FoldedLoad, startedAtMs: number, seconds: number): (number | null)[] => {
  const column = new Array<number | null>(seconds).fill(null);
  for (const generator of new Set(load.gauges.map((gauge) => gauge.generator))) {
    const own = new Map<number, number>();
    for (const gauge of load.gauges) {
      if (gauge.generator === generator)
        own.set(Math.round((gauge.atMs - startedAtMs) / 1000) - 1, gauge.inFlight);
    }
    for (const [second, n] of own)
      if (second >= 0 && second < seconds) column[second] = (column[second] ?? 0) + n;
  }
  return column;
};

/** Whether answers tell the time in their slots, and no endpoint leaves it out: its slots would be missing. */
const tellsService = ({ total, byEndpoint }: FoldedLoad): boolean =>
  total.serviceMs.count > 0 &&
  [...byEndpoint.values()].every(
    (of) => of.total.serviceMs.count > 0 || latencyOf(of.total, isOk).count === 0,
  );

type SlotUse = {
  readonly hasHeader: boolean;
  readonly inFlight: readonly (number | null)[];
  readonly capacity: readonly (number | null)[];
};

const busySlots = (cells: readonly LoadCell[], { hasHeader, inFlight, capacity }: SlotUse) => {
  if (hasHeader) {
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
  const cellsOf = ({ bySecond }: FoldedCells): LoadCell[] =>
    Array.from({ length: seconds }, (_, i) => bySecond.get(startSecond + i) ?? emptyCell());
  const cells = cellsOf(load);
  const replicas = replicasBySecond(cluster, startedAtMs, seconds);
  const slots = run.config.target.slotsPerReplica;
  const capacity = replicas.map(({ ready }) => (ready === null ? null : ready * slots));
  const inFlight = inFlightBySecond(load, startedAtMs, seconds);
  const busy = busySlots(cells, { hasHeader: tellsService(load), inFlight, capacity });
  const endpoints = endpointsOf(run.config);
  const offset = (atMs: number): number => (atMs - startedAtMs) / 1000;

  return {
    schemaVersion: 1,
    startedAtMs,
    seconds,
    phases: run.phases,
    slotsPerReplica: slots,
    load: {
      offeredRatePerSecond: plannedArrivalsBySecond(run.phases, seconds),
      ...loadColumnsOf(cells, run.plannedPerSecond),
      inFlight,
      generatorAtFault: generatorFaults(load, cells, startedAtMs),
    },
    ...(endpoints.length > 1 && {
      endpoints: endpoints.map(({ name }, i) => ({
        name,
        ...loadColumnsOf(cellsOf(load.byEndpoint.get(name) ?? noCells), run.plannedPerEndpoint?.[i] ?? []),
      })),
    }),
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
