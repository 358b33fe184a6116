import { countAbove } from '../../planner/stats/sketch.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { lateMsLimit } from '../../planner/timeline/generator.ts';
import type { LoadRunner } from '../../runs/schema/load/load-runners.ts';
import type { LoadCounts, LoadEnd, LoadGauge, LoadLine } from '../../runs/schema/load-series.ts';
import type { RunnerLoss } from '../../runs/schema/result/stop-reason.ts';

/** What the tool learns of a runner beside its lines. */
export type RunnerFate = {
  /** Pod and node, where it had them. */
  readonly place: string | null;
  /** Why it is lost; of no meaning where its end line came. */
  readonly failure: RunnerLoss['failure'];
  /** Times that the connection for its lines was cut, and taken up again. */
  readonly cuts: number;
};

/** What one of several runners has said so far, against its share of the plan. */
export type Ledger = {
  /** Books a line; false: it came before, or is no line of this runner's, and is to be passed over. */
  readonly add: (line: LoadLine) => boolean;
  readonly isArmed: () => boolean;
  readonly end: () => LoadEnd | null;
  readonly gauge: () => LoadGauge | null;
  /** The first lines that are missing: from one number up to, and without, another. */
  readonly gap: () => { readonly from: number; readonly to: number } | null;
  readonly record: (fate: RunnerFate) => Omit<LoadRunner, 'kind' | 'seq' | 'generator'>;
};

type Totals = { fired: number; dropped: number; late: number };

const book = (totals: Totals, { arrivals, dropped = 0, latenessMs }: LoadCounts): void => {
  totals.fired += arrivals;
  totals.dropped += dropped;
  if (latenessMs !== undefined) totals.late += countAbove(latenessMs, lateMsLimit);
};

/** What was planned and is in no line, with the seconds of the plan in which that is so. */
const missingOf = (planned: readonly number[], seen: Int32Array): LoadRunner['missing'] => {
  const short = planned.map((arrivals, second) => Math.max(0, arrivals - seen[second]!));
  const arrivals = sumOf(short);
  if (arrivals === 0) return null;
  const isShort = (n: number): boolean => n > 0;
  return { arrivals, fromSecond: short.findIndex(isShort), toSecond: short.findLastIndex(isShort) + 1 };
};

/** Gaps that are kept in mind, so that lines which are sent again fill them. */
const gapMost = 10_000;

/** Takes each number once, in whatever order: false for one that came before. */
const createNumbering = () => {
  const missing = new Set<number>();
  let next = 0;
  return {
    take: (seq: number): boolean => {
      if (seq < next) return missing.delete(seq);
      for (let gap = next; gap < seq && missing.size < gapMost; gap++) missing.add(gap);
      next = seq + 1;
      return true;
    },
    next: (): number => next,
    firstGap: () => {
      const from = missing.size === 0 ? null : Math.min(...missing);
      if (from === null) return null;
      let to = from + 1;
      while (missing.has(to)) to += 1;
      return { from, to };
    },
  };
};

/**
 * Opens the ledger of one runner. Lines are known by their number: one that came before, as after a connection that was taken up
 * again, is not counted twice; one that is missing is counted as missing.
 *
 * @param planned arrivals of each second that are this runner's
 * @param now the tool's clock, ms since the epoch
 */
export const openLedger = (runner: string, planned: readonly number[], now: () => number): Ledger => {
  const seen = new Int32Array(planned.length);
  const totals: Totals = { fired: 0, dropped: 0, late: 0 };
  const numbering = createNumbering();
  let [lines, startSecond] = [0, null as number | null];
  let clockAheadMs: number | null = null;
  let [isArmed, end, gauge] = [false, null as LoadEnd | null, null as LoadGauge | null];
  const addCounts = (line: LoadCounts): void => {
    book(totals, line);
    const second = line.second - (startSecond ?? line.second);
    if (second >= 0 && second < seen.length) seen[second]! += line.arrivals + (line.dropped ?? 0);
  };
  return {
    add: (line) => {
      if (line.generator !== runner || !numbering.take(line.seq)) return false;
      lines += 1;
      if (line.kind === 'armed' || line.kind === 'gauge')
        clockAheadMs = Math.max(clockAheadMs ?? Number.NEGATIVE_INFINITY, line.atMs - now());
      if (line.kind === 'armed') isArmed = true;
      if (line.kind === 'header') startSecond = line.startedAtMs / 1000;
      if (line.kind === 'counts') addCounts(line);
      if (line.kind === 'gauge') gauge = line;
      if (line.kind === 'end') end = line;
      return true;
    },
    isArmed: () => isArmed,
    end: () => end,
    gauge: () => gauge,
    gap: numbering.firstGap,
    record: ({ place, failure, cuts }) => ({
      runner,
      place,
      planned: sumOf(planned),
      ...totals,
      late: Math.round(totals.late),
      told: end && { fired: end.fired, dropped: end.dropped },
      lines,
      linesMissing: numbering.next() - lines + (end?.linesLost ?? 0),
      reason: end?.reason ?? (startSecond === null ? 'notReady' : 'lost'),
      failure: end === null ? failure : null,
      missing: missingOf(planned, seen),
      cuts,
      ...(clockAheadMs !== null && { clockAheadMs }),
      cpuSeconds: end?.cpuSeconds ?? gauge?.cpuSeconds ?? 0,
      memoryBytesMax: end?.memoryBytesMax ?? gauge?.memoryBytes ?? 0,
      ...(gauge?.throttledSeconds !== undefined && { throttledSeconds: gauge.throttledSeconds }),
      ...(gauge?.cpuPressureSeconds !== undefined && { cpuPressureSeconds: gauge.cpuPressureSeconds }),
    }),
  };
};
