import { isInterval } from '../../../planner/stats/interval.ts';
import type { Result, Scaling } from '../../../runs/schema/result.ts';
import { formatOffset, formatOr, formatPart, formatQuantity, formatSeconds } from '../../format.ts';
import { estimateText } from '../plan/estimate.ts';
import { figureNames } from '../proof/figures.ts';
import { firstText, mostText } from './replicas.ts';
import { partNames } from './scale-lag.ts';

const partsText = ({ decide, schedule, pull, init, node }: Scaling['lagPartsSeconds']): string => {
  // Each by the name that the way of a scale-up has for it. Of a pull on its own only events tell: it is part of the start.
  const named = [
    [partNames.create, decide],
    [partNames.schedule, schedule],
    [partNames.start, pull],
    [partNames.init, init],
  ] as const;
  const parts = named.filter(([, seconds]) => seconds !== null);
  const waited = node === null ? '' : `; before it ${formatSeconds(node)} without a node that had room`;
  return parts.length === 0
    ? waited
    : `, of it ${parts.map(([name, seconds]) => `${name} ${formatPart(seconds!)}`).join(', ')}${waited}`;
};

/** Requests that succeeded too late are no errors: a service that turns none away may have been slow to the end. */
const slowClause = ({ checks }: Result['verdict']): string =>
  checks.some(({ objective, met }) => objective === 'p95Latency' && met === false)
    ? '; the p95 latency, which is over its limit, does not count here'
    : '';

/** Others may have started: in the place of lost ones, or asked for before the load rose. */
const noneOfThose = ({ startups }: Scaling, never: string): string =>
  startups === 0 ? never : `none of those; ${formatQuantity(startups, 'other')} became ready`;

/** When replicas were asked for and ready. What was asked for before the load rose is no answer to it. */
const reactionFacts = (scaling: Scaling, never: string): (readonly [name: string, value: string])[] => {
  const { riseSecond } = scaling;
  const hasRise = riseSecond !== null;
  return [
    ...(hasRise ? [['steepest rise of the load', formatOffset(riseSecond)] as const] : []),
    [
      hasRise ? 'desired replicas rose after it' : 'desired replicas rose',
      firstText(scaling, 'firstDecisionSecond', never),
    ],
    ['first of those replicas ready', firstText(scaling, 'firstNewReadySecond', noneOfThose(scaling, never))],
  ];
};

const recoveryText = (
  { firstErrorSecond, riseSecond, secondsToRecover }: Scaling,
  verdict: Result['verdict'],
): string => {
  if (typeof secondsToRecover !== 'number') return estimateText(secondsToRecover, formatSeconds);
  const rise = `the rise of the load at ${formatOr(riseSecond, formatOffset)}`;
  if (firstErrorSecond !== null && secondsToRecover === 0)
    return `no second since ${rise} was over the error limit${slowClause(verdict)}`;
  return firstErrorSecond === null
    ? `no request failed${slowClause(verdict)}`
    : `${formatSeconds(secondsToRecover)}, counted from ${rise}${slowClause(verdict)}`;
};

/** How the autoscaler followed the load, in the order in which it happens. */
export const scalingFacts = ({
  scaling,
  timeline,
  run,
  verdict,
}: Result): (readonly [name: string, value: string])[] => {
  const unknown =
    run.config.cluster === null
      ? 'unknown: the config names no cluster'
      : 'unknown: the cluster could not be read';
  const never = timeline.cluster.known ? 'not in this run' : unknown;
  const { startupLagSeconds: lag } = scaling;
  return [
    [
      'first failed request',
      scaling.firstErrorSecond === null ? 'none' : formatOffset(scaling.firstErrorSecond),
    ],
    ...reactionFacts(scaling, never),
    [
      'most replicas',
      timeline.cluster.known
        ? `${mostText(scaling, 'peakDesired')} desired, ${mostText(scaling, 'peakReady')} ready`
        : never,
    ],
    [
      'start-up lag',
      isInterval(lag)
        ? `${estimateText(lag, formatSeconds)}, ${formatQuantity(scaling.startups, 'start-up')}${partsText(scaling.lagPartsSeconds)}`
        : estimateText(lag, formatSeconds),
    ],
    [figureNames.secondsToRecover, recoveryText(scaling, verdict)],
  ];
};
