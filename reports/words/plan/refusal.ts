import type { Refusal } from '../../../runs/schema/plan/notes.ts';
import type { NotEnoughAdvice } from '../../../runs/schema/recommendation.ts';
import {
  formatMs,
  formatNumber,
  formatQuantity,
  formatRequestRate,
  formatSeconds,
  formatShare,
} from '../../format.ts';
import { balanceText, suspectsText } from '../run/flow-balance.ts';
import { severalRequestsParts } from '../run/requests-per-arrival.ts';

type Of<Code extends Refusal['code']> = Extract<Refusal, { readonly code: Code }>;

/** What is missing, what there is, and the command that would bring it. */
type RefusalText = { readonly need: string; readonly have: string; readonly runNext: string };

type Words = { readonly [Code in Refusal['code']]: (refusal: Of<Code>) => RefusalText };

type HeldMore = Of<'heldMoreThanSimulated'>;

const heldText = (refusal: HeldMore): string => {
  const { measuredShare, simulatedShareLeast, measuredP95Ms, simulatedP95LeastMs, runs } = refusal;
  const simulated = formatQuantity(runs, 'simulated run');
  if (simulatedShareLeast > measuredShare || measuredP95Ms === null || simulatedP95LeastMs === null)
    return `${formatShare(measuredShare)} of the recorded requests failed, at least ${formatShare(simulatedShareLeast)} in ${simulated}`;
  return `a recorded p95 latency of ${formatMs(measuredP95Ms)}, at least ${formatMs(simulatedP95LeastMs)} in ${simulated}`;
};

const underWayText = ({ underWay }: HeldMore): string =>
  underWay === null || underWay < 1.5
    ? ''
    : `: about ${formatNumber(Math.round(underWay))} were under way at once, in all replicas and in any queue`;

const heldMoreText = (refusal: HeldMore): Omit<RefusalText, 'need'> => ({
  have: `${heldText(refusal)} with the same settings: the service runs more requests at once, had more replicas, got them sooner, or turns requests away sooner than the config says, or the requests that show its service time took longer than most, as those of cold replicas do`,
  runNext: `headroom test with target.slotsPerReplica, the requests that one replica runs at once (workers × threads)${underWayText(refusal)}, and the number of replicas (autoscaler: { kind: 'fixed', replicas: … } where nothing scales it); where requests are turned away, with router.queueWaitMs as well; where the autoscaler looks at another metric than the config says, such as one that counts waiting requests, with that one (autoscaler.metrics); where replicas were cold as the load began, once they are warm`,
});

const keptText = (
  refusal: HeldMore,
  { fewest, minReplicas }: NonNullable<HeldMore['kept']>,
): Omit<RefusalText, 'need'> => ({
  have: `${heldText(refusal)} with the settings of the config, whose minimum is ${formatQuantity(minReplicas, 'replica')}: the recording never has fewer than ${formatNumber(fewest)}`,
  runNext: `headroom test with the minimum in use as autoscaler.minReplicas, where it is no longer ${formatNumber(minReplicas)} (nothing that could be read says so); else with target.slotsPerReplica, the requests that one replica runs at once (workers × threads)${underWayText(refusal)}`,
});

const refusalWords: Words = {
  requestsPerArrival: severalRequestsParts,
  serviceSamples: ({ samples, samplesMin, succeeded = 0 }) => ({
    need: `${formatQuantity(samplesMin, 'request')} whose service time is known`,
    have: samples === null ? 'none: it had to be assumed' : formatNumber(samples),
    runNext: `headroom test with a soak of at least 60 s at a rate that ends without errors${samples === null && succeeded === 0 ? ', once single requests succeed (headroom explain names what failed)' : ''}: requests that do not queue show the service time`,
  }),
  serviceSpread: ({ lowMs, highMs, factorMax, flow }) => ({
    need: `the mean service time to within a factor of ${formatNumber(factorMax)}`,
    have: `${formatMs(lowMs)} to ${formatMs(highMs)}${flow === null ? '' : `, as ${balanceText(flow)}`}`,
    runNext:
      flow === null
        ? 'headroom test with more time at low load, such as a longer baseline, and plan from both runs together'
        : `headroom test again, once it is clear what is wrong: ${suspectsText(flow.suspects)}`,
  }),
  loadTooShort: ({ seconds, secondsMin, peakRatePerSecond }) => ({
    need: `a load to plan for, of at least ${formatSeconds(secondsMin)}`,
    have: `${formatSeconds(seconds)} with a peak of ${formatRequestRate(peakRatePerSecond)}`,
    runNext: `headroom test with a load of at least ${formatSeconds(secondsMin)}, or headroom plan --for a trace`,
  }),
  notReproduced: ({ measuredShare, simulatedShareMost, runs }) => ({
    need: 'a simulation that shows what was recorded',
    have: `${formatShare(measuredShare)} of the recorded requests failed, ${simulatedShareMost === 0 ? 'none' : `at most ${formatShare(simulatedShareMost)}`} in ${formatQuantity(runs, 'simulated run')} with the same settings: what failed is nothing that the model has`,
    runNext:
      'headroom explain, which names what failed; where 503 or 429 come at once, say so in the config (router.queueWaitMs: 0), check target.slotsPerReplica, and headroom test again',
  }),
  heldMoreThanSimulated: (refusal) => ({
    need: 'a simulation that shows what was recorded',
    ...(refusal.kept === undefined ? heldMoreText(refusal) : keptText(refusal, refusal.kept)),
  }),
  autoscalerNotKnown: ({ fewest, most, seen }) =>
    seen === undefined
      ? {
          need: 'the autoscaler that moved the replicas',
          have: `${fewest} to ${most} replicas, and no word of what scales them or between which bounds`,
          runNext:
            'headroom test with a config that names the autoscaler, or with the right to read the object that scales the service (headroom rbac prints it)',
        }
      : {
          need: 'what the metric of the autoscaler counts, which no object says',
          have: `${seen.object}, ${seen.minReplicas} to ${seen.maxReplicas} replicas, which scales on ${seen.metrics.join(', ')}`,
          runNext: `headroom test with autoscaler.kind 'hpa' and autoscaler.metrics in the config: the name ${seen.metrics.join(' or ')}, its target, and as source what it counts (requestRate, concurrency or utilization)`,
        },
  metricNotModelled: ({ metrics }) => ({
    need: 'an autoscaler whose metrics follow the load in a known way',
    have: `${metrics.join(', ')}, which nothing in a simulation follows`,
    runNext:
      'headroom plan without that metric, or with metrics[].source (utilization, concurrency, requestRate) if it follows one of these',
  }),
};

/** One reason why there is no advice, in words. */
export const refusalParts = (refusal: Refusal): RefusalText =>
  (refusalWords[refusal.code] as (refusal: Refusal) => RefusalText)(refusal);

/**
 * What to run next as lines of a terminal: a command that can be copied, and below it what is said of it.
 *
 * @param folder of the run that was planned from, as a command takes it
 */
export const runNextLines = (refusal: Refusal, folder: string): string[] => {
  const [, verb = '', how = ''] = /^headroom ([a-z]+),? (.*)$/s.exec(refusalParts(refusal).runNext)!;
  const command = verb === 'test' ? 'headroom test' : `headroom ${verb} ${folder}`;
  return [command, `  ${how}`];
};

/** @example refusalLine({ code: 'serviceSamples', samples: 4, samplesMin: 30 }) // 'needs 30 requests whose service time is known, has 4' */
export const refusalLine = (refusal: Refusal): string => {
  const { need, have } = refusalParts(refusal);
  return `needs ${need}, has ${have}`;
};

/** Why there is no advice, and what to run next. */
export const refusalText = ({ reasons }: NotEnoughAdvice): string => {
  const parts = reasons.map(refusalParts);
  const missing = parts.map(({ need, have }) => `${need} (has ${have})`).join(', and ');
  return `The data can't carry one: it needs ${missing}. Run next: ${parts.map(({ runNext }) => runNext).join('; ')}.`;
};
