import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { MarginProof, VerificationReason, VerifiedStart } from '../../runs/schema/verification.ts';
import { measuredFigures } from './figures.ts';
import { flawOf, unprovenBy } from './judge.ts';
import type { Rerun } from './score.ts';
import { startOf } from './start.ts';

type Fired = Extract<MarginProof, { readonly fired: true }>;
type Judged = Pick<Fired, 'sloHeld' | 'reason'>;

const cantTell = (reason: VerificationReason): Judged => ({ sloHeld: null, reason });

/**
 * Whether the SLO held. What is missed is missed, whatever the prediction allows for chance: one firing is one firing. A
 * start with more replicas makes a firing easier, so it can show a miss only.
 */
const judged = ({ result }: Pick<Rerun, 'result'>, start: VerifiedStart | null): Judged => {
  const flaw = flawOf(result) ?? unprovenBy(start);
  if (flaw !== undefined) return cantTell(flaw);
  const missed = result.verdict.checks.filter(({ met }) => met !== true);
  if (missed.length > 0) {
    // With a load that is not the planned one, the other objectives can't be told.
    const surely = missed.filter(({ met }) => met === false);
    const objectives = (surely.length > 0 ? surely : missed).map(({ objective }) => objective);
    return { sloHeld: false, reason: { code: 'missed', objectives } };
  }
  const { measuredReplicas, predictedReplicas } = start!;
  return measuredReplicas > predictedReplicas
    ? cantTell({ code: 'metFromEasierStart' })
    : { sloHeld: true, reason: { code: 'met' } };
};

/**
 * What one firing of the load at the margin shows of the settings in force. No prediction of it was frozen, so nothing is scored.
 *
 * @param rerun the recorded load with its peak at `peakFactor` times the recorded one
 * @param policy of the advice: it tells with how many replicas the simulated margin begins
 */
export const marginProof = (
  rerun: Pick<Rerun, 'result' | 'cluster'>,
  { policy, peakFactor }: { readonly policy: PolicySettings; readonly peakFactor: number },
): Fired => {
  const { result, cluster } = rerun;
  const start = startOf(policy, cluster, result.timeline.startedAtMs);
  const { errorShare, p95Latency } = measuredFigures(result);
  return {
    fired: true,
    peakFactor,
    runId: result.run.id,
    start,
    ...judged(rerun, start),
    errorShare,
    p95LatencyMs: p95Latency,
  };
};
