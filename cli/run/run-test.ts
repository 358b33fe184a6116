import { dirname, resolve } from 'node:path';
import { watchCluster } from '../../cluster/follow/watch.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { bundleScript } from '../../load/generator/bundle-script.ts';
import { type Examined, examineScript } from '../../load/generator/examine-script.ts';
import { contentsOf } from '../../load/plan/contents.ts';
import { loadPlanOf } from '../../load/plan/load-plan.ts';
import { plannedArrivalsFor } from '../../load/plan/planned-arrivals.ts';
import { loadSecretOf, redactorFor } from '../../load/plan/secrets.ts';
import { steadyClock } from '../../load/steady-clock.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { problemText } from '../../reports/words/run/problems.ts';
import { readingLines } from '../../reports/words/run/trace.ts';
import { createRunFolder, writeJson } from '../../runs/folder.ts';
import { loadPlanSchema, type PlanDocument, type PlannedArrivals } from '../../runs/schema/load-plan.ts';
import type { Progress } from '../output/live.ts';
import { shownPath } from '../output/shown-path.ts';
import { type WrittenReport, writeReport } from '../write-report.ts';
import { commitOf } from './commit-of.ts';
import { afterLoad, recordedUntil } from './cut-recording.ts';
import { type Fired, type FireOptions, fire } from './fire.ts';
import { holdServices } from './hold-services.ts';
import type { Interrupt } from './interrupt.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { PreparedCluster } from './prepare-cluster.ts';
import { configFrom, firstRecord, keepRecord } from './record.ts';
import { recordSeries, type SeriesRecorder } from './record-series.ts';
import { removeEarlyPlan } from './remove-early-plan.ts';
import { sharedFireOf } from './shared-fire.ts';

/** What a run needs beside its config. */
export type TestOptions = {
  /** Folder in which the run folder is made. */
  readonly runsFolder: string;
  readonly progress: Progress;
  readonly interrupt: Interrupt;
  /** Fire whatever the endpoint answers to the first request. */
  readonly isForced?: boolean;
  /** Waits for what must be so when the load begins, after all that can be wrong has been looked at. */
  readonly beforeLoad?: (cluster: PreparedCluster | null) => Promise<unknown>;
  /** `headroom demo` fires it at a service of its own, by a config that is in no file. */
  readonly isDemo?: boolean;
  /**
   * The run whose advice this one is fired to prove, and the arrivals: those of that run again, or at a margin those that belong
   * to a peak of so many times.
   */
  readonly proves?: {
    readonly runId: string;
    readonly arrivals: PlannedArrivals;
    readonly peakFactor?: number;
  };
};

/** What the requests before the load took, each endpoint with its share. */
const meanLatencyMs = ({ endpoints }: ResolvedConfig, preflight: Prepared['preflight']): number =>
  sumOf(endpoints.map(({ share }, i) => share * preflight[i]!.latencyMs));

/** The plan that is kept, with the secrets that are not. */
const documentOf = async (
  config: ResolvedConfig,
  arrivals: PlannedArrivals,
  { payloads, preflight, mix }: Prepared & Pick<Examined, 'mix'>,
): Promise<PlanDocument> => ({
  plan: loadPlanOf({ config, arrivals, payloads, mix, firstLatencyMs: meanLatencyMs(config, preflight) }),
  secret: await loadSecretOf(config, payloads),
});

/** The config with what is in force: the live autoscaler is the truth, and a context that is only the current one gets its name. */
const inForceIn = (config: ResolvedConfig, { cluster }: Prepared): ResolvedConfig => {
  if (cluster === null) return config;
  const { policy, policyFrom } = cluster.inForce;
  const { access } = cluster.cluster;
  const context = access.kind === 'connected' ? access.context : config.cluster?.context;
  return {
    ...config,
    policy,
    policyFrom,
    ...(config.cluster && { cluster: { ...config.cluster, context } }),
  };
};

/** The watch of a cluster; its disposal ends it and waits until the last line is written. */
const watch = async (
  { cluster: prepared }: Prepared,
  series: SeriesRecorder,
  now: () => number,
): Promise<AsyncDisposable> => {
  const cluster = prepared?.cluster ?? null;
  for (const line of prepared?.seenOnce ?? []) series.onClusterLine(line);
  const end = new AbortController();
  const watching =
    cluster &&
    (await watchCluster(cluster, {
      onLine: series.onClusterLine,
      onSight: series.onSight,
      signal: end.signal,
      now,
    }));
  return {
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await watching?.done;
    },
  };
};

type FireParts = Omit<FireOptions, 'paths' | 'shared'> & {
  readonly config: ResolvedConfig;
  readonly prepared: Prepared;
  readonly runId: string;
  readonly folder: string;
};

/**
 * Fires the load while its cluster is watched. Ends what the runners need first, and then the watch: when it returns, the last
 * line of the cluster is in the series.
 */
const fireWatched = async ({ config, prepared, runId, folder, ...load }: FireParts): Promise<Fired> => {
  const { script, document, series, progress, interrupt, now } = load;
  await using _watching = await interrupt.orStop(watch(prepared, series, now));
  const parts = { prepared, script, document, folder, runId, note: progress.note };
  await using shared = await sharedFireOf(config, parts);
  const paths = { k6: prepared.k6.path, log: resolve(folder, 'k6.log') };
  return await fire({ ...load, paths, shared: shared.fire });
};

/**
 * One recorded test: prepare, watch, fire, report. Whenever it is cut, the run folder holds all that was seen until
 * then. A Ctrl-C before the load ends it without one; during the load it drains, and is reported.
 *
 * @throws HeadroomError for anything that is wrong before the load; E_DISK when the disk takes no more
 */
export const runTest = async (config: ResolvedConfig, options: TestOptions): Promise<WrittenReport> => {
  const { runsFolder, progress, interrupt, beforeLoad, proves } = options;
  await using _held = await holdServices(config, options);
  const arrivals = proves?.arrivals ?? plannedArrivalsFor(config);
  const script = await bundleScript(config);
  const prepared = await interrupt.orStop(
    prepare(config, { note: progress.note, stop: interrupt.stop, isForced: options.isForced ?? false }),
  );
  const redact = redactorFor(config.endpoints);
  const { mix, notes, unmeasured } = await interrupt.orStop(
    examineScript({ k6: prepared.k6.path, script, config, redact }),
  );
  const told = unmeasured.map((sentBy) => ({ code: 'notMeasured' as const, sentBy }));
  for (const note of [...notes, ...told.map((problem) => problemText(problem).detail)]) progress.note(note);
  if (beforeLoad !== undefined) await interrupt.orStop(beforeLoad(prepared.cluster));
  const document = await documentOf(config, arrivals, { ...prepared, mix });
  const contents = await contentsOf(config, script, prepared.payloads);
  const now = steadyClock();
  const first = firstRecord(inForceIn(config, prepared), prepared, {
    createdAtMs: now(),
    arrivals,
    commit: await commitOf(dirname(config.file)),
  });
  // Nothing is waited for between the folder and its run.json: a tool that is killed there leaves a folder that is not a run.
  const folder = await createRunFolder(runsFolder, first.id);
  const record = keepRecord(folder, {
    ...first,
    contents,
    ...(options.isDemo ? { isDemo: true } : configFrom(folder, config)),
    ...(proves && { provesAdviceOf: proves.runId }),
    ...(proves?.peakFactor !== undefined && { peakFactor: proves.peakFactor }),
  });
  await record.update({});
  await writeJson(folder, 'plan.json', loadPlanSchema, document.plan);
  if (first.trace !== undefined) for (const line of readingLines(first.trace)) progress.note(line);
  progress.note(`run ${shownPath(folder)}`);

  await using series = recordSeries({ folder, runId: first.id }, config, progress);
  const { diskFault, ...ended } = await fireWatched({
    config,
    prepared,
    runId: first.id,
    folder,
    script,
    document,
    series,
    progress,
    interrupt,
    redact,
    now,
    onStart: (loadStartedAtMs) => record.note({ loadStartedAtMs }),
  });
  progress.close();
  if (diskFault !== undefined) throw recordedUntil(diskFault, { folder, isCut: true });
  return afterLoad(folder, async () => {
    const endedAtMs = now();
    await series.close(endedAtMs);
    await record.update({ endedAtMs, ...ended, problems: [...told, ...ended.problems] });
    await removeEarlyPlan(folder, progress.note);
    return writeReport(folder);
  });
};
