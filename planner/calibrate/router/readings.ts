import type { RouterPodsLine } from '../../../runs/schema/cluster-series.ts';
import type { KnownRouter } from '../../../runs/schema/known-router.ts';
import { type BalancingReading, centralQueue } from '../../platforms/balancing.ts';
import { isTimedOut, platformFor } from '../../platforms/outcomes.ts';
import { sumOf } from '../../stats/sum.ts';
import type { Recorded } from '../../timeline/recording.ts';
import type { Reading } from './router-model.ts';

/**
 * Documented for azureml-fe: one coordinating instance picks the replicas, and three run where high availability is on.
 * More than four look like four.
 */
const instanceCounts = [1, 2, 3, 4] as const;
const countMost = Math.max(...instanceCounts);

/** What may become of the slot of a request that timed out. */
export const onTimeouts = ['release', 'keepWorking'] as const;

/** What the owner knows of the router in use. */
export const knownRouterOf = (runs: readonly Recorded[]): KnownRouter => runs.at(-1)!.run.config.router ?? {};

/** A load that opens a connection for each request shows no difference between balancing one and the other. */
const showsConnections = (runs: readonly Recorded[]): boolean =>
  runs.some(({ run }) => run.config.load.connections?.mode !== 'new');

/** How requests may find their replica: as the config says, else as the platform does, whichever it may be. */
export const balancingsOf = (runs: readonly Recorded[]): readonly BalancingReading[] => {
  const { balancing, balancedPer = 'request' } = knownRouterOf(runs);
  if (balancing !== undefined) return [{ balancing, balancedPer }];
  const open = platformFor(runs.at(-1)!.run.config).queue.balancings.value;
  return open.filter((one) => one.balancedPer === 'request' || showsConnections(runs));
};

/** What a recording saw of the router's pods: a line for each namespace that has some. */
export const routerPodLines = (cluster: Recorded['cluster']): RouterPodsLine[] =>
  cluster.filter((line) => line.kind === 'routerPods');

/**
 * Ready pods of the router, as the last recording that saw them has it; undefined where none did. Two routers may stand in one
 * cluster, of both generations of Azure ML: which of them the service is behind is not known then.
 */
export const routerPodsIn = (runs: readonly Recorded[]): number | undefined => {
  const seen = runs.map(({ cluster }) => routerPodLines(cluster));
  const last = seen.findLast((lines) => lines.length > 0) ?? [];
  return last.length === 1 ? last[0]!.ready : undefined;
};

/** Of n pods one coordinates the service, as documented, or each keeps a queue of its own. */
const countsOfPods = (pods: number): readonly number[] => [...new Set([1, Math.min(pods, countMost)])];

/** Where each replica has its own queue, several routers hardly show beside the ways to pick a replica: one is taken. */
const countsFor = (
  runs: readonly Recorded[],
  balancings: readonly BalancingReading[],
  known: KnownRouter,
): readonly number[] => {
  if (known.instances !== undefined) return [known.instances];
  if (balancings.some(({ balancing }) => balancing !== centralQueue.balancing)) return [1];
  const pods = routerPodsIn(runs);
  return pods === undefined ? instanceCounts : countsOfPods(pods);
};

const timedOutIn = (runs: readonly Recorded[]): number =>
  sumOf(
    runs.flatMap(({ run, load }) =>
      Object.entries(load.total.outcomes).map(([outcome, count]) =>
        isTimedOut(run.config, outcome) ? count : 0,
      ),
    ),
  );

/** A slot of a request that timed out shows in nothing where none did: one replay then stands for both readings. */
export const readingsToReplay = (runs: readonly Recorded[]): Reading[] => {
  const known = knownRouterOf(runs);
  const fates = known.onTimeout === undefined ? onTimeouts : [known.onTimeout];
  const shown = timedOutIn(runs) > 0 ? fates : fates.slice(0, 1);
  const balancings = balancingsOf(runs);
  return countsFor(runs, balancings, known).flatMap((instances) =>
    balancings.flatMap((balanced) => shown.map((onTimeout) => ({ instances, onTimeout, ...balanced }))),
  );
};
