import type { Verification, VerificationReason } from '../../../runs/schema/verification.ts';
import { formatNumber } from '../../format.ts';
import { loadFaultsText } from '../run/load-as-planned.ts';
import { objectiveNames } from '../run/objectives.ts';

type Reason<Code extends VerificationReason['code']> = Extract<VerificationReason, { readonly code: Code }>;
type ReasonWords = {
  readonly [Code in VerificationReason['code']]: (
    reason: Reason<Code>,
    start: Verification['start'],
  ) => string;
};

const reasonWords: ReasonWords = {
  met: () => 'the same load meets the SLO with the new settings',
  replicasUnseen: () =>
    'with how many replicas the re-run began could not be read, so it may have run with any settings: give access to the cluster, or state it with --began-with',
  notInForce: (_, start) =>
    `the re-run began with fewer replicas than the advised settings keep${start === null ? '' : ` (${formatNumber(start.measuredReplicas)}, not ${formatNumber(start.predictedReplicas)})`}: they were not in force`,
  predictionOff: () =>
    'the same load meets the SLO with the new settings, but not as predicted: plan again with both runs',
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
  loadNotAsPlanned: ({ faults }) => `${loadFaultsText(faults)}; run it again`,
  telemetryLost: () => 'data of the re-run was lost, so its counts are a lower bound; run it again',
  withinChance: () =>
    'the error share misses its limit, by no more than the prediction allows for chance: run it again',
  missed: ({ objectives }) => `missed: ${objectives.map((name) => objectiveNames[name]).join(', ')}`,
};

/** Why a re-run was judged as it was, a clause without a full stop. */
export const reasonText = ({ reason, start }: Pick<Verification, 'reason' | 'start'>): string => {
  const words = reasonWords[reason.code] as (of: VerificationReason, start: Verification['start']) => string;
  return words(reason, start);
};
