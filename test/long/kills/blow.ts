import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../../../planner/stats/random.ts';
import type { RunningCli } from '../../e2e/support.ts';
import { k6With } from '../../processes.ts';

/** What is done to the tool or its k6, and when. */
export type Blow = {
  readonly n: number;
  readonly victim: 'tool' | 'k6';
  readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';
  /** After the victim was started. */
  readonly afterMs: number;
  /** Between SIGSTOP and SIGCONT. */
  readonly pauseMs: number;
};

/** A little longer than a run that nobody disturbs: the tool's with its report, k6's with its start. */
const longestMs = { tool: 9_000, k6: 6_000 };

const kinds = (['tool', 'k6'] as const).flatMap((victim) =>
  (['SIGKILL', 'SIGTERM', 'SIGSTOP'] as const).map((signal) => ({ victim, signal })),
);

/** The same blows for the same seed: every kind in turn, each at a random moment. */
export const blowsOf = (count: number, seed: number): Blow[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, n) => {
    const kind = kinds[n % kinds.length]!;
    const afterMs = Math.round(random() * longestMs[kind.victim]);
    return { n, ...kind, afterMs, pauseMs: Math.round(500 + random() * 2_000) };
  });
};

/** Whether it hit: the victim may not be there yet, or not any more. */
const send = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};

/** Process ids of the victim, once it is there; none where the tool ends without it. */
const victimOf = async (blow: Blow, cli: RunningCli, folder: string): Promise<number[]> => {
  if (blow.victim === 'tool') return [cli.pid];
  const hasEnded = cli.ended.then(() => true);
  let pids: number[] = [];
  while (pids.length === 0 && !(await Promise.race([hasEnded, delay(20, false)])))
    pids = (await k6With(folder)).map(({ pid }) => pid);
  return pids;
};

/** Strikes at its moment; gives the processes that were hit. */
export const strike = async (blow: Blow, cli: RunningCli, folder: string): Promise<number[]> => {
  const pids = await victimOf(blow, cli, folder);
  await delay(blow.afterMs);
  const hit = pids.filter((pid) => send(pid, blow.signal));
  if (blow.signal === 'SIGSTOP') {
    await delay(blow.pauseMs);
    for (const pid of hit) send(pid, 'SIGCONT');
  }
  return hit;
};
