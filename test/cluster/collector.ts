import { onTestFinished } from 'vitest';
import { openCluster, type WatchOptions, watchCluster } from '../../cluster/cluster.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { clusterLineSchema } from '../../runs/schema/cluster-series.ts';
import { writeKubeconfig } from './kubeconfig.ts';

export type Collector = {
  readonly lines: ClusterLine[];
  /** Resolves when the lines so far satisfy the condition; looked at after each line. */
  until(condition: (lines: readonly ClusterLine[]) => boolean): Promise<void>;
  /** Ends the watching and waits until no line can follow. */
  stop(): Promise<void>;
};

/** Collects lines, each checked against the schema of cluster.ndjson. */
const createCollection = () => {
  const lines: ClusterLine[] = [];
  let waiters: { condition: (lines: readonly ClusterLine[]) => boolean; resolve: () => void }[] = [];
  return {
    lines,
    onLine: (line: ClusterLine) => {
      lines.push(clusterLineSchema.parse(line));
      const due = waiters.filter(({ condition }) => condition(lines));
      waiters = waiters.filter((waiter) => !due.includes(waiter));
      for (const { resolve } of due) resolve();
    },
    until: (condition: (lines: readonly ClusterLine[]) => boolean) =>
      new Promise<void>((resolve) => {
        if (condition(lines)) resolve();
        else waiters.push({ condition, resolve });
      }),
  };
};

/** Watches the service `app=score` in the namespace `models`, with the waits between tries cut short. */
export const collectFrom = async (
  server: string | { readonly kubeconfig: string },
  options: Partial<Omit<WatchOptions, 'onLine' | 'signal'>> = {},
): Promise<Collector> => {
  const kubeconfig = typeof server === 'string' ? await writeKubeconfig({ server }) : server.kubeconfig;
  const cluster = await openCluster({ kubeconfig, namespace: 'models', selector: 'app=score' });
  const stop = new AbortController();
  const { lines, onLine, until } = createCollection();
  const { limits, now = Date.now, ...rest } = options;
  const { done } = await watchCluster(cluster, {
    ...rest,
    now,
    onLine,
    signal: stop.signal,
    limits: { backoffFirstMs: 1, backoffMostMs: 10, ...limits },
  });
  const finish = () => {
    stop.abort();
    return done;
  };
  onTestFinished(finish);
  return { lines, until, stop: finish };
};

type LineOf<Kind extends ClusterLine['kind']> = Extract<ClusterLine, { kind: Kind }>;

export const linesOf = <Kind extends ClusterLine['kind']>(
  lines: readonly ClusterLine[],
  kind: Kind,
): LineOf<Kind>[] => lines.filter((line): line is LineOf<Kind> => line.kind === kind);
