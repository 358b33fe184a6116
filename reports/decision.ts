import { severalRequestsOf } from '../planner/measure/requests-per-arrival.ts';
import { changesNothing } from '../planner/recommend/trials/in-force.ts';
import { lacksEnd } from '../planner/result/cut.ts';
import { failsBeforeRise } from '../planner/result/fails-before-rise.ts';
import { sloMetOf } from '../planner/result/objectives.ts';
import { isSlowItself, slowObjectives } from '../planner/result/slow-objectives.ts';
import { unmendedCauses } from '../planner/result/unmended-causes.ts';
import { costlyUnknownOf } from '../runs/schema/plan/standing.ts';
import type { Recommendation } from '../runs/schema/recommendation.ts';
import type { Finding } from '../runs/schema/result/findings.ts';
import type { Result } from '../runs/schema/result.ts';
import type { Verification } from '../runs/schema/verification.ts';
import type { Report } from './report.ts';

/**
 * The one thing that a report recommends, with what stands behind it. Every output asks here, so that none of them
 * recommends something else, and none against a proof of the tool itself.
 */
export type Decision =
  /** Nothing was recorded, or what was recorded can't be judged. */
  | { readonly kind: 'testAgain' }
  /** The recording ends before its plan: what it lacks may be what matters. */
  | { readonly kind: 'recordWhole'; readonly advice: Recommendation | undefined }
  /** More replicas don't remove these causes, largest first, so no plan does. */
  | { readonly kind: 'removeCause'; readonly causes: readonly Finding[] }
  /** A latency is over its limit whatever the load, so no settings fix it. */
  | { readonly kind: 'speedUp' }
  /** Requests fail alike before the load rises, so no settings hold it. */
  | { readonly kind: 'mendService'; readonly failed: number; readonly requests: number }
  /** No request succeeded: a plan would not know how long one takes. */
  | { readonly kind: 'getAnswers' }
  /** The SLO is met, a threshold of the user's own script is not: no plan changes that. */
  | { readonly kind: 'mendThresholds' }
  /** A script sent another number of requests than one per arrival, so nothing can be planned from it. */
  | { readonly kind: 'oneRequestEach'; readonly mean: number }
  /** Nothing was planned yet. */
  | { readonly kind: 'plan' }
  /** A re-run whose proof is not in its folder. */
  | { readonly kind: 'seePlanned'; readonly plannedRunId: string }
  /** A re-run that says of its own settings what it found. */
  | { readonly kind: 'rerun'; readonly proof: Verification }
  /** The data carry no advice. */
  | { readonly kind: 'refusal' }
  /** Nothing that was tried meets the SLO. */
  | { readonly kind: 'nothingHolds'; readonly advice: Recommendation }
  /** What is not known moves the advice too much. */
  | { readonly kind: 'interim'; readonly advice: Recommendation }
  /** The settings in use are the advised ones. */
  | { readonly kind: 'keep'; readonly advice: Recommendation }
  /** Settings to set; `proof` is what a re-run found of them, undefined where there was none. */
  | {
      readonly kind: 'change';
      readonly advice: Recommendation;
      readonly proof: Verification | undefined;
    }
  /** A re-run has shown that the advised settings do not hold. */
  | { readonly kind: 'withdrawn'; readonly advice: Recommendation; readonly proof: Verification };

/** What a re-run has shown to hold; whether it was predicted right is another question. */
const isShown = (proof: Verification | undefined): boolean =>
  proof?.verdict === 'confirmed' || proof?.verdict === 'predictionOff';

/** What stands beside an advice: whether the recording stops before the end of its plan, and the proof of the advice. */
type Beside = { readonly isFromCut: boolean; readonly verification: Verification | undefined };

/** What an advice comes to, with the proof that was made of it. */
export const decideOnAdvice = (
  advice: Recommendation,
  { isFromCut, verification }: Beside,
): Extract<Decision, { readonly advice: Recommendation | undefined }> => {
  if (verification?.verdict === 'refuted') return { kind: 'withdrawn', advice, proof: verification };
  if (advice.basis === 'leastRegret') return { kind: 'nothingHolds', advice };
  if (!isShown(verification) && isFromCut) return { kind: 'recordWhole', advice };
  if (!isShown(verification) && costlyUnknownOf(advice) !== undefined) return { kind: 'interim', advice };
  if (changesNothing(advice)) return { kind: 'keep', advice };
  return { kind: 'change', advice, proof: verification };
};

/** A script that ended the load before its first arrival, as setup() does that throws: it would do so again. */
const endedByScript = ({ run, totals }: Result): boolean =>
  run.stopped?.reason?.code === 'aborted' && totals.arrivals === 0;

const ofTest = (result: Result): Decision => {
  const { verdict, run } = result;
  if (run.provesAdviceOf !== undefined) return { kind: 'seePlanned', plannedRunId: run.provesAdviceOf };
  const sloMet = sloMetOf(verdict);
  const causes = unmendedCauses(result);
  if (causes.length > 0) return { kind: 'removeCause', causes };
  const broken = sloMet === false ? failsBeforeRise(result) : null;
  if (broken !== null) return { kind: 'mendService', ...broken };
  if (slowObjectives(result).some(isSlowItself)) return { kind: 'speedUp' };
  if (verdict.met === false && sloMet !== false) return { kind: 'mendThresholds' };
  if (endedByScript(result)) return { kind: 'testAgain' };
  if (lacksEnd(result)) return { kind: 'recordWhole', advice: undefined };
  if (verdict.met === null && sloMet === null) return { kind: 'testAgain' };
  if (result.totals.latency.ok.count === 0) return { kind: 'getAnswers' };
  const several = severalRequestsOf(
    run,
    result.endpoints.map(({ name, totals }) => ({ name, ...totals })),
  );
  return several === undefined ? { kind: 'plan' } : { kind: 'oneRequestEach', mean: several.mean };
};

/**
 * Whether a report may say what helps against each cause. Beside settings of the tool it would be another recommendation,
 * and after a proof one against it.
 */
export const showsRemedies = ({ kind }: Decision): boolean =>
  kind !== 'change' && kind !== 'keep' && kind !== 'interim' && kind !== 'rerun' && kind !== 'seePlanned';

/** What to do now, decided once for every output. */
export const decide = (report: Report): Decision => {
  const { result, advice, ownProof, verification } = report;
  if (ownProof?.verdict === 'confirmed') return { kind: 'rerun', proof: ownProof };
  if (advice?.kind === 'advice') return decideOnAdvice(advice, { isFromCut: lacksEnd(result), verification });
  if (advice?.kind === 'notEnoughAdvice') return { kind: 'refusal' };
  return ownProof === undefined ? ofTest(result) : { kind: 'rerun', proof: ownProof };
};
