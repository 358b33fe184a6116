import { missedThresholdsOf, sloMetOf } from '../../planner/result/objectives.ts';
import type { Comparison } from '../../runs/schema/comparison.ts';
import { missedAtMargin } from '../../runs/schema/missed-at-margin.ts';
import type { Verdict } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { decide } from '../decision.ts';
import type { Report } from '../report.ts';
import { decisionText } from '../words/plan/decision.ts';
import { comparedTitle } from '../words/proof/compared-runs.ts';
import { comparisonText } from '../words/proof/comparison.ts';
import { marginTexts } from '../words/proof/margin-fired.ts';
import { reasonText } from '../words/proof/proof-reason.ts';
import { proofOf } from '../words/proof/verification.ts';
import { heldRatesLines, notShownLines } from '../words/run/held-rates.ts';
import { judgementOf } from '../words/run/objectives.ts';
import { unfinishedText } from '../words/run/unfinished.ts';
import { verdictSentence } from '../words/run/verdict.ts';

/** What a CI server shows beside the job. */
export type Annotation = {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  /** Lines of text. */
  readonly message: string;
};

const verdictLevel = (met: boolean | null): Annotation['level'] => {
  if (met === null) return 'warning';
  return met ? 'notice' : 'error';
};

/** @example verdictTitle({ met: true, checks: [], badSeconds: [], badSecondsCount: 0 }) // 'SLO met' */
const verdictTitle = (verdict: Verdict): string => {
  const slo = `SLO ${judgementOf(sloMetOf(verdict)).word}`;
  return missedThresholdsOf(verdict).length === 0 ? slo : `${slo}, threshold of the script not met`;
};

const proofLevels: Readonly<Record<Verification['verdict'], Annotation['level']>> = {
  confirmed: 'notice',
  predictionOff: 'warning',
  cantTell: 'warning',
  refuted: 'error',
};

/** A margin that was missed fails the job; one that can't be told leaves it open. */
const proofLevel = (proof: Verification): Annotation['level'] => {
  if (missedAtMargin(proof)) return 'error';
  const isOpen = proof.margin?.fired === true && proof.margin.sloHeld === null;
  return isOpen && proof.verdict === 'confirmed' ? 'warning' : proofLevels[proof.verdict];
};

/** The verdict of a run with the one next step, and what it proved if it was fired for that. */
export const annotationsOf = (report: Report): Annotation[] => {
  const { result, ownProof } = report;
  const { title, commands } = decisionText(decide(report), report);
  const lines = [
    unfinishedText(result),
    ...heldRatesLines(result),
    verdictSentence(result),
    ...notShownLines(result),
    [`${title}.`, ...commands].join(' '),
  ].filter((line) => line !== undefined);
  return [
    {
      level: verdictLevel(result.verdict.met),
      title: verdictTitle(result.verdict),
      message: lines.join('\n'),
    },
    ...(ownProof === undefined
      ? []
      : [
          {
            level: proofLevel(ownProof),
            title: `Advice ${proofOf(ownProof).word}`,
            message: [reasonText(ownProof), ...marginTexts(ownProof)].join('\n'),
          },
        ]),
  ];
};

const comparedLevels: Readonly<Record<Comparison['verdict'], Annotation['level']>> = {
  better: 'notice',
  same: 'notice',
  cantTell: 'warning',
  worse: 'error',
};

/** Whether runs differ from their base. */
export const comparisonAnnotation = (comparison: Comparison): Annotation => ({
  level: comparedLevels[comparison.verdict],
  title: comparedTitle(comparison),
  message: comparisonText(comparison),
});
