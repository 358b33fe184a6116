import { dirname } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { formatQuantity } from '../../reports/format.ts';
import { marginTexts } from '../../reports/words/proof/margin-fired.ts';
import { reasonText } from '../../reports/words/proof/proof-reason.ts';
import { proofOf } from '../../reports/words/proof/verification.ts';
import { wholeSettingsText } from '../../reports/words/settings/settings.ts';
import { missedAtMargin } from '../../runs/schema/missed-at-margin.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import { planningDefaults } from '../../runs/schema/planning.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { TunedEnd } from '../exit-codes.ts';
import { planRuns } from '../plan/run-plan.ts';
import { holdServices } from '../run/hold-services.ts';
import { runTest, type TestOptions } from '../run/run-test.ts';
import { marginLoad } from '../verify/margin-load.ts';
import { runVerify } from '../verify/run-verify.ts';
import { demandConsent } from './demand-consent.ts';
import { endWithoutRound } from './end-without-round.ts';
import { roundMsOf } from './round-time.ts';

type TuneOptions = TestOptions & {
  /** Advices that are tried at most; the first test is not counted. */
  readonly roundsMax: number;
  /** No further round begins that would end after so many minutes. */
  readonly budgetMinutes: number;
  readonly isAllowed: boolean;
  /** A confirmed advice is put through the load at its margin too, and is none to end on where that misses the SLO. */
  readonly firesMargin?: boolean;
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
   * ended without: nothingHolds is an answer, noAdvice the lack of one. marginMissed: the advice is what is in force, and that
   * missed the SLO at the margin.
   */
  readonly end: TunedEnd;
  readonly rounds: readonly Round[];
  /** The settings that were applied last, and are in force; null: nothing was applied. */
  readonly inForce: PlannedSettings | null;
  /** Whether the last load met the SLO; null: can't tell. */
  readonly sloHeld: boolean | null;
  /** Run folders in order of time; the last but one holds the advice that was applied last. */
  readonly folders: readonly string[];
  /** Run folders of the loads at the margin, in order of time. */
  readonly marginFolders: readonly string[];
};

/** Whether the load of a config can be fired at the margin that its plans will have: asked before its first load. */
const demandMargin = (config: ResolvedConfig): void => {
  const margin = config.plan?.margin ?? planningDefaults.margin;
  marginLoad(config, { margin, isOther: false, where: config.file });
};

/**
 * Test, plan, apply, verify, until an advice is confirmed: one that is not goes back into the next plan, which then
 * knows all runs so far, those at the margin too. It ends on the advice that it proved, which is in force; it plans no other after that.
 *
 * @throws HeadroomError for whatever stands in the way of a step
 */
export const runTune = async (config: ResolvedConfig, options: TuneOptions): Promise<Tuned> => {
  const { roundsMax, budgetMinutes, isAllowed, firesMargin = false, progress, interrupt } = options;
  demandConsent(config, isAllowed);
  if (firesMargin) demandMargin(config);
  await using _held = await holdServices(config, options);
  const endMs = Date.now() + budgetMinutes * 60_000;
  const rounds: Round[] = [];
  const first = await runTest(config, options);
  const folders = [dirname(first.htmlPath)];
  const marginFolders: string[] = [];
  const ended = (end: Tuned['end']): Tuned => ({
    end,
    rounds,
    inForce: rounds.at(-1)?.settings ?? null,
    sloHeld: rounds.length === 0 ? first.result.verdict.met : rounds.at(-1)!.verification.sloHeld,
    folders,
    marginFolders,
  });

  for (let round = 1; round <= roundsMax; round++) {
    await interrupt.check();
    // The last one says which load is planned for.
    const known = [...marginFolders, ...folders];
    progress.note(`planning by ${formatQuantity(known.length, 'run')}`);
    const { advice, isFromCut } = await planRuns(known, {
      note: () => {},
      onStep: progress.step,
      interrupt,
    });
    await interrupt.check();
    const end = endWithoutRound(advice, { isFromCut, proof: rounds.at(-1)?.verification });
    if (end !== null || !isCertain(advice)) return ended(end ?? 'noAdvice');
    const { settings } = advice;
    if (Date.now() + roundMsOf(settings, config, firesMargin) > endMs) return ended('budgetUsedUp');
    progress.note(`round ${round} of ${roundsMax}: ${wholeSettingsText(settings)}`);
    const folder = folders.at(-1)!;
    const { verification, htmlPath, plannedHtmlPath, marginHtmlPath } = await runVerify(config, {
      ...options,
      folder,
      continues: folders.at(-2),
      isApplied: false,
      isAllowed,
    });
    rounds.push({ settings, verification, htmlPath: plannedHtmlPath });
    folders.push(dirname(htmlPath));
    if (marginHtmlPath !== undefined) marginFolders.push(dirname(marginHtmlPath));
    const found = [reasonText(verification), ...marginTexts(verification)].join('. ');
    progress.note(`round ${round}: ${proofOf(verification).word}: ${found}`);
    if (verification.verdict === 'confirmed' && !missedAtMargin(verification)) return ended('confirmed');
  }
  return ended('roundsUsedUp');
};
