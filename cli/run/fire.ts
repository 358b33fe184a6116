import type { K6Script } from '../../config/bundle/k6-script.ts';
import type { HeadroomError } from '../../errors/headroom-error.ts';
import type { K6Paths } from '../../load/generator/command.ts';
import { lastErrorOf } from '../../load/generator/last-words.ts';
import { type LoadEnded, type RunningLoad, startLoad } from '../../load/generator/start-load.ts';
import { fireRunners } from '../../load/runners/fire-runners.ts';
import type { LaunchRunner } from '../../load/runners/runner.ts';
import { problemText } from '../../reports/words/run/problems.ts';
import { runnerLossText, stopReasonText } from '../../reports/words/run/stop-reason.ts';
import type { Runners } from '../../runs/schema/load/runners.ts';
import type { PlanDocument } from '../../runs/schema/load-plan.ts';
import type { StopReason } from '../../runs/schema/result/stop-reason.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Progress } from '../output/live.ts';
import type { Interrupt } from './interrupt.ts';
import { createProblems, judgeEnd } from './judge-end.ts';
import type { SeriesRecorder } from './record-series.ts';

/** Several generators that share the plan. */
export type SharedFire = {
  readonly runners: Runners;
  readonly launch: LaunchRunner;
};

/** What is fired, how it is recorded, and who may stop it. */
export type FireOptions = {
  readonly paths: K6Paths;
  readonly script: K6Script;
  /** null: one generator, on this machine. */
  readonly shared: SharedFire | null;
  readonly document: PlanDocument;
  readonly series: SeriesRecorder;
  readonly progress: Progress;
  readonly interrupt: Interrupt;
  /** Takes what must not be shown out of a text. */
  readonly redact: (text: string) => string;
  /** The steady clock of the run, ms since the epoch. */
  readonly now: () => number;
  readonly onStart: (startedAtMs: number) => void;
};

/** How the load ended. */
export type Fired = Pick<Run, 'status' | 'stopped' | 'k6Exit' | 'problems'> & {
  /** The disk took no more: the load was cut. */
  readonly diskFault: HeadroomError | undefined;
};

/** Runs an action when a signal aborts, or at once where it has; the disposal forgets it. */
const onAbort = (signal: AbortSignal, action: () => void): Disposable => {
  if (signal.aborted) action();
  else signal.addEventListener('abort', action, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', action) };
};

const lastWordsOf = async ({ k6, end }: LoadEnded, log: string): Promise<string> => {
  if (end !== null && end.reason === 'complete') return '';
  return (await lastErrorOf(log)) || (k6.output.trim().split('\n').at(-1) ?? '');
};

/** Orders reach processes of this machine at once, and pods through the API server and a watch. */
const leadMs = { local: 1000, cluster: 3000 } as const;

/** What both ways of firing tell while they go on. */
type Listener = Pick<Parameters<typeof startLoad>[0], 'onText' | 'onLine'>;

const startFor = (options: FireOptions, listener: Listener): RunningLoad => {
  const { paths, script, shared, document, progress } = options;
  if (shared === null)
    return startLoad({
      paths,
      script,
      document,
      ...listener,
      onSilence: (seconds) =>
        progress.note(`the generator stands still: nothing came from it for ${seconds} s`),
    });
  const { count, readySeconds, onLoss, where } = shared.runners;
  return fireRunners({
    plan: document.plan,
    count,
    launch: shared.launch,
    readySeconds,
    onLoss,
    leadMs: leadMs[where],
    ...listener,
    onLost: (loss) => progress.note(runnerLossText(loss)),
  });
};

/** Fires the load and waits for its end: as planned, by auto-stop, by Ctrl-C, or by a disk that takes no more. */
export const fire = async (options: FireOptions): Promise<Fired> => {
  const { paths, series, progress, interrupt, redact, onStart } = options;
  const problems = createProblems();
  let hasBegun = false;
  let budget: StopReason | null = null;
  const endOverBudget = (): void => {
    if (budget !== null) return;
    budget = series.overBudget();
    if (budget === null) return;
    progress.note(`ending the load: ${stopReasonText(budget)}`);
    load.stop();
  };
  await using load = startFor(options, {
    onText: series.onLoadText,
    onLine: (line) => {
      if (line.kind === 'header') {
        hasBegun = true;
        onStart(line.startedAtMs);
      }
      for (const problem of problems.add(line))
        if (problem.code === 'scriptThrew') progress.note(`the script threw: ${problemText(problem).detail}`);
      series.onLoadLine(line);
      endOverBudget();
    },
  });
  using _stop = onAbort(interrupt.stop, () => {
    progress.note('ending the load as asked; requests in flight may finish');
    load.stop();
  });
  using _cut = onAbort(interrupt.cut, load.cut);
  const diskFault = await Promise.race([load.ended.then(() => undefined), series.failed]);
  if (diskFault !== undefined) load.cut();
  const ended = await load.ended;
  const summary = ended.k6.printed.trim();
  if (summary !== '') progress.note(`the script's own summary:\n${redact(summary)}`);
  const lastWords = redact(await lastWordsOf(ended, paths.log));
  const isInterrupted = interrupt.stop.aborted;
  const ending = judgeEnd({ ended, hasBegun, isInterrupted, budget, lastWords, nowMs: options.now() });
  return { ...ending, problems: [...ending.problems, ...problems.all()], diskFault };
};
