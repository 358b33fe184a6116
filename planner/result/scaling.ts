import { strictestErrorShare } from '../../runs/schema/recorded-endpoints.ts';
import type { Scaling } from '../../runs/schema/result.ts';
import { errorSecondsOf } from '../measure/errors.ts';
import { measureReaction } from '../measure/reaction.ts';
import { measureRecovery } from '../measure/recovery.ts';
import { measureReplicas } from '../measure/replicas.ts';
import { measureStartupLag } from '../measure/startup-lag.ts';
import { type Interval, isNotEnoughData } from '../stats/interval.ts';
import type { Recorded } from '../timeline/recording.ts';

const secondsOf = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

const inSeconds = ({ low, mid, high, confidence }: Interval): Interval => ({
  low: low / 1000,
  mid: mid / 1000,
  high: high / 1000,
  confidence,
});

const noParts: Scaling['lagPartsSeconds'] = {
  decide: null,
  schedule: null,
  node: null,
  pull: null,
  init: null,
};

const lagOf = (recorded: Recorded): Pick<Scaling, 'startupLagSeconds' | 'startups' | 'lagPartsSeconds'> => {
  const lag = measureStartupLag([recorded]);
  if (isNotEnoughData(lag)) return { startupLagSeconds: lag, startups: 0, lagPartsSeconds: noParts };
  const { decide, schedule, node, pull, init } = lag.partsMeanMs;
  return {
    startupLagSeconds: inSeconds(lag.meanMs),
    startups: lag.startups,
    lagPartsSeconds: {
      decide: secondsOf(decide),
      schedule: secondsOf(schedule),
      node: secondsOf(node),
      pull: secondsOf(pull),
      init: secondsOf(init),
    },
  };
};

/** When the autoscaler decided, when replicas followed, and how long starting one took. */
export const scalingOf = (recorded: Recorded): Scaling => {
  const { run, timeline } = recorded;
  const reaction = measureReaction(recorded);
  const replicas = measureReplicas(recorded);
  const firstError = errorSecondsOf(timeline).errors.findIndex((n) => n > 0);
  return {
    firstErrorSecond: firstError === -1 ? null : firstError,
    riseSecond: reaction.riseSecond,
    firstDecisionSecond: reaction.decisionSecond,
    firstNewReadySecond: reaction.newReadySecond,
    meanReady: replicas.meanReady,
    peakDesired: replicas.mostDesired,
    peakReady: replicas.mostReady,
    partlySeen: {
      peakDesired: replicas.isDesiredPartly,
      peakReady: replicas.isReadyPartly,
      firstDecisionSecond: reaction.isDecisionLate,
      firstNewReadySecond: reaction.isNewReadyLate,
    },
    secondsToRecover: measureRecovery(timeline, strictestErrorShare(run.config)),
    ...lagOf(recorded),
  };
};
