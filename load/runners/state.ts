import type { LoadPlan } from '../../runs/schema/load-plan.ts';
import type { LoadEnd, LoadGauge, LoadLine } from '../../runs/schema/load-series.ts';
import type { RunnerLoss, StopReason } from '../../runs/schema/result/stop-reason.ts';
import { steadyClock } from '../steady-clock.ts';
import { createAutoStop } from './auto-stop.ts';
import type { Ledger } from './ledger.ts';
import { createMerge, type Unplaced } from './merge.ts';
import type { LaunchRunner, Runner, RunnerEnded } from './runner.ts';
import { createTally } from './tally.ts';

/** What several runners are started with. */
export type RunnersOptions = {
  readonly plan: LoadPlan;
  readonly count: number;
  readonly launch: LaunchRunner;
  /** How long they may take until all are ready. */
  readonly readySeconds: number;
  /** Between the order to start and the start: as long as orders take to reach all. */
  readonly leadMs: number;
  readonly onLoss: 'stop' | 'goOn';
  /** Lines of the merged stream, as text and as values. */
  readonly onText: (text: string) => void;
  readonly onLine: (line: LoadLine) => void;
  /** A runner is lost; it stands in the record, and a person may want to know now. */
  readonly onLost: (loss: RunnerLoss) => void;
};

/** One runner with what it has said, and how it ended. */
export type Member = {
  readonly name: string;
  readonly ledger: Ledger;
  readonly runner: Runner;
  /** Once a second: asks for lines that never came. */
  readonly askAgain: () => void;
  fate: RunnerEnded | null;
};

/** Why a load ends before its plan. */
export type Ending = Pick<LoadEnd, 'reason' | 'detail' | 'autoStop' | 'requestsPerSecondMax'> & {
  /** Where the tool has a reason that no end line knows. */
  readonly why: StopReason | null;
};

/** A load of several runners while it goes on. */
export type RunnersState = {
  readonly options: RunnersOptions;
  readonly members: Member[];
  readonly merge: ReturnType<typeof createMerge>;
  readonly tally: ReturnType<typeof createTally>;
  readonly decide: ReturnType<typeof createAutoStop>;
  /** The first reason stands. */
  ending: Ending | null;
  /** The start that was given to all; null while some are not ready. */
  startAtMs: number | null;
  /** Once a second, from the first header on. */
  ticking: NodeJS.Timeout | null;
  readonly losses: RunnerLoss[];
  /** Of the lines that the tool makes of those of all. */
  readonly now: () => number;
};

/** No runner has been launched yet. */
export const createState = (options: RunnersOptions): RunnersState => ({
  options,
  members: [],
  merge: createMerge(),
  tally: createTally(),
  decide: createAutoStop(options.plan.limits.autoStop),
  ending: null,
  startAtMs: null,
  ticking: null,
  losses: [],
  now: steadyClock(),
});

/** Writes lines of the merged stream. */
export const emit = ({ options }: RunnersState, lines: readonly LoadLine[]): void => {
  if (lines.length > 0) options.onText(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (const line of lines) options.onLine(line);
};

/** Writes a line of the tool's own. */
export const put = (state: RunnersState, line: Unplaced): void => emit(state, [state.merge.place(line)]);

/** The latest of each runner that has told one. */
export const gaugesOf = ({ members }: RunnersState): LoadGauge[] =>
  members.flatMap(({ ledger }) => ledger.gauge() ?? []);

/** Ends the load for all: nothing new starts. */
export const endAll = (state: RunnersState, ending: Ending): void => {
  state.ending ??= ending;
  for (const { runner } of state.members) runner.stop();
};

/** The end of a load that missed runners. */
export const lostEnding = ({ losses }: RunnersState): Ending => ({
  reason: 'aborted',
  detail: '',
  why: { code: 'runnersLost', losses: [...losses] },
});
