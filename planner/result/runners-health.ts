import type { LoadRunner } from '../../runs/schema/load/load-runners.ts';
import type { Health } from '../../runs/schema/result/health.ts';
import { sumOf } from '../stats/sum.ts';
import { clockApartMsMax, isWhole, throttledSecondsOf } from '../timeline/runners.ts';

/** More late arrivals of a runner than this share of its own are named. */
const lateShareMax = 0.01;

/**
 * How the runners of a load did, where several fired it: whether all is known of each, and what kept them from their time.
 *
 * @param seconds of the load
 */
export const runnersHealth = (records: readonly LoadRunner[], seconds: number): Health[] => {
  if (records.length === 0) return [];
  const incomplete = records.filter((record) => !isWhole(record)).map(({ runner }) => runner);
  const throttled = records
    .map((record) => ({ runner: record.runner, seconds: throttledSecondsOf(record, seconds) }))
    .filter((one) => one.seconds > 0);
  const late = records
    .filter((record) => record.late > lateShareMax * record.fired)
    .map((record) => ({ runner: record.runner, arrivals: record.late }));
  const pressures = records.flatMap(({ cpuPressureSeconds }) => cpuPressureSeconds ?? []);
  const clocksApart = records
    .map(({ runner, clockAheadMs = 0 }) => ({ runner, aheadMs: clockAheadMs }))
    .filter(({ aheadMs }) => Math.abs(aheadMs) > clockApartMsMax);
  const isOk = [incomplete, throttled, late, clocksApart].every(({ length }) => length === 0);
  return [
    {
      check: 'runners',
      status: isOk ? 'ok' : 'warning',
      runners: records.length,
      incomplete,
      throttled,
      late,
      ...(clocksApart.length > 0 && { clocksApart }),
      cpuPressureSeconds: pressures.length === 0 ? null : Math.max(...pressures),
      cuts: sumOf(records.map(({ cuts }) => cuts)),
    },
  ];
};
