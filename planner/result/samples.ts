import { isOk } from '../../runs/schema/load-series.ts';
import type { AnswerSample } from '../../runs/schema/result.ts';
import { endpointsOf } from '../../runs/schema/run.ts';
import type { Recorded } from '../timeline/recording.ts';

/** The answers that tell most of each failing outcome; none of what a script expects. */
export const samplesOf = ({ run, load, timeline }: Recorded): AnswerSample[] => {
  const hasSeveral = endpointsOf(run.config).length > 1;
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  return load.samples
    .filter(({ outcome }) => !isOk(outcome) && (load.total.outcomes[outcome] ?? 0) > 0)
    .map(({ endpoint, outcome, second, headers = {}, body, error }) => ({
      endpoint: hasSeveral ? endpoint : null,
      outcome,
      second: second - startSecond,
      headers,
      body: body ?? null,
      error: error ?? null,
    }));
};
