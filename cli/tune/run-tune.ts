import { dirname } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { secondsToLetGo } from '../../planner/policies/let-go.ts';
import { plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { predictedReplicas } from '../../planner/verify/start.ts';
import { formatQuantity } from '../../reports/format.ts';
import { wholeSettingsText } from '../../reports/words/settings.ts';
import { proofOf, reasonText } from '../../reports/words/verification.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { isCertain } from '../../runs/schema/standing.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { TunedEnd } from '../exit-codes.ts';
import { planRuns } from '../plan/run-plan.ts';
import { holdServices } from '../run/hold-services.ts';
import { runTest, type TestOptions } from '../run/run-test.ts';
import { runVerify } from '../verify/run-verify.ts';
import { waitSecondsMax } from '../verify/wait-for-start.ts';
import { demandConsent } from './demand-consent.ts';
import { endWithoutRound } from './end-without-round.ts';

type TuneOptions = TestOptions & {
  /** Advices that are tried at most; the first test is not counted. */
  readonly roundsMax: number;
  /** No further round begins that would end after so many minutes. */
  readonly budgetMinutes: number;
  readonly isAllowed: boolean;
};

type Round = {
  readonly settings: PlannedSettings;
  readonly verification: Verification;
  /** The report that holds advice and proof of the round. */
  readonly htmlPath: string;
};

/** How tuning ended, and what each round came to. */
export type Tuned = {
  /**
   * confirmed; unchanged: the advice is what is in force; notProven: so it is, but a round has set it and not proven it; or why it
   * ended without: nothingHolds is an answer, noAdvice the lack of one.
   */
  readonly end: TunedEnd;
  readonly rounds: readonly Round[];
  /** The settings that were applied last, and are in force; null: nothing was applied. */
  readonly inForce: PlannedSettings | null;
  /** Whether the last load met the SLO; null: can't tell. */
  readonly sloHeld: boolean | null;
  /** Run folders in order of time; the last but one holds the advice that was applied last. */
  readonly folders: readonly string[];
};

/** What a round takes at least: the wait until the surplus of the load before has gone, and its own load. */
const roundMsOf = ({ policy }: PlannedSettings, { phases }: ResolvedConfig): number => {
  const surplus = predictedReplicas(policy) + 1;
  const heldSeconds = secondsToLetGo(policy, surplus, waitSecondsMax) ?? waitSecondsMax;
  return (heldSeconds + plannedSecondsOf(phases)) * 1000;
};

/**
 * Test, plan, apply, verify, until an advice is confirmed: one that is not goes back into the next plan, which then
 * knows all runs so far. It ends on the advice that it proved, which is in force; it plans no other after that.
 *
 * @throws HeadroomError for whatever stands in the way of a step
 */
export const runTune = async (config: ResolvedConfig, options: TuneOptions): Promise<Tuned> => {
  const { roundsMax, budgetMinutes, isAllowed, progress, interrupt } = options;
  demandConsent(config, isAllowed);
  await using _held = await holdServices(config, options);
  const endMs = Date.now() + budgetMinutes * 60_000;
  const rounds: Round[] = [];
  const first = await runTest(config, options);
  const folders = [dirname(first.htmlPath)];
  const ended = (end: Tuned['end']): Tuned => ({
    end,
    rounds,
    inForce: rounds.at(-1)?.settings ?? null,
    sloHeld: rounds.length === 0 ? first.result.verdict.met : rounds.at(-1)!.verification.sloHeld,
    folders,
  });

  for (let round = 1; round <= roundsMax; round++) {
    await interrupt.check();
    progress.note(`planning by ${formatQuantity(folders.length, 'run')}`);
    const { advice, isFromCut } = await planRuns(folders, {
      note: () => {},
      onStep: progress.step,
      interrupt,
    });
    await interrupt.check();
    const end = endWithoutRound(advice, { isFromCut, proof: rounds.at(-1)?.verification });
    if (end !== null || !isCertain(advice)) return ended(end ?? 'noAdvice');
    const { settings } = advice;
    if (Date.now() + roundMsOf(settings, config) > endMs) return ended('budgetUsedUp');
    progress.note(`round ${round} of ${roundsMax}: ${wholeSettingsText(settings)}`);
    const folder = folders.at(-1)!;
    const { verification, htmlPath, plannedHtmlPath } = await runVerify(config, {
      ...options,
      folder,
      continues: folders.at(-2),
      isApplied: false,
      isAllowed,
    });
    rounds.push({ settings, verification, htmlPath: plannedHtmlPath });
    folders.push(dirname(htmlPath));
    progress.note(`round ${round}: ${proofOf(verification).word}: ${reasonText(verification)}`);
    if (verification.verdict === 'confirmed') return ended('confirmed');
  }
  return ended('roundsUsedUp');
};
