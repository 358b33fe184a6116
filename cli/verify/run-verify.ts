import { dirname } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';
import { changesNothing } from '../../planner/recommend/trials/in-force.ts';
import { plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { loadOfPhases, ratesOf } from '../../planner/traffic/load.ts';
import { marginProof } from '../../planner/verify/margin.ts';
import { isPlannedFor } from '../../planner/verify/planned-load.ts';
import { scorePrediction } from '../../planner/verify/score.ts';
import { refusalParts } from '../../reports/words/plan/refusal.ts';
import { timesPeakText } from '../../reports/words/proof/margin-fired.ts';
import { reasonText } from '../../reports/words/proof/proof-reason.ts';
import { proofOf } from '../../reports/words/proof/verification.ts';
import { readJson, writeJson } from '../../runs/folder.ts';
import type { Phase } from '../../runs/schema/load/load.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { type Verification, verificationSchema } from '../../runs/schema/verification.ts';
import { type ApplyOptions, applySettings } from '../apply/apply-settings.ts';
import { demandOwnService } from '../apply/demand-own-service.ts';
import { demandRecordedCluster } from '../apply/demand-recorded-cluster.ts';
import { formerSettings } from '../apply/former-settings.ts';
import { forConfig } from '../output/for-config.ts';
import { readAdviceOf } from '../read-advice.ts';
import { readRecording } from '../read-recording.ts';
import { holdServices } from '../run/hold-services.ts';
import type { PreparedCluster } from '../run/prepare-cluster.ts';
import { runTest, type TestOptions } from '../run/run-test.ts';
import { type WrittenReport, writeReport } from '../write-report.ts';
import { demandSameContents } from './demand-same-contents.ts';
import { demandSameService } from './demand-same-service.ts';
import { marginLoad } from './margin-load.ts';
import { notInForce } from './not-in-force.ts';
import { readArrivals } from './read-arrivals.ts';
import { sameLoad } from './same-load.ts';
import { waitForStart } from './wait-for-start.ts';
import { whileInForce } from './while-in-force.ts';

type VerifyOptions = Omit<TestOptions, 'beforeLoad'> &
  Pick<ApplyOptions, 'folder' | 'isApplied' | 'isAllowed' | 'continues'> & {
    /** Replicas with which the re-run begins, as the user states it; counts where the cluster can't be read. */
    readonly beganWith?: number | undefined;
    /** The recorded objects were recreated in the same cluster. */
    readonly isRecreated?: boolean;
    /** A confirmed advice is put through the load once more, its peak higher by the margin that it was planned for. */
    readonly firesMargin?: boolean;
  };

/** The report of the re-run, with the proof and the planned run's report that now holds it. */
export type Verified = WrittenReport & {
  readonly verification: Verification;
  readonly plannedHtmlPath: string;
  /** The report of the load at the margin; absent: it was not fired. */
  readonly marginHtmlPath?: string;
};

/** The advice that is to be proven. @throws HeadroomError E_RUN_FOLDER, E_NOT_ENOUGH_DATA where there is none */
export const readAdvice = async (folder: string): Promise<Recommendation> => {
  const advice = await readAdviceOf(folder);
  if (isCertain(advice)) return advice;
  if (advice.kind === 'advice') {
    throw new HeadroomError('E_NOT_ENOUGH_DATA', {
      what: 'there is no advice to verify: no settings that were tried meet the SLO',
      where: folder,
      fix: 'change the SLO, the budget or the service, and plan again',
    });
  }
  throw new HeadroomError('E_NOT_ENOUGH_DATA', {
    what: 'there is no advice to verify: the data could not carry one',
    where: folder,
    fix: advice.reasons.map((reason) => refusalParts(reason).runNext).join('; '),
  });
};

const otherLoad = (folder: string, { load }: Recommendation, phases: readonly Phase[]): HeadroomError => {
  const { peak } = ratesOf(loadOfPhases(phases));
  return new HeadroomError('E_USAGE', {
    what: `the advice was planned for ${load.peakRatePerSecond} requests/s at the peak, the recorded load has ${peak}, over ${load.durationSeconds} and ${plannedSecondsOf(phases)} s: firing the recorded load would not prove it`,
    where: folder,
    fix: 'record the load that you plan for with `headroom test`, plan from that run, and verify it',
  });
};

/** @throws HeadroomError E_USAGE for settings that are in use already: their re-run proves no change */
const refuseUnchanged = ({ settings, compared, timeouts }: Recommendation, folder: string): void => {
  if (!changesNothing({ settings, compared, timeouts })) return;
  throw new HeadroomError('E_USAGE', {
    what: 'the advice keeps the settings in use: there is no change to prove',
    where: folder,
    fix: 'to see again how they hold, run headroom test',
  });
};

/** What of an advice says the margin. */
const marginIn = ({ load }: Recommendation, where: string) => ({
  margin: load.margin,
  isOther: load.isOther === true,
  where,
});

/** One load that was fired with the advised settings. */
type Fired = Pick<WrittenReport, 'result' | 'htmlPath'> & Pick<Recording, 'cluster'>;

/** Writes a proof into the folders of both runs, and their reports anew. */
const writeProof = async (
  verification: Verification,
  folders: { readonly planned: string; readonly rerun: string },
): Promise<Verified> => {
  await writeJson(folders.planned, 'verification.json', verificationSchema, verification);
  await writeJson(folders.rerun, 'proof.json', verificationSchema, verification);
  const { htmlPath: plannedHtmlPath } = await writeReport(folders.planned);
  return { ...(await writeReport(folders.rerun)), verification, plannedHtmlPath };
};

/**
 * Proves an advice: applies it, waits until the cluster stands where the prediction begins, fires the recorded load
 * again, and scores the prediction that was frozen in recommendation.json. Writes applied.json and verification.json into
 * the planned run's folder, and its report anew; the re-run has a folder and a report of its own, with the same proof. With
 * `firesMargin` the load at the margin is fired after a proof that confirms, from the same start: what it shows goes into that proof.
 *
 * @throws HeadroomError for whatever stands in the way; once the settings are written, with the command that takes them back
 */
export const runVerify = async (config: ResolvedConfig, options: VerifyOptions): Promise<Verified> => {
  const { folder, progress, interrupt, firesMargin = false } = options;
  const advice = await readAdvice(folder);
  const recorded = await readJson(folder, 'run.json', runSchema);
  if (!isPlannedFor(advice, recorded.phases)) throw otherLoad(folder, advice, recorded.phases);
  demandSameService(config, recorded, folder);
  demandOwnService(config, recorded, folder);
  refuseUnchanged(advice, folder);
  const again = sameLoad(config, recorded, advice.settings);
  const atMargin = firesMargin ? marginLoad(again, marginIn(advice, folder)) : undefined;
  await demandSameContents(config, recorded, { folder, note: progress.note });
  if (!options.isApplied)
    await interrupt.orStop(demandRecordedCluster(config, { ...options, note: progress.note }));
  const arrivals = await readArrivals(folder, recorded);
  const { policy } = advice.settings;
  await using _held = await holdServices(config, options);
  await interrupt.check();
  const written = await applySettings(config, {
    ...options,
    settings: advice.settings,
    former: formerSettings(advice),
    note: progress.note,
  });
  const by = (command: string): string => forConfig(`headroom ${command}`, config);
  const run = shellPath(folder);
  let inForce = written;
  const beforeLoad = async (prepared: PreparedCluster | null): Promise<unknown> => {
    const applied = { written, apply: by(`apply ${run}`), verify: by(`verify ${run} --applied`) };
    const fault = notInForce(policy, prepared, applied);
    if (fault !== null) {
      inForce = undefined;
      throw fault;
    }
    return waitForStart(prepared?.cluster ?? null, { policy, note: progress.note });
  };
  const fire = async (load: ResolvedConfig, proves: NonNullable<TestOptions['proves']>): Promise<Fired> => {
    await interrupt.check();
    const { result, htmlPath } = await runTest(load, { ...options, beforeLoad, proves });
    await interrupt.check();
    const { cluster } = await readRecording(dirname(htmlPath));
    return { result, htmlPath, cluster };
  };
  // Awaited here: what is held is held until then.
  return await whileInForce(
    () => inForce,
    async () => {
      const rerun = await fire(again, { runId: recorded.id, arrivals });
      const statedReplicas = options.beganWith;
      const proof = scorePrediction(advice, { ...rerun, statedReplicas }, recorded.id);
      const folders = { planned: folder, rerun: dirname(rerun.htmlPath) };
      // Stands before the margin is fired: whatever becomes of that, this much is proven.
      const proven = await writeProof(proof, folders);
      if (atMargin === undefined) return proven;
      const { peakFactor, arrivals: drawn } = atMargin;
      if (proof.verdict !== 'confirmed')
        return writeProof({ ...proof, margin: { fired: false, peakFactor } }, folders);
      progress.note(
        `${proofOf(proof).word}: ${reasonText(proof)}. Now once more at ${timesPeakText(peakFactor)}`,
      );
      const harder = await fire(atMargin.config, { runId: recorded.id, arrivals: drawn, peakFactor });
      const margin = marginProof(harder, { policy, peakFactor });
      return { ...(await writeProof({ ...proof, margin }, folders)), marginHtmlPath: harder.htmlPath };
    },
  );
};
