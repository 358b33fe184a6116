import type { PlanState, UnderWay } from './lab.ts';
import { type RunsUnderWay, startRuns, type WantedRun } from './runs.ts';

/**
 * Something that is found out by trying: it asks for runs, goes on when they are in the books, and ends with what it found. Several
 * of them may be under way, which keeps all threads busy where each asks for little. None may depend on how far another one is:
 * they share no trials but for draws that each has asked for itself.
 */
export type Tries<Found> = Generator<readonly WantedRun[], Found, undefined>;

/** Ends what is begun, and says what it found. */
export type Ending<Found> = () => Found;

const start = <Found>(state: PlanState, tries: Tries<Found>, isAwaited: boolean): Ending<Found> => {
  let turn = tries.next();
  let runs: RunsUnderWay | null = turn.done ? null : startRuns(turn.value, isAwaited);
  const self: UnderWay = {
    doesNext: () => runs?.doesNext() ?? false,
    goesOn: () => {
      while (runs?.areDone()) {
        turn = tries.next();
        runs = turn.done ? null : startRuns(turn.value, isAwaited);
      }
      if (runs === null) state.underWay.delete(self);
    },
  };
  state.underWay.add(self);
  self.goesOn();
  return () => {
    while (runs !== null) {
      const isBusy = runs.doesNext() || [...state.underWay].some((other) => other.doesNext());
      if (!isBusy) runs.waits();
      for (const each of state.underWay) each.goesOn();
    }
    return turn.value as Found;
  };
};

/**
 * Begins what will be needed later, to be done while a thread has nothing else to do. Without a helper there is no such time: then
 * it is done when it is ended.
 */
export const begin = <Found>(state: PlanState, tries: Tries<Found>): Ending<Found> =>
  start(state, tries, false);

/** What is found at once. */
export const foundBy = <Found>(state: PlanState, tries: Tries<Found>): Found => start(state, tries, true)();
