import type { K6Script } from '../../config/bundle/k6-script.ts';
import type { PlanDocument } from '../../runs/schema/load-plan.ts';
import { lastErrorOf } from '../generator/last-words.ts';
import { startLoad } from '../generator/start-load.ts';
import type { LaunchRunner, RunnerEnded } from './runner.ts';

type LocalRunners = {
  /** The k6 binary. */
  readonly k6: string;
  readonly script: K6Script;
  readonly document: PlanDocument;
  readonly count: number;
  /** Where the k6 of each runner keeps its log. */
  readonly logOf: (index: number) => string;
};

type Ended = Awaited<ReturnType<typeof startLoad>['ended']>;

const fateOf = async ({ k6, stream, killed }: Ended, log: string): Promise<RunnerEnded> => {
  const lastWords = (await lastErrorOf(log)) || (k6.output.trim().split('\n').at(-1) ?? '');
  const failure = { code: 'k6', exitCode: k6.code, signal: k6.signal, killed, lastWords } as const;
  return { k6, brokenLines: stream.brokenLines, failure, place: null, cuts: 0 };
};

/** Runners that are processes of this machine, each with descriptors of its own. */
export const localRunners =
  ({ k6, script, document, count, logOf }: LocalRunners): LaunchRunner =>
  (index, onLine) => {
    const load = startLoad({
      paths: { k6, log: logOf(index) },
      script,
      document: { ...document, runner: { index, count } },
      onText: () => {},
      onLine,
      onSilence: () => {},
    });
    return {
      start: load.start,
      again: () => {}, // a descriptor of this machine loses nothing
      stop: load.stop,
      cut: load.cut,
      kill: load.kill,
      ended: load.ended.then((ended) => fateOf(ended, logOf(index))),
    };
  };
