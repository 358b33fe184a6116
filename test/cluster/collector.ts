import { onTestFinished } from 'vitest';
import { type ClusterOptions, openCluster } from '../../cluster/connect/open.ts';
import { type WatchOptions, watchCluster } from '../../cluster/follow/watch.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { clusterLineSchema } from '../../runs/schema/cluster-series.ts';
import { tellWaits } from '../still-waiting.ts';
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
  tellWaits(() => waiters.map(({ condition }) => condition));
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

export type Source = { readonly kubeconfig: string } & Partial<Omit<ClusterOptions, 'kubeconfig'>>;

/**
 * Watches a cluster, with the waits between tries cut short; by default the service `app=score` in the namespace
 * `models`.
 *
 * @param source the URL of a server that asks for no credentials, or a kubeconfig
 */
export const collectFrom = async (
  source: string | Source,
  options: Partial<Omit<WatchOptions, 'onLine' | 'signal'>> = {},
): Promise<Collector> => {
  const given =
    typeof source === 'string' ? { kubeconfig: await writeKubeconfig({ server: source }) } : source;
  const cluster = await openCluster({ namespace: 'models', selector: 'app=score', ...given });
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

type LineOf<Kind, Line = ClusterLine> = Line extends { kind: infer Own }
  ? Kind extends Own
    ? Line
    : never
  : never;

export const linesOf = <Kind extends ClusterLine['kind']>(
  lines: readonly ClusterLine[],
  kind: Kind,
): LineOf<Kind>[] => lines.filter((line): line is LineOf<Kind> => line.kind === kind);
