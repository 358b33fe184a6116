import { minimumOf } from '../../../planner/platforms/bounds.ts';
import { costlyUnknownOf, isCertain } from '../../../runs/schema/plan/standing.ts';
import { minimaOnceKnown, type NextRun, type Unknown } from '../../../runs/schema/plan/unknown.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { formatMs, formatNumber, formatRate, formatSeconds } from '../../format.ts';
import { listFrontEndPods } from '../causes/front-end-pods.ts';
import { balancingText } from './balancing.ts';

type Possible = Unknown['possible'][number];

const names: Readonly<Record<Unknown['input'], string>> = {
  serviceTime: 'the mean service time',
  serviceP95: 'how long the slowest 5 % of the requests take',
  startupLag: 'the mean start-up lag',
  routerInstances: 'the number of router instances',
  timedOutRequest: 'what a timed-out request does to its slot',
  balancing: 'where requests wait',
};

const valueText = (input: Unknown['input'], value: Possible['value']): string => {
  if (value === 'release') return 'it frees it';
  if (value === 'keepWorking') return 'it works on';
  if (typeof value === 'object') return balancingText(value);
  return input === 'routerInstances' ? formatNumber(value) : formatMs(value);
};

const countText = ({ minReplicas }: Possible): string =>
  minReplicas === null ? 'more than were tried' : formatNumber(minReplicas);

/** @example unknownText(unknown) // 'The mean service time: at 1.8 s a minimum of 15 holds, at 2.6 s 23.' */
const unknownText = ({ input, possible, ifOthersFavourable }: Unknown): string => {
  const each = possible.map((one) => `${valueText(input, one.value)}: ${countText(one)}`);
  const given = ifOthersFavourable
    ? 'no single unknown decides whether any settings hold; if all others turn out favourable, '
    : '';
  return `${given}the least minimum that holds depends on ${names[input]} (${each.join('; ')})`;
};

const minuteSeconds = 60;

/** @example fireText({ kind: 'soak', ratePerSecond: 4, soakSeconds: 60 }) // 'fire 4/s for a minute (scenario soak)' */
const fireText = (load: NextRun['load']): string => {
  if (load.kind === 'again') return 'fire the same load once more (headroom test)';
  const minutes = Math.round(load.soakSeconds / minuteSeconds);
  const length = minutes === 1 ? 'a minute' : `${formatNumber(minutes)} minutes`;
  return `fire ${formatRate(load.ratePerSecond)} for ${length} (scenario soak)`;
};

/** Where somebody can say it, that comes first: it takes no run. */
const lookUps: Readonly<Partial<Record<Unknown['input'], string>>> = {
  routerInstances: `find out how many routers keep a queue of their own (of Azure ML ${listFrontEndPods} shows at most so many) and set router.instances in the config; or`,
  timedOutRequest: 'set router.onTimeout in the config; or',
  balancing:
    'look up how your proxy or ingress picks a replica and set router.balancing and router.balancedPer in the config; or',
};

/** What the run shows. */
const tells: Readonly<Record<Unknown['input'], string>> = {
  serviceTime: 'each answer shows a service time',
  serviceP95: 'each answer shows a service time',
  startupLag: 'every replica that starts shows its lag',
  routerInstances: 'how long requests wait where they begin to queue shows it',
  timedOutRequest: 'no request passes such a timeout',
  balancing: 'how long requests wait where they begin to queue shows it',
};

const runText = ({ input, nextRun }: Unknown): string => {
  const { load, requestTimeoutMs } = nextRun;
  const raised =
    requestTimeoutMs === undefined
      ? ''
      : `raise the timeouts of router and client (target.requestTimeoutMs, or the script's own) to ${formatSeconds(requestTimeoutMs / 1000)} and `;
  return `${lookUps[input] ?? ''} ${raised}${fireText(load)}: ${tells[input]}`.trim();
};

/** A plan is for the load of its last run. */
const orderText = ({ load }: NextRun): string => (load.kind === 'again' ? '' : ', this recording last');

/** In place of a firm advice, where what it rests on was cut. */
export const recordWholeText =
  'The recording ends before its plan: record the whole load (headroom test), then plan again. Until then this advice is interim.';

/** ", so it will probably be 15 to 23 once that is known"; empty where that alone lets nothing hold. */
const rangeClause = (unknown: Unknown, { basis, settings }: Recommendation): string => {
  const minima = minimaOnceKnown(unknown, basis === 'certain' ? minimumOf(settings.policy) : null);
  if (minima === undefined) return '';
  const { least, most } = minima;
  const range =
    most === null ? `${formatNumber(least)} or more` : `${formatNumber(least)} to ${formatNumber(most)}`;
  return `, so it will probably be ${range} once that is known`;
};

/** What to run next, and what that would settle; undefined where no unknown moves the cost enough. */
export const nextRunText = (advice: Recommendation): string | undefined => {
  const costly = costlyUnknownOf(advice);
  if (costly === undefined) return undefined;
  const until = isCertain(advice) ? 'this advice is interim' : 'there is no advice';
  return `Run next: ${runText(costly)}. Then plan with both runs${orderText(costly.nextRun)}: ${unknownText(costly)}${rangeClause(costly, advice)}. Until then ${until}.`;
};
