import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { capitalize, formatInterval, formatQuantity, formatShare } from '../format.ts';
import { changeText, knobChanges } from './settings.ts';

/** @example inSeries(['a', 'b', 'c']) // 'a, b and c' */
const inSeries = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' and ');

/** The advised change as one sentence without its full stop: every knob that moves, from what to what. */
export const recommendedChange = ({ settings, compared }: Recommendation): string => {
  const moved = knobChanges(compared.current.settings, settings).filter(({ way }) => way !== 'keep');
  return moved.length === 0 ? 'Keep the settings as they are' : `Set ${inSeries(moved.map(changeText))}`;
};

/** How likely the advised settings meet the SLO, against the chance that was asked for. */
export const chanceText = ({ basis, confidence, prediction }: Recommendation): string => {
  const { mid } = prediction.meetsSlo;
  const chance = `${formatShare(mid)} (${formatInterval(prediction.meetsSlo, formatShare)})`;
  return basis === 'certain'
    ? `In simulation the chance that a run meets the SLO is ${chance}; ${formatShare(confidence)} was asked for.`
    : `Nothing that was tried meets the SLO with the asked chance of ${formatShare(confidence)}. This misses it by least: its chance is ${chance}.`;
};

/** Why there is no advice, and what to run next. */
export const refusalText = ({ reasons, runNext }: NotEnoughAdvice): string =>
  `The data can't carry one: it needs ${reasons.map(({ need, have }) => `${need} (has ${have})`).join(', and ')}. Run next: ${runNext.join('; ')}.`;

export type ProofWords = {
  readonly symbol: string;
  readonly word: string;
  readonly tone: 'good' | 'bad' | 'open';
};

const proofWords: Readonly<Record<Verification['verdict'], ProofWords>> = {
  confirmed: { symbol: '✓', word: 'confirmed', tone: 'good' },
  refuted: { symbol: '✗', word: 'refuted', tone: 'bad' },
  cantTell: { symbol: '?', word: "can't tell", tone: 'open' },
};

/** The verdict of a proof: a word and a shape, so that no reader depends on the colour. */
export const proofOf = ({ verdict }: Verification): ProofWords => proofWords[verdict];

/** @example insideText(verification) // '8 of 9 figures lie inside their 95 % prediction intervals' */
export const insideText = ({ linesInside, linesCompared }: Verification): string =>
  `${linesInside} of ${linesCompared} figures lie inside their 95 % prediction intervals`;

/** With how many replicas the re-run began, and with how many the prediction. */
export const startText = ({ start }: Verification): string => {
  if (start === null) return 'with how many replicas the re-run began is unknown';
  const { measuredReplicas, predictedReplicas } = start;
  const began = `the re-run began with ${formatQuantity(measuredReplicas, 'replica')}`;
  return measuredReplicas === predictedReplicas
    ? `${began}, as predicted`
    : `${began}, the prediction with ${predictedReplicas}`;
};

/** Verdict, reason and score of a proof in one or two sentences. */
export const proofText = (verification: Verification): string => {
  const { reason, verifiedBy } = verification;
  return `${capitalize(proofOf(verification).word)} by the re-run ${verifiedBy}: ${reason}. ${insideText(verification)}; ${startText(verification)}.`;
};

/** In place of a proof that nobody has made yet. */
export const unprovenText = (runId: string): string =>
  `No re-run has proven it yet: headroom verify runs/${runId} applies it and fires the same load again.`;

/** What a re-run says of itself: whose advice it was fired to prove. */
export const rerunText = (plannedRunId: string): string =>
  `This run fired the load of ${plannedRunId} again, with the settings that were advised from it. The report of that run compares prediction and measurement.`;
