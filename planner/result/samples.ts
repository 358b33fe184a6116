import { isOk } from '../../runs/schema/outcome.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { AnswerSample } from '../../runs/schema/result.ts';
import type { Recorded } from '../timeline/recording.ts';

/** More answers of one outcome in one phase say nothing new, even where they differ. */
const samplesPerPhase = 3;

/** What tells answers apart: the headers hold times and numbers of requests. */
const textOf = ({ body, error }: AnswerSample): string => `${body}\n${error}`;

const differing = (samples: readonly AnswerSample[]): AnswerSample[] =>
  [...new Map(samples.toReversed().map((sample) => [textOf(sample), sample])).values()]
    .sort((a, b) => a.second - b.second)
    .slice(0, samplesPerPhase);

/** The answers that tell most of each failing outcome in each phase: the first of each text; none of what a script expects. */
export const samplesOf = ({ run, load, timeline }: Recorded): AnswerSample[] => {
  const hasSeveral = endpointsOf(run.config).length > 1;
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  const failing = load.samples
    .filter(({ outcome }) => !isOk(outcome) && (load.total.outcomes[outcome] ?? 0) > 0)
    .map(
      ({ endpoint, outcome, phase, second, headers = {}, body, error }): AnswerSample => ({
        endpoint: hasSeveral ? endpoint : null,
        outcome,
        phase,
        second: second - startSecond,
        headers,
        body: body ?? null,
        error: error ?? null,
      }),
    );
  const kinds = Map.groupBy(failing, ({ endpoint, outcome, phase }) => `${endpoint} ${outcome} ${phase}`);
  return [...kinds.values()].flatMap(differing).sort((a, b) => a.second - b.second);
};
