import { isOk } from '../../runs/schema/outcome.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Cause, Planted } from './planted.ts';

/** Requests of one second that ended in one outcome, by cause. */
export type Cell = {
  readonly second: number;
  readonly outcome: string;
  readonly byCause: Readonly<Partial<Record<Cause, number>>>;
};

/** A planter's note and the second of the plan may differ by what a request is late, and by the way to the planter. */
const earlyMs = 300;
const lateMs = 3_000;
/** A planted time fails what is in flight at its beginning, too. */
const inFlightMs = 1_000;

const add = (cell: Record<string, number>, cause: string, requests = 1): void => {
  cell[cause] = (cell[cause] ?? 0) + requests;
};

/**
 * Which cause the planter planted for each failed request, by the second in which the request was planned. Requests of
 * one outcome reach the planter in the order in which they were planned, so its notes are taken one after the other.
 *
 * @returns the cells, and how many failed requests the planter knows nothing of
 */
export const truthOf = (
  planted: Planted,
  { load, seconds, startedAtMs }: Timeline,
): { readonly cells: Cell[]; readonly unknown: number } => {
  const cells: Cell[] = [];
  let unknown = 0;
  for (const [outcome, column] of Object.entries(load.outcomes)) {
    if (isOk(outcome)) continue;
    const notes = planted.failures.filter((failure) => failure.outcome === outcome);
    let next = 0;
    for (let second = 0; second < seconds; second++) {
      const fromMs = startedAtMs + second * 1000;
      const byCause: Record<string, number> = {};
      for (let request = 0; request < (column[second] ?? 0); request++) {
        while (next < notes.length && notes[next]!.atMs < fromMs - earlyMs) next += 1;
        const note = notes[next];
        const time = planted.times.find(
          ({ fromMs: from, toMs: to, outcomes }) =>
            outcomes.includes(outcome) && fromMs + 1000 + inFlightMs > from && fromMs < to,
        );
        if (note !== undefined && note.atMs < fromMs + 1000 + lateMs) {
          add(byCause, note.cause);
          next += 1;
        } else if (time !== undefined) add(byCause, time.cause);
        else unknown += 1;
      }
      if (Object.keys(byCause).length > 0) cells.push({ second, outcome, byCause });
    }
  }
  return { cells, unknown };
};

/** The row of a table of sums, made where there is none. */
export const rowOf = (rows: Record<string, Record<string, number>>, name: string): Record<string, number> => {
  const row = rows[name] ?? {};
  rows[name] = row;
  return row;
};

/** Seconds, in parts: a second with two causes of which one was found is half right. */
export type Score = {
  readonly seconds: number;
  readonly right: number;
  readonly cantTell: number;
  readonly wrong: number;
  /** By planted cause, then by the cause that was found, in seconds. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

const cantTell: Cause = 'cantTell';

/** Requests of one cell: those that agree first, the others in proportion. */
const compare = (
  truth: Cell['byCause'],
  found: Cell['byCause'],
  count: (planted: string, found: string, requests: number) => void,
): void => {
  const missed: Record<string, number> = { ...truth };
  const claimed: Record<string, number> = { ...found };
  for (const [cause, requests] of Object.entries(truth)) {
    const agreed = Math.min(requests, claimed[cause] ?? 0);
    if (agreed > 0) count(cause, cause, agreed);
    missed[cause] = requests - agreed;
    claimed[cause] = (claimed[cause] ?? 0) - agreed;
  }
  const left = Object.values(claimed).reduce((sum, n) => sum + n, 0);
  for (const [cause, requests] of Object.entries(missed))
    for (const [other, n] of Object.entries(claimed))
      if (requests > 0 && n > 0) count(cause, other, (requests * n) / left);
};

/**
 * Planted against found, second by second: each failed second weighs one, whatever the number of its requests.
 */
export const scoreOf = (truth: readonly Cell[], found: readonly Cell[]): Score => {
  const confusion: Record<string, Record<string, number>> = {};
  const bySecond = Map.groupBy(truth, ({ second }) => second);
  for (const [second, cells] of bySecond) {
    const requests = cells.reduce((sum, { byCause }) => sum + sumOf(byCause), 0);
    for (const cell of cells) {
      const claims = found.find((one) => one.second === second && one.outcome === cell.outcome);
      compare(cell.byCause, claims?.byCause ?? { [cantTell]: sumOf(cell.byCause) }, (planted, claimed, n) =>
        add(rowOf(confusion, planted), claimed, n / requests),
      );
    }
  }
  const pairs = Object.entries(confusion).flatMap(([planted, row]) =>
    Object.entries(row).map(([claimed, seconds]) => ({ planted, claimed, seconds })),
  );
  const total = (holds: (pair: { planted: string; claimed: string }) => boolean): number =>
    pairs.filter(holds).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    seconds: bySecond.size,
    right: total(({ planted, claimed }) => planted === claimed),
    cantTell: total(({ planted, claimed }) => planted !== claimed && claimed === cantTell),
    wrong: total(({ planted, claimed }) => planted !== claimed && claimed !== cantTell),
    confusion,
  };
};

const sumOf = (byCause: Cell['byCause']): number =>
  Object.values(byCause).reduce((sum: number, n) => sum + (n ?? 0), 0);
