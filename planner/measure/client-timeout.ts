import { endpointsOf, scriptTimeoutMs } from '../../runs/schema/recorded-endpoints.ts';
import { isGivenUp } from '../platforms/outcomes.ts';
import { isInterval } from '../stats/interval.ts';
import { latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { pileOf } from './pile.ts';

/** Where the requests of a script gave up; where none did, k6's default. No answer came later than its client waited. */
const scriptWaitsMs = ({ load: { total } }: Recorded): number => {
  const gaveUp = pileOf(latencyOf(total, isGivenUp));
  const slowestAnswerMs = latencyOf(total, (outcome) => !isGivenUp(outcome)).max;
  return Math.max(isInterval(gaveUp) ? gaveUp.mid : scriptTimeoutMs, slowestAnswerMs);
};

/**
 * After how many ms a client gives up, of several the longest. The config says it of the built-in request; how long a script waits
 * stands in the script alone, and is known as far as the run tells it.
 */
export const clientTimeoutMsOf = (recorded: Recorded): number => {
  const { config } = recorded.run;
  return config.script === null
    ? Math.max(...endpointsOf(config).map(({ requestTimeoutMs }) => requestTimeoutMs))
    : scriptWaitsMs(recorded);
};
