import type { Ledger } from './ledger.ts';

/** Seconds until the same lines are asked for once more. */
const patienceSeconds = 5;

/** Orders to runners are kept until the end of the run, so there is an end to them. */
const questionsMost = 20;

/** Asks a runner for the lines from one number up to, and without, another. */
export type AskAgain = (from: number, to: number, turn: number) => void;

/**
 * Looks for lines of a runner that never came, and asks the runner for them. Lines are lost where the kubelet rotates a log while its
 * connection is cut. What the runner has not kept any more is missing for good: the ledger tells.
 *
 * @returns the look, to be taken once a second
 */
export const createAsker = (ledger: Ledger, ask: AskAgain): (() => void) => {
  let [questions, waitSeconds] = [0, 0];
  return () => {
    waitSeconds -= 1;
    const gap = ledger.gap();
    if (gap === null || waitSeconds > 0 || questions >= questionsMost) return;
    questions += 1;
    waitSeconds = patienceSeconds;
    ask(gap.from, gap.to, questions);
  };
};
