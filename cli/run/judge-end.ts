import { scriptFaultOf } from '../../load/generator/script-fault.ts';
import type { LoadEnded } from '../../load/generator/start-load.ts';
import { verdictOfExit } from '../../load/k6/exit-codes.ts';
import type { LoadEnd, LoadException, LoadLine } from '../../runs/schema/load-series.ts';
import type { Problem } from '../../runs/schema/result/problem.ts';
import type { StopReason } from '../../runs/schema/result/stop-reason.ts';
import type { Run } from '../../runs/schema/run.ts';

const problemOfException = ({ message, stack }: LoadException): Problem => {
  const { message: thrown, place = null } = scriptFaultOf(message, stack);
  return { code: 'scriptThrew', thrown, place };
};

/** What the generator told beside its counts, as far as a reader of the report must know it. */
const problemsOf = (line: LoadLine): Problem[] => {
  switch (line.kind) {
    case 'exception':
      return [problemOfException(line)];
    case 'refused':
      return [{ code: 'hostRefused', host: line.host ?? line.address }];
    case 'note':
      return [
        { code: line.code === 'optionsReplaced' ? 'optionsReplaced' : 'unknownOrder', names: line.names },
      ];
    case 'end':
      return line.thresholds
        .filter(({ ok }) => ok === false)
        .map(({ metric, expression }) => ({ code: 'thresholdMissed', metric, expression }));
    default:
      return [];
  }
};

/** Collects what is to be told of the stream, each problem once. */
export const createProblems = () => {
  const told = new Map<string, Problem>();
  return {
    /** Gives what had not been told before. */
    add: (line: LoadLine): Problem[] => {
      const fresh = problemsOf(line).filter((problem) => !told.has(JSON.stringify(problem)));
      for (const problem of fresh) told.set(JSON.stringify(problem), problem);
      return fresh;
    },
    all: (): Problem[] => [...told.values()],
  };
};

type Stopped = NonNullable<Run['stopped']>;

/** Who ended the load, for each reason of the end line; null: it ended with its plan. */
const stoppedBy: Readonly<Record<LoadEnd['reason'], Stopped['by'] | null>> = {
  complete: null,
  stopped: 'user',
  signal: 'user',
  toolGone: 'tool',
  autoStop: 'autoStop',
  cap: 'cap',
  aborted: 'k6',
};

/** The end line has the figures of an auto-stop and of a cap with them. */
const reasonOf = ({ reason, detail, autoStop, requestsPerSecondMax }: LoadEnd): StopReason => {
  if (autoStop !== undefined) return { code: 'autoStop', ...autoStop };
  if (requestsPerSecondMax !== undefined) return { code: 'rateCap', requestsPerSecondMax };
  if (reason === 'signal') return { code: 'signal', signal: detail };
  if (reason === 'toolGone') return { code: 'toolGone' };
  return reason === 'aborted' ? { code: 'aborted', said: detail === '' ? null : detail } : { code: 'ctrlC' };
};

/** What k6 ends with where a threshold of the script was missed. */
const thresholdsExitCode = 99;

/** k6 cancels a load whose threshold says `abortOnFail`; the generator's end line then tells of arrivals that never began. */
const thresholdStopOf = (
  { notStarted, thresholds }: LoadEnd,
  exitCode: number | null,
): Extract<StopReason, { code: 'thresholds' }> | null => {
  const missed = thresholds
    .filter(({ ok }) => ok === false)
    .map(({ metric, expression }) => ({ metric, expression }));
  return exitCode === thresholdsExitCode && notStarted > 0 && missed.length > 0
    ? { code: 'thresholds', missed }
    : null;
};

type EndFacts = {
  readonly ended: LoadEnded;
  /** The load had begun: its first line came. */
  readonly hasBegun: boolean;
  /** A person asked for the end; k6 may have been killed before it could say so. */
  readonly isInterrupted: boolean;
  /** Why the tool ended the load itself: its replicas had used their budget; null where it did not. */
  readonly budget: StopReason | null;
  /** Of the log: what k6 said before the load. */
  readonly lastWords: string;
  readonly nowMs: number;
};

type Ending = Pick<Run, 'status' | 'stopped' | 'k6Exit'> & { readonly problems: Problem[] };

/** Who stopped the load and why, as the generator's last line and the tool know it; null: it ended with its plan. */
const stopOf = (
  { ended, isInterrupted, budget }: EndFacts,
  end: LoadEnd,
): Pick<Stopped, 'by' | 'reason'> | null => {
  if (budget !== null && !isInterrupted && end.reason === 'stopped') return { by: 'cap', reason: budget };
  const byThresholds = end.reason === 'complete' ? thresholdStopOf(end, ended.k6.code) : null;
  if (byThresholds !== null) return { by: 'k6', reason: byThresholds };
  const by = stoppedBy[end.reason];
  return by === null ? null : { by, reason: ended.why ?? reasonOf(end) };
};

/** How the run ended: by the generator's own last line, or else by what is known of its process. */
export const judgeEnd = (facts: EndFacts): Ending => {
  const { ended, hasBegun, isInterrupted, lastWords, nowMs } = facts;
  const { k6, end, killed, stream } = ended;
  const k6Exit = { exitCode: k6.code, signal: k6.signal };
  const broken: Problem[] =
    stream.brokenLines === 0 && stream.failure === null
      ? []
      : [{ code: 'streamBroken', brokenLines: stream.brokenLines, failure: stream.failure }];
  if (end !== null && hasBegun) {
    const stop = stopOf(facts, end);
    if (stop === null) return { status: 'complete', stopped: null, k6Exit, problems: broken };
    const stopped = { ...stop, atMs: end.endedAtMs };
    return { status: 'interrupted', stopped, k6Exit, problems: broken };
  }
  if (isInterrupted) {
    const stopped = { by: 'user', reason: { code: 'ctrlC' }, atMs: nowMs } as const;
    return { status: 'interrupted', stopped, k6Exit, problems: broken };
  }
  const failure = { code: 'k6Ended', ...k6Exit, killed, lastWords } as const;
  const why = ended.why;
  return {
    status: hasBegun && verdictOfExit(k6.code) !== 'failed' ? 'interrupted' : 'failed',
    stopped: { by: 'k6', reason: why ?? failure, atMs: nowMs },
    k6Exit,
    problems: [...(why === null ? [failure] : []), ...broken],
  };
};
