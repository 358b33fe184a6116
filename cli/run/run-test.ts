import { join } from 'node:path';
import type { Cluster } from '../../cluster/open.ts';
import { watchCluster } from '../../cluster/watch.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { createAutoStop } from '../../load/auto-stop.ts';
import { bundleScenario } from '../../load/bundle-scenario.ts';
import { k6OptionsOf } from '../../load/k6-options.ts';
import type { K6End, K6Paths } from '../../load/k6-process.ts';
import { type RunningLoad, startLoad } from '../../load/run-load.ts';
import { runSpecOf } from '../../load/run-spec.ts';
import { createRunFolder, writeText } from '../../runs/folder.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import type { Run } from '../../runs/schema/run.ts';
import { openSeries } from '../../runs/series-file.ts';
import type { Progress } from '../output/live.ts';
import { type WrittenReport, writeReport } from '../write-report.ts';
import { onInterrupt } from './interrupt.ts';
import { judgeEnd } from './judge-end.ts';
import { createLiveCluster, liveStatusOf } from './live-status.ts';
import { type Prepared, prepare } from './prepare.ts';
import { firstRecord, keepRecord } from './record.ts';

/** What a run needs beside its config. */
export type TestOptions = {
  /** Folder in which the run folder is made. */
  readonly runsFolder: string;
  readonly progress: Progress;
  /** Waits for what must be so when the load begins, after all that can be wrong has been looked at. */
  readonly beforeLoad?: (cluster: Cluster | null) => Promise<unknown>;
  /** The run whose advice this one is fired to prove. */
  readonly provesAdviceOf?: string;
};

/** What k6 is given, written into the run folder. */
const writePlan = async (folder: string, config: ResolvedConfig, prepared: Prepared): Promise<K6Paths> => {
  const bundle = join(folder, 'bundle.js');
  await bundleScenario(config, bundle);
  const plan = k6OptionsOf(config, prepared.fence);
  const options = await writeText(folder, 'plan.json', `${JSON.stringify(plan, null, 1)}\n`);
  return { k6: prepared.k6.path, bundle, options, log: join(folder, 'k6.log') };
};

/** Go reads its certificate authorities from there. */
const environmentOf = ({ tls }: ResolvedConfig['target']): Record<string, string> =>
  tls?.caFile ? { SSL_CERT_FILE: tls.caFile } : {};

type Recorder = {
  readonly onClusterLine: (line: ClusterLine) => void;
  readonly onLoadLines: (lines: readonly LoadLine[], startedAtMs: number | null) => void;
  readonly close: () => Promise<void>;
};

/** Appends both series as they come and keeps the live line up to date. */
const recordSeries = (folder: string, config: ResolvedConfig, progress: Progress): Recorder => {
  const load = openSeries<LoadLine>(folder, 'load.ndjson');
  const cluster = openSeries<ClusterLine>(folder, 'cluster.ndjson');
  load.append([
    { kind: 'header', seq: 0, schemaVersion: 2, generator: 'local', module: 'none', startedAtMs: Date.now() },
  ]);
  cluster.append([{ kind: 'header', schemaVersion: 1 }]);
  const live = createLiveCluster();
  return {
    onClusterLine: (line) => {
      cluster.append([line]);
      live.add(line);
    },
    onLoadLines: (lines, startedAtMs) => {
      load.append(lines);
      if (startedAtMs === null) return;
      const replicas = live.replicas();
      progress.status(
        liveStatusOf({ phases: config.phases, startedAtMs, nowMs: Date.now(), lines, replicas }),
      );
    },
    close: async () => {
      await Promise.all([load.close(), cluster.close()]);
    },
  };
};

type Ended = { readonly end: K6End; readonly stopped: Run['stopped'] };

type FireOptions = {
  readonly paths: K6Paths;
  readonly series: Recorder;
  readonly progress: Progress;
  readonly onStart: (startAtMs: number) => void;
};

/** Fires the load and waits for its end: as planned, by auto-stop, or by Ctrl-C. */
const fire = async (
  config: ResolvedConfig,
  { paths, series, progress, onStart }: FireOptions,
): Promise<Ended> => {
  let startedAtMs: number | null = null;
  let stopped: Run['stopped'] = null;
  let load: RunningLoad | undefined;
  const stop = (by: 'user' | 'autoStop', reason: string): void => {
    if (stopped !== null) return;
    stopped = { by, reason, atMs: Date.now() };
    progress.note(`ending the load, requests in flight may finish: ${reason}`);
    load?.stop();
  };
  const autoStop = createAutoStop(config.safety.autoStop);
  load = await startLoad({
    paths,
    specOf: (controlUrl) => runSpecOf(config, controlUrl),
    environment: environmentOf(config.target),
    requestTimeoutMs: config.target.requestTimeoutMs,
    now: Date.now,
    onStart: (startAtMs) => {
      startedAtMs = startAtMs;
      onStart(startAtMs);
    },
    onLines: (lines) => {
      series.onLoadLines(lines, startedAtMs);
      const reason = autoStop(lines);
      if (reason !== null) stop('autoStop', reason);
    },
  });
  const release = onInterrupt(() => stop('user', 'Ctrl-C'), load.kill);
  return { end: await load.ended.finally(release), stopped };
};

/**
 * One recorded test: prepare, watch, fire, report. Whenever it is cut, the run folder holds all that was seen until then.
 *
 * @throws HeadroomError for anything that is wrong before the load
 */
export const runTest = async (
  config: ResolvedConfig,
  { runsFolder, progress, beforeLoad, provesAdviceOf }: TestOptions,
): Promise<WrittenReport> => {
  const prepared = await prepare(config, progress.note);
  await beforeLoad?.(prepared.cluster);
  const first = firstRecord(config, prepared, Date.now());
  const folder = await createRunFolder(runsFolder, first.id);
  const update = keepRecord(folder, { ...first, ...(provesAdviceOf !== undefined && { provesAdviceOf }) });
  await update({});
  const paths = await writePlan(folder, config, prepared);
  progress.note(`run ${folder}`);

  const series = recordSeries(folder, config, progress);
  const watchEnd = new AbortController();
  const { onClusterLine: onLine } = series;
  const watching =
    prepared.cluster &&
    (await watchCluster(prepared.cluster, { onLine, signal: watchEnd.signal, now: Date.now }));
  const onStart = (loadStartedAtMs: number): void => void update({ loadStartedAtMs });
  const ended = await fire(config, { paths, series, progress, onStart });

  watchEnd.abort();
  await watching?.done;
  await series.close();
  await update({ endedAtMs: Date.now(), ...(await judgeEnd({ ...ended, logPath: paths.log })) });
  progress.close();
  return writeReport(folder);
};
