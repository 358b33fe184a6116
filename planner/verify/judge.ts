import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { type Estimate, isInterval } from '../stats/interval.ts';

/** k6's scheduler is good to two arrivals per phase; one in 200 more or less makes no other load of it. */
const arrivalsOffMax = 2;
const arrivalsOffShareMax = 0.005;

/** Phases of which too few or too many requests were sent to call it the planned load. */
const offPlan = ({ phases }: Result): string[] =>
  phases
    .filter(
      ({ planned, arrivals }) =>
        Math.abs(arrivals - planned) > Math.max(arrivalsOffMax, arrivalsOffShareMax * planned),
    )
    .map(({ name, planned, arrivals }) => `${name} ${arrivals} of ${Math.round(planned)}`);

/** What makes the re-run itself unfit to judge by, or undefined. */
const flawOf = (result: Result): string | undefined => {
  if (result.run.status !== 'complete') return `the re-run is ${result.run.status}`;
  const off = offPlan(result);
  if (off.length > 0) return `requests were not sent as planned: ${off.join(', ')}; run it again`;
  const lost = result.health.find(({ check, status }) => check === 'telemetry' && status === 'warning');
  return lost?.detail;
};

/** Why the error share cannot be blamed on the settings: the limit lies within its interval. */
const isWithinChance = (errorShare: Estimate, limit: number): boolean =>
  !isInterval(errorShare) || errorShare.low <= limit;

type Judged = Pick<Verification, 'verdict' | 'reason'>;

/** A re-run that met the SLO proves the advice only if it was as hard as what was predicted. */
const judgeMet = (start: Verification['start']): Judged => {
  if (start === null)
    return {
      verdict: 'confirmed',
      reason:
        'the same load meets the SLO with the new settings; with how many replicas it began could not be read',
    };
  const { measuredReplicas, predictedReplicas } = start;
  if (measuredReplicas <= predictedReplicas)
    return { verdict: 'confirmed', reason: 'the same load meets the SLO with the new settings' };
  return {
    verdict: 'cantTell',
    reason: `the SLO is met, but the re-run began with more replicas than the prediction, ${measuredReplicas} and not ${predictedReplicas}, so it was easier: keep other traffic away until the autoscaler has let the surplus go, then verify again`,
  };
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
    return {
      verdict: 'cantTell',
      reason: 'the error share misses its limit by less than chance explains: run it again',
    };
  }
  return { verdict: 'refuted', reason: `missed: ${missed.map(({ name }) => name).join(', ')}` };
};
