import { escapeControls } from '../../../errors/escape-controls.ts';
import { raisedBy } from '../../../planner/result/raised-by.ts';
import { isInterval } from '../../../planner/stats/interval.ts';
import type { CauseKind } from '../../../runs/schema/result/findings.ts';
import { formatMs, formatNumber, formatQuantity, formatSeconds, formatShare } from '../../format.ts';
import { type Context, factIn, nameOf, numberIn, outcomesOf } from './cause-context.ts';
import { growthReason } from './service-growth.ts';

type Words = {
  /** A clause that can follow "because". */
  readonly title: string;
  /** The reason with its numbers. */
  readonly why: (context: Context) => string;
};

const lagText = ({ result }: Context): string => {
  const { startupLagSeconds: lag } = result.scaling;
  return isInterval(lag) ? `start-up lag ${formatSeconds(lag.mid)}` : 'start-up lag unknown';
};

const allBusy = ({ result }: Context): string => {
  const { peakReady, partlySeen } = result.scaling;
  return peakReady === null || partlySeen.peakReady
    ? 'all replicas'
    : `the ${formatQuantity(peakReady, 'replica')}`;
};

/** The first quote of the kinds of evidence, in their order; empty where there is none. */
const quoteOf = (context: Context, ...codes: readonly Parameters<typeof factIn>[1][]): string => {
  const quote = codes.flatMap((code) => factIn(context, code)?.quotes ?? [])[0];
  return quote === undefined ? '' : ` (“${escapeControls(quote)}”)`;
};

/** What an answer says of an exception, and no more than that. */
const raisedText = (context: Context): string => {
  const { by, quote } = raisedBy(context.finding);
  const quoted = quote === undefined ? '' : ` (“${escapeControls(quote)}”)`;
  const words = {
    inferenceServer: 'run() raised an exception',
    container: 'the container behind the endpoint answered with an error of its own',
    text: 'the answer’s text names an exception',
    status: `its own server answered ${outcomesOf(context)}, as for an exception that nothing caught`,
  };
  return `${words[by]}${quoted}`;
};

/** Of the replicas that were asked for but not ready, as the second shows that tells most. */
const onTheirWay = (context: Context): string => {
  const [desired = 0, ready = 0] = [
    numberIn(context, 'replicas', 'desired'),
    numberIn(context, 'replicas', 'ready'),
  ];
  const coming = desired - ready;
  if (coming <= 0) return ' and no new one';
  return coming === 1
    ? ', 1 more was on its way, and no others'
    : `, ${formatNumber(coming)} more were on their way, and no others`;
};

const belowTarget = (context: Context): string => {
  const [share, target] = [
    numberIn(context, 'utilization', 'share'),
    numberIn(context, 'utilization', 'target'),
  ];
  const measured =
    share === undefined || target === undefined
      ? 'utilization stayed below the target'
      : `utilization stayed at ${formatShare(share)}, below the target of ${formatShare(target)},`;
  return nameOf(context, 'queueWaitMs') === null
    ? `${measured} while requests were turned away`
    : `${measured} while requests waited longer than the queue wait allows`;
};

const cutOff = (context: Context): string => {
  const [atMs, tries] = [numberIn(context, 'cutOff', 'atMs'), numberIn(context, 'cutOff', 'tries')];
  if (atMs === undefined) return 'requests took longer than the platform waits for an answer';
  const retried =
    tries === undefined || tries < 2
      ? ''
      : `: ${formatNumber(tries)} tries of ${formatMs(atMs / tries)}, so someone retries`;
  return `a limit of the server cut requests off after ${formatMs(atMs)}${retried}`;
};

/** Said of requests that a limit cut where nothing tells how long they would have taken. */
const whetherSlow = ({ finding }: Context): string =>
  finding.wouldTell.includes('lateAnswer')
    ? '; whether it would have come later, or the service hangs, was not seen'
    : '';

/** A WebSocket expects 101: a server that answers 200 has not opened it. What kind of request it was is not recorded. */
const orHandshake = ({ finding: { outcomes } }: Context): string =>
  outcomes.includes('200 unexpected')
    ? ', or it was the handshake of a WebSocket that the server did not open'
    : '';

/** How long the client waited. A script's own timeouts stand in no config: they are seen where its requests gave up. */
const patienceText = ({ result: { run, timeoutChain } }: Context): string => {
  const { script, target } = run.config;
  if (script === null) return `the ${formatMs(target.requestTimeoutMs)} that the client waits`;
  const seenMs = timeoutChain?.links.find(({ layer }) => layer === 'client')?.ms ?? null;
  return seenMs === null
    ? 'the time that the script waits'
    : `about ${formatMs(seenMs)}, which is how long the script waits`;
};

const causeWords: Readonly<Record<CauseKind, Words>> = {
  replicasStarting: {
    title: 'new replicas were still starting',
    why: (context) => `new replicas had been asked for and were still starting (${lagText(context)})`,
  },
  waitingForDecision: {
    title: 'the autoscaler had not asked for enough replicas yet',
    why: (context) =>
      `all ready replicas were busy${onTheirWay(context)} had been asked for yet${quoteOf(context, 'condition')}`,
  },
  atMaxReplicas: {
    title: 'the autoscaler was at its maximum',
    why: (context) =>
      `${allBusy(context)} that the settings allow ${context.result.scaling.peakReady === 1 ? 'was' : 'were'} ready and busy`,
  },
  minimumTooLow: {
    title: 'the replicas were full for less time than a new one takes',
    why: () =>
      'all ready replicas were busy, for less time than decision and start take: only replicas that were already warm could have served them',
  },
  autoscalerSatisfied: {
    title: 'the autoscaler saw no need for more replicas',
    why: belowTarget,
  },
  autoscalerBlind: {
    title: 'the autoscaler had no metric',
    why: (context) => `the autoscaler had no metric to decide by${quoteOf(context, 'condition', 'event')}`,
  },
  scalingOff: {
    title: 'the autoscaler was switched off',
    why: (context) => `the autoscaler was switched off or paused${quoteOf(context, 'condition', 'event')}`,
  },
  replicasChangedByOthers: {
    title: 'something else changed the number of replicas',
    why: () => 'the number of replicas was set otherwise than the autoscaler asked',
  },
  neverActivated: {
    title: 'no replica was ever started',
    why: (context) => `scaled to zero, and no pod was ever made${quoteOf(context, 'condition')}`,
  },
  unschedulable: {
    title: 'no node could take new replicas',
    why: (context) => `pods were waiting for a node that can take them${quoteOf(context, 'noNode')}`,
  },
  imagePull: {
    title: 'the image of new replicas could not be pulled',
    why: (context) => `new pods were waiting for their image${quoteOf(context, 'waiting', 'event')}`,
  },
  cannotBecomeReady: {
    title: 'new replicas can’t become ready',
    why: (context) =>
      `new replicas start, fail and start again${quoteOf(context, 'event', 'waiting', 'terminated')}: more of them would not help`,
  },
  replicaRestarted: {
    title: 'a ready replica was lost',
    why: (context) =>
      `a replica that was ready was lost, and nobody had asked for that${quoteOf(context, 'terminated', 'waiting', 'event')}`,
  },
  noReadyReplicas: {
    title: 'no replica was ready',
    why: () => 'no replica was ready to take a request',
  },
  notYetLoaded: {
    title: 'new replicas answered before their model was loaded',
    why: (context) => `only replicas that had just become ready answered so${quoteOf(context, 'answers')}`,
  },
  replicaReplaced: {
    title: 'replicas were ended while they had requests',
    why: () => 'connections broke as replicas were ended while requests went to them',
  },
  replicasLost: {
    title: 'replicas were gone and the rest was full',
    why: (context) =>
      `ready replicas had ended${quoteOf(context, 'event', 'endedPods')}, and those that were left were full until new ones were ready`,
  },
  keepAliveRace: {
    title: 'a connection was used again that the server had just closed',
    why: (context) => {
      const ms = numberIn(context, 'failedAfter', 'medianMs');
      return `few requests failed at once${ms === undefined ? '' : ` (${formatMs(ms)})`}, on idle connections at low rates, and no pod changed`;
    },
  },
  modelCrashed: {
    title: 'the service raised an exception',
    why: raisedText,
  },
  modelSlowerThanTimeout: {
    title: 'the model was slower than the timeout',
    why: cutOff,
  },
  serviceGrew: {
    title: 'service times grew while the load ran',
    why: growthReason,
  },
  clientTimeout: {
    title: 'the client gave up',
    why: (context) => `no answer within ${patienceText(context)}${whetherSlow(context)}`,
  },
  rateLimited: {
    title: 'a rate limit turned requests away',
    why: (context) =>
      `something in front limits the requests in a time${quoteOf(context, 'headers', 'answers')}`,
  },
  platformFailed: {
    title: 'the platform failed',
    why: (context) =>
      `the platform answered ${outcomesOf(context)}, which it documents as a fault of its own`,
  },
  connectionFailed: {
    title: 'the connection failed',
    why: (context) => `the connection failed (${outcomesOf(context)})`,
  },
  malformedAnswer: {
    title: 'the answer was no HTTP',
    why: (context) => `what came back breaks the rules of HTTP${quoteOf(context, 'answers')}`,
  },
  hostBlocked: {
    title: 'the host is not allowed',
    why: () => 'the scenario asked for a host outside safety.allowedHosts: nothing was sent',
  },
  redirected: {
    title: 'the endpoint redirected the request',
    why: (context) =>
      `the endpoint answered ${outcomesOf(context)}, which names another address; the load does not go there`,
  },
  notAccepted: {
    title: 'the endpoint refused the request',
    why: (context) => `the endpoint answered ${outcomesOf(context)}${quoteOf(context, 'answers')}`,
  },
  notExpected: {
    title: 'the script did not expect the answer',
    why: (context) =>
      `the script's expected statuses do not hold the answer (${outcomesOf(context)})${orHandshake(context)}`,
  },
  generator: {
    title: 'the load generator was at fault',
    why: () => 'the load generator was late or stood still: these seconds say little about the service',
  },
  cantTell: {
    title: 'nothing that was recorded shows why',
    why: () => 'nothing that was recorded shows why',
  },
};

/** A cause as a clause that can follow "because". */
export const causeTitle = (cause: CauseKind): string => causeWords[cause].title;

/** A cause as the state of one moment tells it: what was before is not known, such as that a replica had been ready. */
export const standingTitle = (cause: CauseKind): string =>
  cause === 'replicaRestarted' ? 'a replica was restarted' : causeTitle(cause);

/** Why requests of a finding failed, with its numbers. */
export const causeReason = (context: Context): string => causeWords[context.finding.cause].why(context);
