import type { Suspect } from '../../../runs/schema/plan/notes.ts';
import { formatNumber, formatQuantity, formatShare } from '../../format.ts';

type SuspectWords = {
  readonly [Code in Suspect['code']]: (suspect: Extract<Suspect, { readonly code: Code }>) => string;
};

const suspectWords: SuspectWords = {
  timedOutHoldSlots: () => 'requests that timed out still hold their slots (keepWorking)',
  slotsHeldLonger: () =>
    'a slot is held longer than the service-time header says, for serialization or by a proxy beside the model',
  replicasUnseen: () => 'replicas serve that the watch did not see, or replicas were seen that do not serve',
  headerCoversMore: () => 'the service-time header covers more than the time in a slot',
  busierThanReady: ({ seconds, of }) =>
    `in ${formatNumber(seconds)} of ${formatQuantity(of, 'second')} more slots were busy than ready replicas have: replicas are missing in the recording, or slotsPerReplica is too low`,
  clockUncertain: () => "the cluster's clock is not known to within a second",
};

/** What may be wrong with the recording, a list of clauses. */
export const suspectsText = (suspects: readonly Suspect[]): string =>
  suspects.map((suspect) => (suspectWords[suspect.code] as (suspect: Suspect) => string)(suspect)).join('; ');

const flow = 'by busy slots, rate and service time';

/** Where slots were busy for longer than all requests take, the flow gives a loss below 0. */
const byFlowText = (lostShare: number): string =>
  lostShare < 0
    ? `none ${flow}, which give ${formatShare(-lostShare)} more requests than were sent`
    : `${formatShare(lostShare)} ${flow}`;

/**
 * The losses that were counted, beside those that the flow gives.
 *
 * @example balanceText({ lostShare: 0.12, lostShareByFlow: 0.03 }) // '12 % of the requests were lost before service as counted, 3 % by busy slots, rate and service time'
 */
export const balanceText = ({
  lostShare,
  lostShareByFlow,
}: {
  readonly lostShare: number;
  readonly lostShareByFlow: number;
}): string =>
  `${formatShare(lostShare)} of the requests were lost before service as counted, ${byFlowText(lostShareByFlow)}`;
