import { missedAtMargin } from '../../../runs/schema/missed-at-margin.ts';
import { provesNothing } from '../../../runs/schema/plan/proves-nothing.ts';
import type { Verification, VerifiedLine } from '../../../runs/schema/verification.ts';
import { capitalize, formatMs, formatNumber, formatQuantity, formatShare } from '../../format.ts';
import { figureNames } from './figures.ts';
import { marginTexts } from './margin-fired.ts';
import { reasonText } from './proof-reason.ts';

/** The verdict of a proof: a word and a shape, so that no reader depends on the colour. */
type ProofWords = {
  readonly symbol: string;
  readonly word: string;
  readonly tone: 'good' | 'bad' | 'open';
};

const proofWords: Readonly<Record<Verification['verdict'], ProofWords>> = {
  confirmed: { symbol: '✓', word: 'confirmed', tone: 'good' },
  predictionOff: { symbol: '!', word: 'SLO met, prediction off', tone: 'open' },
  refuted: { symbol: '✗', word: 'refuted', tone: 'bad' },
  cantTell: { symbol: '?', word: "can't tell", tone: 'open' },
};

const missedWords: ProofWords = { symbol: '!', word: 'confirmed, margin missed', tone: 'open' };

/** The verdict on the load as it was recorded, whatever became of the margin. */
export const recordedProofOf = ({ verdict }: Pick<Verification, 'verdict'>): ProofWords =>
  proofWords[verdict];

/** The verdict of a proof with what the margin has shown against it. */
export const proofOf = (verification: Pick<Verification, 'verdict' | 'margin'>): ProofWords =>
  missedAtMargin(verification) ? missedWords : recordedProofOf(verification);

/** @example insideText(verification) // '8 of 9 figures lie inside their 95 % prediction intervals' */
export const insideText = ({ linesInside, linesCompared }: Verification): string =>
  `${formatNumber(linesInside)} of ${formatQuantity(linesCompared, 'figure')} ${linesInside === 1 ? 'lies' : 'lie'} inside ${linesInside === 1 ? 'its' : 'their'} 95 % prediction ${linesInside === 1 ? 'interval' : 'intervals'}`;

/** With how many replicas the re-run began, and with how many the prediction. */
const startText = ({ start }: Verification): string => {
  if (start === null) return 'with how many replicas the re-run began is unknown';
  const { measuredReplicas, predictedReplicas, seenBy } = start;
  const stated = seenBy === 'statement' ? ', as you state' : '';
  const began = `the re-run began with ${formatQuantity(measuredReplicas, 'replica')}${stated}`;
  return measuredReplicas === predictedReplicas
    ? `${began}, as predicted`
    : `${began}, the prediction with ${predictedReplicas}`;
};

const inputNames = { serviceTime: 'service time', startupLag: 'start-up lag' } as const;

/** How far a measured figure lies outside its interval, as a share of the nearer end; null: inside, or of zero. */
const offBy = ({ predicted, measured, inside }: VerifiedLine): number | null => {
  if (inside !== false || predicted === null || measured === null) return null;
  const nearest = measured > predicted.high ? predicted.high : predicted.low;
  return nearest === 0 ? null : (measured - nearest) / nearest;
};

/** Whole percents: what lies outside is never 0 % away. */
const awayText = (share: number): string =>
  share < 0.005 ? 'less than 1 %' : formatShare(Number(share.toFixed(2)));

const offText = (verification: Verification): string[] => {
  if (provesNothing(verification)) return [];
  const off = verification.lines.flatMap((line) => {
    const by = offBy(line);
    if (line.inside !== false) return [];
    const far = by === null ? 'outside' : `${awayText(Math.abs(by))} ${by > 0 ? 'above' : 'below'}`;
    return [`${figureNames[line.figure]} ${far}`];
  });
  return off.length === 0 ? [] : [`Outside their intervals: ${off.join(', ')}.`];
};

const inputText = ({ input, planned, measured }: Verification['wrongInputs'][number]): string =>
  `The ${inputNames[input]} was planned with as ${formatMs(planned.low)} to ${formatMs(planned.high)} and measured as ${formatMs(measured)}.`;

/** What kept replicas from becoming ready stands in the explanation of the re-run. */
const notAllReadyText = ({ notAllReady, verifiedBy }: Verification): string[] =>
  notAllReady === undefined
    ? []
    : [
        `${formatNumber(notAllReady.wanted)} replicas were wanted, and no more than ${formatNumber(notAllReady.ready)} became ready: headroom explain runs/${verifiedBy} says why.`,
      ];

const whyOffText = (verification: Verification): string[] => {
  const { verdict, wrongInputs, plannedFrom, verifiedBy } = verification;
  const seen = [...notAllReadyText(verification), ...wrongInputs.map(inputText)];
  if (verdict !== 'predictionOff') return seen;
  const why =
    seen.length > 0
      ? seen
      : [
          'Neither service time nor start-up lag differs: it may be the router, the autoscaler’s rule, or a load beside this one.',
        ];
  return [...why, `Plan with both runs: headroom plan runs/${plannedFrom} runs/${verifiedBy}.`];
};

const overText = ({ overProvisioned }: Verification): string[] =>
  overProvisioned === null
    ? []
    : [
        `More than needed: at the peak ${formatQuantity(overProvisioned.readyReplicas, 'replica')} stood ready, and its busiest second needed ${formatNumber(overProvisioned.neededReplicas)} with the margin.`,
      ];

const sloWords = { true: 'SLO held', false: 'SLO missed', null: "SLO: can't tell" } as const;
const predictionWords = {
  true: 'prediction right',
  false: 'prediction off',
  null: 'prediction: not compared',
} as const;

/**
 * Some figures of a right prediction may lie outside, as many as come by chance: that stands beside the word.
 *
 * @example findingsText(verification) // 'SLO held; prediction right within chance'
 */
const findingsText = (verification: Verification): string => {
  const { sloHeld, predictionRight, linesInside, linesCompared } = verification;
  if (provesNothing(verification) && linesCompared > 0)
    return `${sloWords[`${sloHeld}`]}; prediction: can't tell`;
  const byChance = predictionRight === true && linesInside < linesCompared ? ' within chance' : '';
  return `${sloWords[`${sloHeld}`]}; ${predictionWords[`${predictionRight}`]}${byChance}`;
};

/**
 * The same with how many figures were inside, and which were not, for one line; where none was compared, or the re-run was not
 * what was predicted, there is no score.
 *
 * @example scoredFindingsText(verification) // 'SLO held; prediction right within chance (8 of 9 figures, not mean replicas)'
 */
export const scoredFindingsText = (verification: Verification): string => {
  const { lines, linesInside, linesCompared } = verification;
  if (linesCompared === 0 || provesNothing(verification)) return findingsText(verification);
  const outside = lines.filter(({ inside }) => inside === false).map(({ figure }) => figureNames[figure]);
  const score = `${formatNumber(linesInside)} of ${formatQuantity(linesCompared, 'figure')}`;
  return `${findingsText(verification)} (${[score, ...(outside.length === 0 ? [] : [`not ${outside.join(', ')}`])].join(', ')})`;
};

/** The two findings, the score where there is one, and the start of the re-run. */
export const scoreText = (verification: Verification): string => {
  const score = provesNothing(verification) ? '' : `: ${insideText(verification)}`;
  return `${findingsText(verification)}${score}; ${startText(verification)}`;
};

/**
 * What to type after a re-run that can't tell: the settings stand in force by now, so they are not applied again. Where they
 * were not, a look comes first.
 *
 * @param folder of the run that holds the advice
 * @param wanted replicas that a person is to state where nobody saw them, as the next one can't tell either without
 */
export const verifyAgain = (
  { reason, start }: Verification,
  folder: string,
  wanted?: number | undefined,
): string => {
  if (reason.code === 'notInForce') return `headroom apply ${folder}`;
  const stated = start?.seenBy === 'statement' ? start.measuredReplicas : undefined;
  const begun = reason.code === 'replicasUnseen' ? wanted : stated;
  return `headroom verify ${folder} --applied${begun === undefined ? '' : ` --began-with ${begun}`}`;
};

/** What a proof shows beside its verdict: what came of the margin, by how much figures are off, which input was wrong, replicas too many. */
export const shownBeside = (verification: Verification): string[] => [
  ...marginTexts(verification),
  ...offText(verification),
  ...whyOffText(verification),
  ...overText(verification),
];

/** Verdict, reason and score of a proof in one or two sentences. */
export const proofText = (verification: Verification): string => {
  const { word } = recordedProofOf(verification);
  const proof = `${capitalize(word)} by the re-run ${verification.verifiedBy}: ${reasonText(verification)}.`;
  const score = `${scoreText(verification)}.`;
  return [proof, score, ...shownBeside(verification)].join(' ');
};
