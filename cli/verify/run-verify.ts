import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { scorePrediction } from '../../planner/verify/score.ts';
import { readJson, writeJson } from '../../runs/folder.ts';
import { adviceSchema, type Recommendation } from '../../runs/schema/recommendation.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { type Verification, verificationSchema } from '../../runs/schema/verification.ts';
import { runTest, type TestOptions } from '../run/run-test.ts';
import { type WrittenReport, writeReport } from '../write-report.ts';
import { type ApplyOptions, applySettings } from './apply.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type VerifyOptions = TestOptions & Pick<ApplyOptions, 'folder' | 'isApplied' | 'isAllowed'>;

/** The report of the re-run, with the proof and the planned run's report that now holds it. */
export type Verified = WrittenReport & {
  readonly verification: Verification;
  readonly plannedHtmlPath: string;
};

const readAdvice = async (folder: string): Promise<Recommendation> => {
  const advice = await readJson(folder, 'recommendation.json', adviceSchema);
  if (advice.kind === 'advice') return advice;
  throw new HeadroomError('E_NOT_ENOUGH_DATA', {
    what: 'there is no advice to verify: the data could not carry one',
    where: folder,
    fix: advice.runNext.join('; '),
  });
};

const minReplicasOf = ({ settings: { policy } }: Recommendation): number =>
  policy.kind === 'fixed' ? policy.replicas : Math.max(1, policy.minReplicas);

/** The recorded load, seed and objective with the advised autoscaler: the same experiment but for the settings. */
const sameLoad = async (
  config: ResolvedConfig,
  folder: string,
  advice: Recommendation,
): Promise<ResolvedConfig> => {
  const { seed, phases, config: recorded } = await readJson(folder, 'run.json', runSchema);
  return { ...config, seed, phases, load: recorded.load, slo: recorded.slo, policy: advice.settings.policy };
};

/**
 * Proves an advice: applies it, waits for its minimum of replicas, fires the recorded load again, and scores the
 * prediction that was frozen in recommendation.json. Writes applied.json and verification.json into the planned run's
 * folder, and its report anew; the re-run has a folder and a report of its own.
 *
 * @throws HeadroomError for whatever stands in the way
 */
export const runVerify = async (config: ResolvedConfig, options: VerifyOptions): Promise<Verified> => {
  const { folder, progress } = options;
  const advice = await readAdvice(folder);
  const again = await sameLoad(config, folder, advice);
  await applySettings(config, { ...options, settings: advice.settings });
  progress.note(`waiting for ${minReplicasOf(advice)} ready replicas`);
  await waitUntilReady(config, minReplicasOf(advice));
  const { id } = await readJson(folder, 'run.json', runSchema);
  const report = await runTest(again, { ...options, provesAdviceOf: id });
  const verification = scorePrediction(advice, report.result, id);
  await writeJson(folder, 'verification.json', verificationSchema, verification);
  const { htmlPath: plannedHtmlPath } = await writeReport(folder);
  return { ...report, verification, plannedHtmlPath };
};
