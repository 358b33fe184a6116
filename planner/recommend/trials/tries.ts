import type { PlanState, UnderWay } from './lab.ts';
import { type RunsUnderWay, startRuns, type WantedRun } from './runs.ts';

/**
 * A question that simulations answer. It yields the runs that it needs, goes on when their trials have them, and returns its
 * answer. Several may be under way at once, which keeps all threads busy where each needs few runs. None may depend on how
 * far another one is: of a trial that it shares with others, it reads only the draws that it has asked for itself.
 */
export type Tries<Found> = Generator<readonly WantedRun[], Found, undefined>;

/** Ends a question that was begun, and gives its answer. */
export type Ending<Found> = () => Found;

const start = <Found>(state: PlanState, tries: Tries<Found>, isAwaited: boolean): Ending<Found> => {
  let turn = tries.next();
  let runs: RunsUnderWay | null = turn.done ? null : startRuns(turn.value, isAwaited);
  const self: UnderWay = {
    runNext: () => runs?.runNext() ?? false,
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
      const isBusy = runs.runNext() || [...state.underWay].some((other) => other.runNext());
      if (!isBusy) runs.waitForOthers();
      for (const each of state.underWay) each.goesOn();
    }
    return turn.value as Found;
  };
};

/**
 * Begins a question whose answer is needed later: its runs are simulated while a thread has nothing else to do. Without a
 * helper there is no such time, and they are simulated when it is ended.
 */
export const begin = <Found>(state: PlanState, tries: Tries<Found>): Ending<Found> =>
  start(state, tries, false);

/** Answers a question at once. */
export const foundBy = <Found>(state: PlanState, tries: Tries<Found>): Found => start(state, tries, true)();
