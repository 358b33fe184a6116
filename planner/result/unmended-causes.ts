import type { CauseKind, Finding } from '../../runs/schema/result/findings.ts';
import type { Result } from '../../runs/schema/result.ts';
import { sumOf } from '../stats/sum.ts';

/** Causes that more replicas remove. */
const removedByReplicas: ReadonlySet<CauseKind> = new Set([
  'replicasStarting',
  'waitingForDecision',
  'atMaxReplicas',
  'minimumTooLow',
  'autoscalerSatisfied',
  'cantTell',
]);

/** Whether more replicas, or other settings of the autoscaler, can remove a cause. */
export const isRemovedByReplicas = (cause: CauseKind): boolean => removedByReplicas.has(cause);

/** Requests of some causes that went to an endpoint; null: to the only one. */
const countOf = (findings: readonly Finding[], endpoint: string | null): number =>
  sumOf(
    findings.map(({ requests, endpoints }) =>
      endpoint === null ? requests : (endpoints?.find(({ name }) => name === endpoint)?.requests ?? 0),
    ),
  );

/**
 * Causes that more replicas don't remove, largest first. Where the main cause is none, they count if they miss the SLO by themselves
 * and fail more than those that replicas remove; what has no known cause may be of either kind.
 */
export const unmendedCauses = ({
  verdict,
  findings,
}: Pick<Result, 'verdict' | 'findings'>): readonly Finding[] => {
  const missed = verdict.checks.filter(({ objective, met }) => objective === 'errorShare' && met === false);
  const failing = findings.filter(({ requests }) => requests > 0);
  const [main] = failing;
  if (missed.length === 0 || main === undefined) return [];
  if (!isRemovedByReplicas(main.cause)) return [main];
  const known = failing.filter(({ cause }) => cause !== 'cantTell');
  const unmended = known.filter(({ cause }) => !isRemovedByReplicas(cause));
  const fixed = known.filter(({ cause }) => isRemovedByReplicas(cause));
  const areMost = missed.some(({ endpoint, limit, requests }) => {
    const own = countOf(unmended, endpoint);
    return own > limit * requests && own > countOf(fixed, endpoint);
  });
  return areMost ? unmended : [];
};
