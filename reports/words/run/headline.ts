import { missedThresholdsOf, sloMetOf } from '../../../planner/result/objectives.ts';
import { missedAtMargin } from '../../../runs/schema/missed-at-margin.ts';
import type { Check, Result } from '../../../runs/schema/result.ts';
import type { Verification } from '../../../runs/schema/verification.ts';
import type { Decision } from '../../decision.ts';
import { besideLimit, formatInUnit, formatMs, formatShare } from '../../format.ts';
import { proofOf } from '../proof/verification.ts';
import { heldRatesLines } from './held-rates.ts';
import { judgementOf } from './objectives.ts';
import { verdictSentence } from './verdict.ts';

/** What a report is headed with. */
type Headline = {
  /** A word and a shape, so that no reader depends on the colour. */
  readonly symbol: string;
  readonly word: string;
  readonly tone: 'good' | 'bad' | 'open';
  readonly sentence: string;
  /** What is said below it; empty where the sentence says all. */
  readonly more: string;
};

/** A figure of the run that was planned from, and the same figure of the re-run with the advice. */
type BeforeAfter = {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly limit: string;
  /** Whether each keeps its limit; null: not known. */
  readonly isKept: { readonly before: boolean | null; readonly after: boolean | null };
};

const figureOfObjective = { errorShare: 'errorShare', p95Latency: 'p95Latency' } as const;
const figureNames = { errorShare: 'failed', p95Latency: 'p95 latency' } as const;

const pairOf = (check: Check, { lines }: Verification): BeforeAfter[] => {
  const { objective, unit, measured, limit, met } = check;
  const line = lines.find(({ figure }) => figure === figureOfObjective[objective]);
  if (measured === null || line === undefined || line.measured === null) return [];
  const format = formatInUnit(unit);
  const beside = besideLimit(limit, format);
  return [
    {
      name: figureNames[objective],
      before: beside(measured),
      after: beside(line.measured),
      limit: format(limit),
      isKept: { before: met, after: line.measured <= limit },
    },
  ];
};

/** Every objective before and after, the missed one first; none for several endpoints, whose re-run is scored as one. */
export const beforeAfter = ({ verdict }: Result, proof: Verification): BeforeAfter[] =>
  verdict.checks
    .filter(({ endpoint }) => endpoint === null)
    .flatMap((check) => pairOf(check, proof))
    .toSorted((a, b) => Number(a.isKept.before === true) - Number(b.isKept.before === true));

/** ": 0.2 % failed in the re-run, 13.5 % before (limit 1 %)"; empty where the two can't be compared. */
const changeClause = (result: Result, proof: Verification): string => {
  const [first] = beforeAfter(result, proof);
  if (first === undefined) return '';
  const { name, before, after, limit } = first;
  return name === figureNames.errorShare
    ? `: ${after} failed in the re-run, ${before} before (limit ${limit})`
    : `: p95 latency ${after} in the re-run, ${before} before (limit ${limit})`;
};

const provenWords: Readonly<Record<Exclude<Verification['verdict'], 'cantTell'>, string>> = {
  confirmed: 'fix proven',
  predictionOff: 'fix held, though not as predicted',
  refuted: 'advice refuted',
};

const provenHeadline = (result: Result, proof: Verification, verdict: keyof typeof provenWords): Headline => {
  const { symbol, tone } = proofOf(proof);
  const holds = verdict === 'refuted' ? 'do not hold' : 'hold';
  return {
    symbol,
    word: missedAtMargin(proof) ? 'fix proven, margin missed' : provenWords[verdict],
    tone,
    sentence: `The advised settings ${holds} this load${changeClause(result, proof)}.`,
    more: '',
  };
};

/** The outcome in one sentence: what a re-run has shown where there is one, else what this run measured. */
export const headlineOf = (result: Result, decision: Decision): Headline => {
  const proof = decision.kind === 'change' || decision.kind === 'withdrawn' ? decision.proof : undefined;
  if (proof !== undefined && proof.verdict !== 'cantTell')
    return provenHeadline(result, proof, proof.verdict);
  const [held] = heldRatesLines(result);
  const judged = { ...judgementOf(result.verdict.met) };
  if (held !== undefined) return { ...judged, sentence: held, more: verdictSentence(result) };
  return { ...judged, sentence: verdictSentence(result), more: '' };
};

/** The figure that decides, short enough for the tab of a browser. */
const tabFigure = ({ verdict }: Result): string => {
  const [threshold] = missedThresholdsOf(verdict);
  if (threshold !== undefined && sloMetOf(verdict) !== false) return `: threshold ${threshold.metric}`;
  const check = verdict.checks.find(({ met }) => met === false) ?? verdict.checks[0];
  if (check === undefined || check.measured === null) return '';
  return check.unit === 'share'
    ? `: ${besideLimit(check.limit, formatShare)(check.measured)} failed`
    : `: p95 ${besideLimit(check.limit, formatMs)(check.measured)}`;
};

/**
 * The title of the page: outcome first, as a tab shows few letters.
 *
 * @example tabTitle(result, decision) // '✗ not met: 13.5 % failed, spike on scoring.example'
 */
export const tabTitle = (result: Result, decision: Decision): string => {
  const { symbol, word } = headlineOf(result, decision);
  const { scenario } = result.run.config.load;
  const host = URL.parse(result.run.config.target.url)?.host ?? result.run.config.target.url;
  return `${symbol} ${word}${tabFigure(result)}, ${scenario} on ${host}`;
};
