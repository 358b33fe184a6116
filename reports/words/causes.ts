import { platformOfRule } from '../../planner/platforms/index.ts';
import type { KnobKey } from '../../planner/platforms/knob.ts';
import { isInterval } from '../../planner/stats/interval.ts';
import type { CauseKind, Finding, Result } from '../../runs/schema/result.ts';
import { formatMs, formatNumber, formatQuantity, formatSeconds } from '../format.ts';

/** What the words of a cause draw on: the finding, and the run that it was found in. */
type Context = { readonly finding: Finding; readonly result: Result };

type Words = {
  /** A clause that can follow "because". */
  readonly title: string;
  /** The reason with its numbers. */
  readonly why: (context: Context) => string;
  /** What to change. */
  readonly remedy: (context: Context) => string;
};

/** What the platform calls a setting of the service; null where its file has no such setting, or nobody knows which. */
const nameOf = ({ result }: Context, knob: KnobKey): string | null => {
  const { autoscaler } = result.run.config;
  return (autoscaler && platformOfRule(autoscaler.kind)?.knobs[knob]?.name) ?? null;
};

/** A fixed number of replicas is minimum and maximum at once. */
const boundName = (context: Context, bound: 'minReplicas' | 'maxReplicas'): string => {
  if (context.result.run.config.autoscaler?.kind === 'fixed') return 'the replica count';
  return nameOf(context, bound) ?? `the ${bound === 'minReplicas' ? 'minimum' : 'maximum'} of replicas`;
};

const outcomesOf = ({ finding }: Context): string => finding.outcomes.join(' and ');

const lagText = ({ result }: Context): string => {
  const { startupLagSeconds: lag } = result.scaling;
  return isInterval(lag) ? `start-up lag ${formatSeconds(lag.mid)}` : 'start-up lag unknown';
};

const allBusy = ({ result }: Context): string => {
  const { peakReady } = result.scaling;
  return peakReady === null ? 'all replicas' : `the ${formatQuantity(peakReady, 'replica')}`;
};

const raiseMin = (context: Context): string =>
  `raise ${boundName(context, 'minReplicas')}: only replicas that are already warm serve a step`;

const causeWords: Readonly<Record<CauseKind, Words>> = {
  waitingForDecision: {
    title: 'the autoscaler had not reacted yet',
    why: () => 'all ready replicas were busy and no new one had been asked for yet',
    remedy: raiseMin,
  },
  replicasStarting: {
    title: 'new replicas were still starting',
    why: (context) => `new replicas had been asked for and were still starting (${lagText(context)})`,
    remedy: (context) => `${raiseMin(context)}, or shorten the start (smaller image, faster init())`,
  },
  atMaxReplicas: {
    title: 'the autoscaler was at its maximum',
    why: (context) =>
      `${allBusy(context)} that the settings allow ${context.result.scaling.peakReady === 1 ? 'was' : 'were'} ready and busy`,
    remedy: (context) => `raise ${boundName(context, 'maxReplicas')}`,
  },
  autoscalerSatisfied: {
    title: 'the autoscaler saw no need for more replicas',
    why: (context) =>
      nameOf(context, 'queueWaitMs') === null
        ? 'the autoscaler asked for no more replicas while requests were turned away'
        : 'utilization stayed below the target while requests waited longer than the queue wait allows',
    remedy: (context) => {
      const queueWait = nameOf(context, 'queueWaitMs');
      return `lower the target utilization${queueWait === null ? '' : `, or raise the queue wait (${queueWait})`}`;
    },
  },
  noReadyReplicas: {
    title: 'no replica was ready',
    why: () => 'no replica was ready to take a request',
    remedy: () =>
      'look at the pods: init() failing (CrashLoopBackOff), image pull, readiness probe; keep a minimum of one',
  },
  unschedulable: {
    title: 'no node had room for new replicas',
    why: () => 'pods were waiting for a node with room',
    remedy: () =>
      'add nodes or let the cluster autoscaler do it, or lower the CPU, memory or GPU request of a replica',
  },
  modelSlowerThanTimeout: {
    title: 'the model was slower than the timeout',
    why: () => 'requests took longer than the platform waits for an answer',
    remedy: (context) =>
      `raise ${nameOf(context, 'requestTimeoutMs') ?? 'the timeout of what stands in front of the model'}, or make the model faster`,
  },
  modelCrashed: {
    title: 'the model failed',
    why: () => 'the model raised an exception, or its replica closed the connection',
    remedy: () => 'look at the container log for the exception; check memory (OOMKilled) and restarts',
  },
  replicaUnreachable: {
    title: 'no replica answered the gateway',
    why: (context) =>
      `the gateway in front of the replicas answered ${outcomesOf(context)}: its connection to a replica failed or was closed`,
    remedy: () =>
      'look at restarts and at replicas that stop while they still get requests (readiness probe, preStop hook, grace period)',
  },
  platformFailed: {
    title: 'the platform failed',
    why: (context) =>
      `the platform answered ${outcomesOf(context)}, which it documents as a fault of its own`,
    remedy: () => 'look at the health of the platform’s own pods, and at its status page',
  },
  clientTimeout: {
    title: 'the client gave up',
    why: ({ result }) =>
      `no answer within the ${formatMs(result.run.config.target.requestTimeoutMs)} that the client waits`,
    remedy: () => 'keep the client timeout above the platform timeout, so that its 504 tells what happened',
  },
  connectionFailed: {
    title: 'the connection failed',
    why: (context) => `the connection failed (${outcomesOf(context)})`,
    remedy: () => 'check that the endpoint is up and reachable, its name and its certificate',
  },
  hostBlocked: {
    title: 'the host is not allowed',
    why: () => 'the scenario asked for a host outside safety.allowedHosts: nothing was sent',
    remedy: () => 'add the host to safety.allowedHosts, or correct the scenario',
  },
  notAccepted: {
    title: 'the endpoint refused the request',
    why: (context) => `the endpoint answered ${outcomesOf(context)}`,
    remedy: () => 'check the payload, the key and the path',
  },
  notExpected: {
    title: 'the script did not expect the answer',
    why: (context) => `the script's expected statuses do not hold the answer (${outcomesOf(context)})`,
    remedy: () => 'look at the answer, or correct what the script expects',
  },
  overloadedClusterUnknown: {
    title: 'there was more load than the replicas could take',
    why: () => 'the router had no free replica; how many there were is unknown without cluster access',
    remedy: () => 'add `cluster` to the config to see what the replicas did',
  },
};

/** A cause as a clause that can follow "because". */
export const causeTitle = (cause: CauseKind): string => causeWords[cause].title;

/** Words of one finding. */
type FindingText = {
  /** @example 'no replica was ready' */
  readonly title: string;
  /** How many requests, in how long, and why, with the numbers. */
  readonly sentence: string;
  /** What to change, a clause without a full stop. */
  readonly remedy: string;
};

/** Which endpoints the requests of a finding went to; nothing where there is but one. */
const whereText = ({ endpoints }: Finding): string => {
  if (endpoints === undefined) return '';
  const [only] = endpoints;
  if (endpoints.length === 1) return ` (${only!.name})`;
  return ` (${endpoints.map(({ name, requests }) => `${name} ${formatNumber(requests)}`).join(', ')})`;
};

/**
 * One finding in words.
 *
 * @example findingText(finding, result).sentence
 * // '239 × 503 in 9 seconds: new replicas had been asked for and were still starting (start-up lag 8.4 s).'
 */
export const findingText = (finding: Finding, result: Result): FindingText => {
  const { title, why, remedy } = causeWords[finding.cause];
  const context = { finding, result };
  const count = `${formatNumber(finding.requests)} × ${outcomesOf(context)}`;
  const when = formatQuantity(finding.seconds.length, 'second');
  return {
    title,
    sentence: `${count} in ${when}${whereText(finding)}: ${why(context)}.`,
    remedy: remedy(context),
  };
};
