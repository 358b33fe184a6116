import { missedAtMargin } from '../../../runs/schema/missed-at-margin.ts';
import type { MarginProof, Verification } from '../../../runs/schema/verification.ts';
import { capitalize, formatMs, formatNumber, formatOr, formatShare } from '../../format.ts';
import { objectiveNames } from '../run/objectives.ts';
import { reasonText } from './proof-reason.ts';

type Fired = Extract<MarginProof, { readonly fired: true }>;

/** @example timesPeakText(1.2) // '1.2 times the peak' */
export const timesPeakText = (peakFactor: number): string => `${formatNumber(peakFactor)} times the peak`;

const figuresText = ({ errorShare, p95LatencyMs }: Fired): string =>
  `${formatOr(errorShare, formatShare)} errors, p95 latency ${formatOr(p95LatencyMs, formatMs)}`;

/** What is missing here can't be stated: --began-with is of the load before. */
const whyText = ({ reason, start }: Fired): string =>
  reason.code === 'replicasUnseen'
    ? 'with how many replicas it began could not be read'
    : reasonText({ reason, start });

const foundText = (fired: Fired): string => {
  const { sloHeld, reason } = fired;
  if (sloHeld === null) return `can’t tell whether the SLO held (${figuresText(fired)}): ${whyText(fired)}`;
  if (reason.code !== 'missed') return `the SLO held (${figuresText(fired)})`;
  const objectives = [...new Set(reason.objectives)].map((name) => objectiveNames[name]).join(', ');
  return `the SLO was missed (${figuresText(fired)}; missed: ${objectives})`;
};

/**
 * What firing the margin has shown, a clause without a full stop: of one firing, and no more.
 *
 * @example marginText({ fired: false, peakFactor: 1.2 }) // '1.2 times the peak was not fired, as the load before has not confirmed the advice'
 */
export const marginText = (margin: MarginProof): string =>
  margin.fired
    ? `fired once at ${timesPeakText(margin.peakFactor)}: ${foundText(margin)}`
    : `${timesPeakText(margin.peakFactor)} was not fired, as the load before has not confirmed the advice`;

/** The same as a sentence, with the run that it was recorded as; none where nobody asked for it. */
export const marginTexts = ({ margin }: Pick<Verification, 'margin'>): string[] => {
  if (margin === undefined) return [];
  const recorded = margin.fired ? ` Its run is ${margin.runId}.` : '';
  return [`${capitalize(marginText(margin))}.${recorded}`];
};

/** Beside a headroom, which is simulated: what was seen against it. Empty where nothing was. */
export const againstHeadroom = (proof: Pick<Verification, 'margin'> | undefined): string[] =>
  proof?.margin !== undefined && missedAtMargin(proof)
    ? [`simulated only: at ${timesPeakText(proof.margin.peakFactor)} the SLO was missed`]
    : [];

/**
 * What to type after a proof that confirms: why the margin was missed, or the margin again where it can't be told. Empty where
 * nothing is left to do.
 *
 * @param folder of the run that holds the advice; a run of a margin lies beside it
 */
export const afterMargin = ({ margin }: Pick<Verification, 'margin'>, folder: string): string[] => {
  if (margin?.fired !== true || margin.sloHeld === true) return [];
  return margin.sloHeld === false
    ? [`headroom explain runs/${margin.runId}`]
    : [`headroom verify ${folder} --applied --margin`];
};
