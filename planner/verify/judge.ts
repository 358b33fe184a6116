import type { Result } from '../../runs/schema/result.ts';
import type { Verification, VerificationReason } from '../../runs/schema/verification.ts';
import { type Estimate, isInterval } from '../stats/interval.ts';

/** k6's scheduler is good to two arrivals per phase; one in 200 more or less makes no other load of it. */
const arrivalsOffMax = 2;
const arrivalsOffShareMax = 0.005;

type Reason = VerificationReason;

/** Phases of which too few or too many requests were sent to call it the planned load. */
const offPlan = ({ phases }: Result): Extract<Reason, { code: 'offPlan' }>['phases'] =>
  phases
    .filter(
      ({ planned, arrivals }) =>
        Math.abs(arrivals - planned) > Math.max(arrivalsOffMax, arrivalsOffShareMax * planned),
    )
    .map(({ name, planned, arrivals }) => ({ phase: name, arrivals, planned }));

/** What makes the re-run itself unfit to judge by, or undefined. */
const flawOf = (result: Result): Reason | undefined => {
  const { status } = result.run;
  if (status !== 'complete') return { code: 'notComplete', status };
  const phases = offPlan(result);
  if (phases.length > 0) return { code: 'offPlan', phases };
  const isLost = result.health.some(({ check, status }) => check === 'telemetry' && status === 'warning');
  return isLost ? { code: 'telemetryLost' } : undefined;
};

/** Why the error share cannot be blamed on the settings: the limit lies within its interval. */
const isWithinChance = (errorShare: Estimate, limit: number): boolean =>
  !isInterval(errorShare) || errorShare.low <= limit;

type Judged = Pick<Verification, 'verdict' | 'reason'>;

/** A re-run that met the SLO proves the advice only if it was as hard as what was predicted. */
const judgeMet = (start: Verification['start']): Judged => {
  if (start === null) return { verdict: 'confirmed', reason: { code: 'metFromUnknownStart' } };
  return start.measuredReplicas <= start.predictedReplicas
    ? { verdict: 'confirmed', reason: { code: 'met' } }
    : { verdict: 'cantTell', reason: { code: 'metFromEasierStart' } };
};

/**
 * What a re-run says about the advice.
 *
 * @param errorShare of the re-run, with an interval that accounts for autocorrelation
 */
export const judge = (
  result: Result,
  { errorShare, start }: Pick<Verification, 'errorShare' | 'start'>,
): Judged => {
  const flaw = flawOf(result);
  if (flaw !== undefined) return { verdict: 'cantTell', reason: flaw };
  const missed = result.verdict.checks.filter(({ met }) => met !== true);
  if (missed.length === 0) return judgeMet(start);
  const onlyShare = missed.every(({ unit }) => unit === 'share');
  if (onlyShare && isWithinChance(errorShare, result.run.config.slo.maxErrorShare)) {
    return { verdict: 'cantTell', reason: { code: 'withinChance' } };
  }
  const objectives = missed.map(({ objective }) => objective);
  return { verdict: 'refuted', reason: { code: 'missed', objectives } };
};
