import { runnerName, shareOf } from '../../runs/schema/load/runner-share.ts';
import type { RunningLoad } from '../generator/start-load.ts';
import { createAsker } from './ask-again.ts';
import { finish } from './finish.ts';
import { giveUpWaiting, hear, judgeEnded } from './hear.ts';
import { openLedger } from './ledger.ts';
import {
  createState,
  type Ending,
  endAll,
  type Member,
  type RunnersOptions,
  type RunnersState,
} from './state.ts';

const stopped: Ending = { reason: 'stopped', detail: '', why: null };

/** Launches one runner, and judges its end when it comes. */
const launch = (state: RunnersState, index: number): Promise<void> => {
  const { count, plan } = state.options;
  const name = runnerName(index);
  const ledger = openLedger(name, shareOf(plan.arrivals.perSecond, { index, count }), state.now);
  const runner = state.options.launch(index, (line) => hear(state, ledger, line));
  const askAgain = createAsker(ledger, runner.again);
  const member: Member = { name, ledger, runner, askAgain, fate: null };
  state.members.push(member);
  return runner.ended.then((fate) => {
    member.fate = fate;
    judgeEnded(state, member, fate.failure);
  });
};

/**
 * Fires one plan by several runners and makes one stream of theirs. No runner fires before all are ready; then all begin at the
 * same whole second. What ends the load for one ends it for all: a stop, a cap, too many failures over the sum of all.
 * A runner that is late, or lost, is named, and a load that missed one did not run as planned.
 */
export const fireRunners = (options: RunnersOptions): RunningLoad => {
  const state = createState(options);
  const lives = Array.from({ length: options.count }, (_, index) => launch(state, index));
  const waiting = setTimeout(() => giveUpWaiting(state), options.readySeconds * 1000);
  const ended = Promise.all(lives)
    .then(() => finish(state))
    .finally(() => clearTimeout(waiting));
  return {
    stop: () => endAll(state, stopped),
    cut: () => {
      state.ending ??= stopped;
      for (const { runner } of state.members) runner.cut();
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      for (const { runner } of state.members) runner.kill();
      await ended;
    },
  };
};
