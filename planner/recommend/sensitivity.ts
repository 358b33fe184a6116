import type { Sensitivity } from '../../runs/schema/recommendation.ts';
import { type Candidate, replicaLattice } from './candidates.ts';
import { type Lab, tryAll } from './lab.ts';
import type { Space } from './rows.ts';
import { costOf, meanOver, meets, runsOf, type Trial } from './trial.ts';

type Knob = Exclude<Sensitivity['knob'], 'queueWaitMs'>;
type Turned = { readonly knob: Knob; readonly candidate: Candidate };

/** Far enough to show more than noise: a step of a tenth for the target, about a fifth for the replicas. */
const targetStep = 1.15;
const replicasStep = 1.2;

const turnedReplicas = (count: number, by: number, most: number): number => {
  const counts = replicaLattice(most);
  const wanted = by > 1 ? Math.max(count + 1, count * by) : Math.min(count - 1, count * by);
  return counts.find((each) => each >= wanted) ?? count;
};

const turnsOf = (advised: Candidate, { policy, replicasMost }: Space): Turned[] => {
  const { target, minReplicas, maxReplicas, refreshSeconds } = advised;
  const turned = (knob: Knob, change: Partial<Candidate>): Turned => ({
    knob,
    candidate: { ...advised, ...change },
  });
  const ways = [1 / replicasStep, replicasStep];
  if (policy.kind === 'fixed' || minReplicas === maxReplicas)
    return ways.map((by) => {
      const count = Math.max(1, turnedReplicas(minReplicas, by, replicasMost));
      return turned('minReplicas', { minReplicas: count, maxReplicas: count });
    });
  return [
    ...[1 / targetStep, targetStep].map((by) => {
      const next =
        policy.kind === 'keda-http' ? Math.round(target * by) : Number((target * by).toPrecision(2));
      const most = policy.kind === 'hpa' || policy.kind === 'keda-http' ? Number.POSITIVE_INFINITY : 1;
      return turned('target', { target: Math.min(most, next) });
    }),
    ...ways.map((by) => {
      const count = turnedReplicas(minReplicas, by, maxReplicas);
      return turned('minReplicas', { minReplicas: Math.max(1, Math.min(maxReplicas, count)) });
    }),
    ...ways.map((by) => {
      const count = turnedReplicas(maxReplicas, by, Math.max(replicasMost, maxReplicas * replicasStep));
      return turned('maxReplicas', { maxReplicas: Math.max(minReplicas, count) });
    }),
    ...(refreshSeconds === null ? [] : [turned('refreshSeconds', { refreshSeconds: 5 * refreshSeconds })]),
  ];
};

/** Each knob turned down and up, the others as advised. What does not move is left out. */
export const sensitivitiesOf = (
  lab: Lab,
  advised: Trial,
  options: { readonly space: Space; readonly draws: readonly number[] },
): Sensitivity[] => {
  const { space, draws } = options;
  const { candidate } = advised;
  const turns = turnsOf(candidate, space).filter(
    ({ knob, candidate: other }) =>
      other[knob] !== candidate[knob] && (other.target > 0 || candidate.target === 0),
  );
  const trials = tryAll(
    lab,
    turns.map((turn) => turn.candidate),
    { draws },
  );
  const errorsOf = (trial: Trial): number => meanOver(runsOf(trial, draws), ({ errorShare }) => errorShare);
  return turns.map(({ knob, candidate: other }, i) => ({
    knob,
    from: candidate[knob],
    to: other[knob],
    runs: draws.length,
    metShare: runsOf(trials[i]!, draws).filter(meets).length / draws.length,
    errorShareChange: errorsOf(trials[i]!) - errorsOf(advised),
    costChange: costOf(trials[i]!, draws) / costOf(advised, draws) - 1,
  }));
};
