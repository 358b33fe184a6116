import type { Sight } from '../../cluster/follow/contact.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import type { HeadroomError } from '../../errors/headroom-error.ts';
import { steadyClock } from '../../load/steady-clock.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import type { StopReason } from '../../runs/schema/result/stop-reason.ts';
import { openSeries } from '../../runs/series-file.ts';
import type { Progress } from '../output/live.ts';
import { createLiveCluster, liveStatusOf } from './live-status.ts';
import { createReplicaBudget } from './replica-budget.ts';

/** Both series of a run, written as they come, with the live line beside them. */
export type SeriesRecorder = AsyncDisposable & {
  readonly onClusterLine: (line: ClusterLine) => void;
  /** Only shown: what was missed comes as lines. */
  readonly onSight: (sight: Sight) => void;
  readonly onLoadText: (text: string) => void;
  readonly onLoadLine: (line: LoadLine) => void;
  /** Why the load must end: its replicas have used their budget. null while it holds; looked at once a second. */
  readonly overBudget: () => StopReason | null;
  /** Resolves once the disk takes no more. */
  readonly failed: Promise<HeadroomError>;
  /** To be called once no line can follow; at what moment, ms since the epoch. @throws HeadroomError E_DISK */
  readonly close: (endedAtMs: number) => Promise<void>;
};

/** Where a run is kept, and what it is called. */
type RunPlace = { readonly folder: string; readonly runId: string };

/** Opens the series files of a run folder. */
export const recordSeries = (
  { folder, runId }: RunPlace,
  config: ResolvedConfig,
  progress: Progress,
): SeriesRecorder => {
  const load = openSeries<LoadLine>(folder, 'load.ndjson');
  const cluster = openSeries<ClusterLine>(folder, 'cluster.ndjson');
  cluster.append([{ kind: 'header', schemaVersion: 1, runId, hasEnd: true }]);
  const now = steadyClock();
  const live = createLiveCluster();
  const budget = createReplicaBudget(config.safety.maxReplicaHours);
  let overBudget: StopReason | null = null;
  let startedAtMs: number | null = null;
  let recent: LoadLine[] = [];
  const show = (): void => {
    if (startedAtMs === null) return;
    const [lines, nowMs, replicas] = [recent, now(), live.replicas()];
    recent = [];
    overBudget ??= budget.look(nowMs, replicas.ready);
    const watched = config.cluster === undefined ? null : { ...replicas, lost: live.lost(nowMs) };
    const { phases } = config;
    const isScript = config.script !== undefined;
    progress.status(liveStatusOf({ phases, isScript, startedAtMs, nowMs, lines, replicas: watched }));
  };
  return {
    onClusterLine: (line) => {
      cluster.append([line]);
      live.add(line);
    },
    onSight: live.see,
    onLoadText: load.appendText,
    onLoadLine: (line) => {
      if (line.kind === 'header') startedAtMs = line.startedAtMs;
      if (line.kind === 'counts') recent.push(line);
      // One gauge a second, behind the counts of that second.
      if (line.kind === 'gauge') show();
    },
    overBudget: () => overBudget,
    failed: Promise.race([load.failed, cluster.failed]),
    close: async (endedAtMs) => {
      cluster.append([{ kind: 'end', atMs: endedAtMs }]);
      await Promise.all([load.close(), cluster.close()]);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([load[Symbol.asyncDispose](), cluster[Symbol.asyncDispose]()]);
    },
  };
};
