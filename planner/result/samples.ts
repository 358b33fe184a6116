import { isOk } from '../../runs/schema/load-series.ts';
import type { AnswerSample } from '../../runs/schema/result.ts';
import type { Recorded } from '../timeline/recording.ts';

/** The answers that tell most of each failing outcome; none of what a script expects. */
export const samplesOf = ({ load, timeline }: Recorded): AnswerSample[] => {
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  return load.samples
    .filter(({ outcome }) => !isOk(outcome) && (load.total.outcomes[outcome] ?? 0) > 0)
    .map(({ outcome, second, headers = {}, body, error }) => ({
      outcome,
      second: second - startSecond,
      headers,
      body: body ?? null,
      error: error ?? null,
    }));
};
