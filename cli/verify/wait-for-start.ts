import type { Cluster } from '../../cluster/connect/open.ts';
import { watchCluster } from '../../cluster/follow/watch.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { secondsToLetGo } from '../../planner/policies/let-go.ts';
import type { ReplicaCounts } from '../../planner/timeline/cluster-grid.ts';
import { obstacleOf, predictedReplicas } from '../../planner/verify/start.ts';
import { formatQuantity } from '../../reports/format.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { createLiveCluster } from '../run/live-status.ts';
import { areUnasked, type Purpose, surplusText, waitText } from './wait-text.ts';

type WaitLimits = {
  /** The longest wait of all: start-up lags are minutes at worst, unless a node has to come first. */
  readonly patienceMs: number;
  /** On top of the rule's own hold: for new settings to reach it, and for what is still starting or leaving. */
  readonly slackMs: number;
};

/** Nothing is waited for longer than this. */
export const waitSecondsMax = 900;

const defaultLimits: WaitLimits = { patienceMs: waitSecondsMax * 1000, slackMs: 60_000 };

/** What is waited for, and how long at most. */
export type WaitOptions = {
  /** A proof by default. */
  readonly purpose?: Purpose;
  /** The settings in effect: those of the prediction. */
  readonly policy: PolicySettings;
  readonly note: (text: string) => void;
  readonly limits?: WaitLimits;
};

/** `there`: where the prediction begins. Else the re-run may begin with more replicas, or nobody can tell. */
type Waited = 'there' | 'surplus' | 'unreadable';

type Live = ReturnType<typeof createLiveCluster>;

type Waiting = { readonly ended: Promise<Waited>; readonly look: () => void };

type Missing = {
  readonly counts: ReplicaCounts;
  readonly replicas: number;
  readonly patienceMs: number;
};

const notReady = (where: string, { counts, replicas, patienceMs }: Missing): HeadroomError => {
  const ready = `${counts.ready ?? 'no'} of ${formatQuantity(replicas, 'replica')} ready after ${formatQuantity(Math.round(patienceMs / 60_000), 'minute')}`;
  return areUnasked(counts, replicas)
    ? new HeadroomError('E_VERIFY', {
        what: `${ready}, ${counts.desired} wanted`,
        where,
        fix: 'see whether the autoscaler goes by the settings that were applied, and whether anything else sets the number of replicas',
      })
    : new HeadroomError('E_VERIFY', {
        what: ready,
        where,
        fix: 'look at the pods: are they waiting for a node, pulling, or crashing?',
      });
};

/** About so often it is told how far things are, however many replicas there are to be. */
const toldTimes = 4;

/** How long the rule may keep what is there now; null: beyond all patience. */
const heldSecondsOf = (live: Live, { policy, limits = defaultLimits }: WaitOptions): number | null => {
  const { desired, ready, pending } = live.replicas();
  const most = Math.max(desired ?? 0, (ready ?? 0) + (pending ?? 0));
  return secondsToLetGo(policy, most, limits.patienceMs / 1000);
};

/** Ends when there is nothing to wait for any more. `look` belongs to every change, and to the end of each limit. */
const startWaiting = (live: Live, { namespace, selector }: Cluster, options: WaitOptions): Waiting => {
  const { purpose = 'proof', policy, note, limits = defaultLimits } = options;
  const { patienceMs, slackMs } = limits;
  const { promise, resolve, reject } = Promise.withResolvers<Waited>();
  const replicas = predictedReplicas(policy);
  const heldSeconds = heldSecondsOf(live, options);
  const over = { surplus: false, patience: false };
  const toldStep = Math.max(1, Math.ceil(replicas / toldTimes));
  let told: { readonly state: string; readonly count: number } | undefined;
  const look = (): void => {
    const counts = live.replicas();
    const obstacle = obstacleOf(counts, replicas);
    if (obstacle === null) resolve('there');
    else if (obstacle === 'surplus' && over.surplus) resolve('surplus');
    else if (obstacle === 'starting' && over.patience)
      reject(notReady(`namespace ${namespace}, ${selector}`, { counts, replicas, patienceMs }));
    else {
      const text = waitText(counts, { purpose, replicas, heldSeconds });
      const count = (obstacle === 'starting' ? counts.ready : counts.desired) ?? 0;
      const state = areUnasked(counts, replicas) ? 'unasked' : obstacle;
      const isNews = state !== told?.state || Math.abs(count - told.count) >= toldStep;
      if (text === undefined || !isNews) return;
      note(text);
      told = { state, count };
    }
  };
  const lookWhenOver = (limit: keyof typeof over): void => {
    over[limit] = true;
    look();
  };
  const surplusMs = heldSeconds === null ? patienceMs : Math.min(patienceMs, heldSeconds * 1000 + slackMs);
  const timers = [
    setTimeout(lookWhenOver, surplusMs, 'surplus'),
    setTimeout(lookWhenOver, patienceMs, 'patience'),
  ];
  look();
  return { look, ended: promise.finally(() => timers.forEach(clearTimeout)) };
};

const unreadableText =
  'the replicas can’t be read: whether the load begins with those that the rule keeps stays unknown';

/**
 * Waits until the cluster stands where the prediction begins: wanted = ready = that many replicas, none on its way.
 * Surplus that was left by earlier load is waited for as long as the autoscaler's own rule may keep it, and a minute;
 * then the wait ends without, and says so. Without cluster access it ends at once, and says that too.
 *
 * @throws HeadroomError E_VERIFY when replicas are missing for 15 minutes
 */
export const waitForStart = async (cluster: Cluster | null, options: WaitOptions): Promise<Waited> => {
  const { purpose = 'proof', policy, note } = options;
  const end = new AbortController();
  const live = createLiveCluster();
  let waiting: Waiting | undefined;
  const onLine = (line: ClusterLine): void => {
    live.add(line);
    waiting?.look();
  };
  const watching = cluster && (await watchCluster(cluster, { now: Date.now, signal: end.signal, onLine }));
  try {
    if (cluster === null || live.replicas().ready === null) {
      note(unreadableText);
      return 'unreadable';
    }
    waiting = startWaiting(live, cluster, options);
    const waited = await waiting.ended;
    if (waited === 'surplus')
      note(surplusText(live.replicas(), { purpose, replicas: predictedReplicas(policy) }));
    return waited;
  } finally {
    end.abort();
    await watching?.done;
  }
};
