import type { Prediction } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification, VerificationReason } from '../../runs/schema/verification.ts';

/** Two arrivals of a phase, or one in 200, more or less make no other load of it. */
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

/** What makes a firing itself unfit to judge by, or undefined. */
export const flawOf = (result: Result): Reason | undefined => {
  const { status } = result.run;
  if (status !== 'complete') return { code: 'notComplete', status };
  const phases = offPlan(result);
  if (phases.length > 0) return { code: 'offPlan', phases };
  const isLost = result.health.some(
    (one) =>
      (one.check === 'telemetry' && one.status === 'warning') ||
      (one.check === 'cluster' && one.unreadableLines !== undefined),
  );
  if (isLost) return { code: 'telemetryLost' };
  const { faults } = result.loadAsPlanned;
  // What is missed in spite of them is missed for sure: see verdictOf.
  const isSloMissed = result.verdict.checks.some(({ met }) => met === false);
  return faults.length > 0 && !isSloMissed ? { code: 'loadNotAsPlanned', faults } : undefined;
};

/**
 * Whether the simulation allowed for so many errors: its interval is what other runs of the same settings show. A share
 * inside it does not speak against the settings, even where it misses the limit.
 */
const isWithinChance = ({ verdict }: Result, { errorShare }: Pick<Prediction, 'errorShare'>): boolean =>
  verdict.checks.every(
    ({ unit, measured }) => unit !== 'share' || (measured !== null && measured <= errorShare.high),
  );

type Judged = Pick<Verification, 'verdict' | 'reason'>;

/** Whether a firing shows that the advised settings were in force; its start is where they show. */
export const unprovenBy = (start: Verification['start']): Reason | undefined => {
  if (start === null) return { code: 'replicasUnseen' };
  return start.measuredReplicas < start.predictedReplicas ? { code: 'notInForce' } : undefined;
};

/** A re-run that met the SLO proves the advice only if it was as hard as what was predicted, and as it was predicted. */
const judgeMet = (
  { measuredReplicas, predictedReplicas }: NonNullable<Verification['start']>,
  predictionRight: boolean | null,
): Judged => {
  if (measuredReplicas > predictedReplicas)
    return { verdict: 'cantTell', reason: { code: 'metFromEasierStart' } };
  return predictionRight === false
    ? { verdict: 'predictionOff', reason: { code: 'predictionOff' } }
    : { verdict: 'confirmed', reason: { code: 'met' } };
};

/** Whether the SLO held in the re-run, whatever that proves; null: its load was not the planned one, or chance decides. */
export const sloHeldIn = (result: Result, predicted: Pick<Prediction, 'errorShare'>): boolean | null => {
  if (flawOf(result) !== undefined) return null;
  const missed = result.verdict.checks.filter(({ met }) => met !== true);
  if (missed.length === 0) return true;
  return missed.every(({ unit }) => unit === 'share') && isWithinChance(result, predicted) ? null : false;
};

/** What a re-run says about the advice, whose prediction was frozen before. */
export const judge = (
  result: Result,
  {
    predicted,
    start,
    predictionRight,
  }: Pick<Verification, 'start' | 'predictionRight'> & { readonly predicted: Pick<Prediction, 'errorShare'> },
): Judged => {
  const flaw = flawOf(result) ?? unprovenBy(start);
  if (flaw !== undefined) return { verdict: 'cantTell', reason: flaw };
  const missed = result.verdict.checks.filter(({ met }) => met !== true);
  if (missed.length === 0) return judgeMet(start!, predictionRight);
  const onlyShare = missed.every(({ unit }) => unit === 'share');
  if (onlyShare && isWithinChance(result, predicted)) {
    return { verdict: 'cantTell', reason: { code: 'withinChance' } };
  }
  const objectives = missed.map(({ objective }) => objective);
  return { verdict: 'refuted', reason: { code: 'missed', objectives } };
};
