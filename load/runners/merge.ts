import { sumOf } from '../../planner/stats/sum.ts';
import type { LoadEnd, LoadGauge, LoadLine } from '../../runs/schema/load-series.ts';
import { type AdditiveLine, addLines } from './add-lines.ts';
import { mergedThresholds } from './thresholds.ts';

/** The name under which the lines of all runners stand in the run folder, added up. */
const mergedName = 'runners';

/** A line that has no place in the merged stream yet. */
export type Unplaced<Line extends LoadLine = LoadLine> = Line extends LoadLine
  ? Omit<Line, 'seq' | 'generator'>
  : never;

/**
 * One stream out of those of all runners. Counts of the same second, endpoint and phase are added; what can't be added
 * (answers, exceptions, standstills) goes on as it is. The stream has numbers of its own, so the run folder is read as that of one
 * generator. Headers, gauges and end lines are the caller's to make, from all runners.
 */
export const createMerge = () => {
  let seq = 0;
  let held = new Map<string, AdditiveLine>();
  let passed: LoadLine[] = [];
  const place = (line: Unplaced): LoadLine => ({ ...line, seq: seq++, generator: mergedName }) as LoadLine;
  return {
    place,
    add: (line: LoadLine): void => {
      if (['armed', 'header', 'gauge', 'end'].includes(line.kind)) return;
      if (line.kind !== 'counts' && line.kind !== 'script') {
        passed.push(line);
        return;
      }
      const key = JSON.stringify([line.kind, line.second, line.endpoint, line.phase]);
      const before = held.get(key);
      held.set(key, before === undefined ? line : addLines(before, line));
    },
    /** What has come since the last call. */
    take: (): LoadLine[] => {
      const lines = [...held.values(), ...passed].map(place);
      [held, passed] = [new Map(), []];
      return lines;
    },
    count: (): number => seq,
  };
};

/** The state of all runners together, as of the latest of them; null: none has told its own yet. */
export const sumOfGauges = (gauges: readonly LoadGauge[]): Unplaced<LoadGauge> | null => {
  if (gauges.length === 0) return null;
  const sum = (of: (gauge: LoadGauge) => number): number => sumOf(gauges.map(of));
  return {
    kind: 'gauge',
    atMs: Math.max(...gauges.map(({ atMs }) => atMs)),
    inFlight: sum(({ inFlight }) => inFlight),
    overdue: sum(({ overdue }) => overdue),
    virtualUsers: sum(({ virtualUsers }) => virtualUsers),
    virtualUsersMax: sum(({ virtualUsersMax }) => virtualUsersMax),
    queued: sum(({ queued }) => queued),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
  };
};

/** What the end line of all runners is made of beside theirs. */
type EndFacts = Pick<LoadEnd, 'reason' | 'detail' | 'autoStop' | 'requestsPerSecondMax'> & {
  /** Arrivals of the whole plan, and what all lines say of them. */
  readonly planned: number;
  readonly fired: number;
  readonly dropped: number;
  readonly lines: number;
  readonly linesLost: number;
  readonly endedAtMs: number;
};

/** The end line of all runners: the sums of theirs. Of a runner that is lost only what its lines said is in it. */
export const sumOfEnds = (ends: readonly LoadEnd[], facts: EndFacts): Unplaced<LoadEnd> => {
  const sum = (of: (end: LoadEnd) => number): number => sumOf(ends.map(of));
  return {
    kind: 'end',
    ...facts,
    notStarted: facts.planned - facts.fired - facts.dropped,
    requests: sum(({ requests }) => requests),
    ended: sum(({ ended }) => ended),
    cut: sum(({ cut }) => cut),
    exceptions: sum(({ exceptions }) => exceptions),
    retries: sum(({ retries = 0 }) => retries),
    refused: sum(({ refused }) => refused),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    memoryBytesMax: sum(({ memoryBytesMax }) => memoryBytesMax),
    thresholds: mergedThresholds(ends.map(({ thresholds }) => thresholds)),
    setupRequests: sum(({ setupRequests }) => setupRequests),
  };
};
