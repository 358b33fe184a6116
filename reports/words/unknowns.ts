import type { Recommendation, Unknown } from '../../runs/schema/recommendation.ts';
import { formatMs, formatNumber, formatRate, formatSeconds } from '../format.ts';

type Possible = Unknown['possible'][number];

const names: Readonly<Record<Unknown['input'], string>> = {
  serviceTime: 'the mean service time',
  startupLag: 'the mean start-up lag',
  routerInstances: 'the number of router instances',
  timedOutRequest: 'what a timed-out request does to its slot',
};

const valueText = (input: Unknown['input'], value: Possible['value']): string => {
  if (value === 'release') return 'it frees it';
  if (value === 'keepWorking') return 'it works on';
  return input === 'routerInstances' ? formatNumber(value) : formatMs(value);
};

const countText = ({ minReplicas }: Possible): string =>
  minReplicas === null ? 'more than were tried' : formatNumber(minReplicas);

/** @example unknownText(unknown) // 'The mean service time: at 1.8 s a minimum of 15 holds, at 2.6 s 23.' */
const unknownText = ({ input, possible }: Unknown): string => {
  const each = possible.map((one) => `${valueText(input, one.value)}: ${countText(one)}`);
  return `the least minimum that holds depends on ${names[input]} (${each.join('; ')})`;
};

/** Of the longest wait and the slowest request the timeout must leave this much room to see them end. */
const timeoutRoom = 2;

/** A rate that the settings in use hold, so that requests do not queue. */
const quietShare = 0.5;

const nextRuns: Readonly<Record<Unknown['input'], (advice: Recommendation) => string>> = {
  serviceTime: ({ timeouts, load }) =>
    `raise the timeouts of router and client (target.requestTimeoutMs) to ${formatSeconds((timeoutRoom * timeouts.modelMs) / 1000)} and fire ${formatRate(Math.max(1, Math.round(quietShare * load.baselineRatePerSecond)))} for a minute (scenario soak): requests that end without a queue show the service time`,
  startupLag: () =>
    'fire the same spike twice more (headroom test), each from the minimum: every replica that starts tells its lag',
  routerInstances: () =>
    'count the routers (for Azure ML: kubectl get pods -l component=azureml-fe) and set router.instances in the config; or fire a staircase (headroom test) through the rates at which requests begin to queue',
  timedOutRequest: () =>
    'set router.onTimeout in the config, or raise the timeout so that no request passes it, and fire the spike again',
};

/** In place of a firm advice, where what it rests on was cut. */
export const recordWholeText =
  'The recording ends before its plan: record the whole load (headroom test), then plan again. Until then this advice is interim.';

const costlyOf = ({ unknowns }: Recommendation): Unknown | undefined =>
  unknowns.find(({ isCostly }) => isCostly);

/** ", so it will be 15 to 23": what is sure of the minimum meanwhile; empty where none holds. */
const rangeClause = ({ possible }: Unknown): string => {
  const counts = possible.flatMap(({ minReplicas }) => minReplicas ?? []);
  if (counts.length === 0) return '';
  const [least, most] = [Math.min(...counts), Math.max(...counts)].map((count) => formatNumber(count));
  return `, so it will be ${counts.length < possible.length ? `${least} or more` : `${least} to ${most}`} once that is known`;
};

/** What to run next, and what that would settle; undefined where no unknown moves the cost enough. */
export const nextRunText = (advice: Recommendation): string | undefined => {
  const costly = costlyOf(advice);
  if (costly === undefined) return undefined;
  const until = advice.basis === 'certain' ? 'this advice is interim' : 'there is no advice';
  return `Run next: ${nextRuns[costly.input](advice)}. Then plan with both runs: ${unknownText(costly)}${rangeClause(costly)}. Until then ${until}.`;
};
