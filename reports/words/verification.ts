import type { Verification, VerificationReason } from '../../runs/schema/verification.ts';
import { capitalize, formatNumber, formatQuantity } from '../format.ts';
import { loadFaultText } from './load-as-planned.ts';
import { objectiveNames } from './verdict.ts';

/** The verdict of a proof: a word and a shape, so that no reader depends on the colour. */
type ProofWords = {
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
  `${formatNumber(linesInside)} of ${formatQuantity(linesCompared, 'figure')} ${linesInside === 1 ? 'lies' : 'lie'} inside ${linesInside === 1 ? 'its' : 'their'} 95 % prediction ${linesInside === 1 ? 'interval' : 'intervals'}`;

/** With how many replicas the re-run began, and with how many the prediction. */
export const startText = ({ start }: Verification): string => {
  if (start === null) return 'with how many replicas the re-run began is unknown';
  const { measuredReplicas, predictedReplicas } = start;
  const began = `the re-run began with ${formatQuantity(measuredReplicas, 'replica')}`;
  return measuredReplicas === predictedReplicas
    ? `${began}, as predicted`
    : `${began}, the prediction with ${predictedReplicas}`;
};

type Reason<Code extends VerificationReason['code']> = Extract<VerificationReason, { readonly code: Code }>;
type ReasonWords = {
  readonly [Code in VerificationReason['code']]: (
    reason: Reason<Code>,
    start: Verification['start'],
  ) => string;
};

const reasonWords: ReasonWords = {
  met: () => 'the same load meets the SLO with the new settings',
  metFromUnknownStart: () =>
    'the same load meets the SLO with the new settings; with how many replicas it began could not be read',
  metFromEasierStart: (_, start) => {
    const counts =
      start === null
        ? ''
        : ` (${formatNumber(start.measuredReplicas)}, not ${formatNumber(start.predictedReplicas)})`;
    return `the SLO is met, but the re-run began with more replicas than the prediction${counts}, so it was easier: keep other traffic away until the autoscaler has removed the surplus, then verify again`;
  },
  notComplete: ({ status }) => `the re-run is ${status}`,
  offPlan: ({ phases }) => {
    const counts = phases.map(
      ({ phase, arrivals, planned }) => `${phase} ${formatNumber(arrivals)} of ${formatNumber(planned)}`,
    );
    return `requests were not sent as planned: ${counts.join(', ')}; run it again`;
  },
  loadNotAsPlanned: ({ faults }) => `${faults.map(loadFaultText).join('; ')}; run it again`,
  telemetryLost: () => 'data of the re-run was lost, so its counts are a lower bound; run it again',
  withinChance: () =>
    'the error share misses its limit, by no more than the prediction allows for chance: run it again',
  missed: ({ objectives }) => `missed: ${objectives.map((name) => objectiveNames[name]).join(', ')}`,
};

/** Why a re-run was judged as it was, a clause without a full stop. */
export const reasonText = ({ reason, start }: Verification): string => {
  const words = reasonWords[reason.code] as (of: VerificationReason, start: Verification['start']) => string;
  return words(reason, start);
};

/** Verdict, reason and score of a proof in one or two sentences. */
export const proofText = (verification: Verification): string => {
  const { word } = proofOf(verification);
  return `${capitalize(word)} by the re-run ${verification.verifiedBy}: ${reasonText(verification)}. ${insideText(verification)}; ${startText(verification)}.`;
};
