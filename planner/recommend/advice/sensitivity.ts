import type { Sensitivity } from '../../../runs/schema/recommendation.ts';
import type { Space } from '../search/rows.ts';
import { type Candidate, isWholeTarget, replicaLattice } from '../trials/candidates.ts';
import { differing, entriesOf, knobsOf } from '../trials/knobs.ts';
import type { Lab } from '../trials/lab.ts';
import { costOf, meanOver, meets, runsOf, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { variantsOf } from '../trials/variants.ts';

type Turned = Pick<Sensitivity, 'knob' | 'from' | 'to'> & { readonly candidate: Candidate };

/** Far enough to show more than noise: a step of a tenth for the target, about a fifth for the replicas. */
const targetStep = 1.15;
const replicasStep = 1.2;

const turnedReplicas = (count: number, by: number, most: number): number => {
  const counts = replicaLattice(most);
  const wanted = by > 1 ? Math.max(count + 1, count * by) : Math.min(count - 1, count * by);
  return counts.find((each) => each >= wanted) ?? count;
};

type PlainKnob = 'target' | 'minReplicas' | 'maxReplicas' | 'refreshSeconds';

const turned = (advised: Candidate, knob: PlainKnob, change: Partial<Candidate>): Turned => {
  const candidate = { ...advised, ...change };
  return { knob, from: advised[knob], to: candidate[knob], candidate };
};

/** Each of the policy's own knobs at every other value that it has in use or in a variant. */
const knobTurnsOf = (advised: Candidate, { policy }: Space): Turned[] => {
  const inUse = knobsOf(policy);
  const now = { ...inUse, ...advised.knobs };
  const known = [inUse, ...variantsOf(policy).map(({ knobs }) => knobs)].flatMap(entriesOf);
  return entriesOf(now).flatMap(([knob, from]) => {
    const values = known.flatMap(([other, value]) => (other === knob ? [value] : []));
    const unique = new Map(values.map((value) => [JSON.stringify(value), value]));
    return [...unique.values()].map((to): Turned => {
      const { knobs: _, ...others } = advised;
      const knobs = differing({ ...now, [knob]: to }, inUse);
      return {
        knob,
        from,
        to,
        candidate: Object.keys(knobs).length === 0 ? others : { ...others, knobs },
      };
    });
  });
};

const turnsOf = (advised: Candidate, space: Space): Turned[] => {
  const { policy, replicasMost } = space;
  const { target, minReplicas, maxReplicas, refreshSeconds } = advised;
  const ways = [1 / replicasStep, replicasStep];
  if (policy.kind === 'fixed' || minReplicas === maxReplicas)
    return ways.map((by) => {
      const count = Math.max(1, turnedReplicas(minReplicas, by, replicasMost));
      return turned(advised, 'minReplicas', { minReplicas: count, maxReplicas: count });
    });
  return [
    ...[1 / targetStep, targetStep].map((by) => {
      const next = isWholeTarget(policy) ? Math.round(target * by) : Number((target * by).toPrecision(2));
      const most = policy.kind === 'hpa' || policy.kind === 'keda-http' ? Number.POSITIVE_INFINITY : 1;
      return turned(advised, 'target', { target: Math.min(most, next) });
    }),
    ...ways.map((by) => {
      const count = turnedReplicas(minReplicas, by, maxReplicas);
      return turned(advised, 'minReplicas', { minReplicas: Math.max(1, Math.min(maxReplicas, count)) });
    }),
    ...ways.map((by) => {
      const count = turnedReplicas(maxReplicas, by, Math.max(replicasMost, maxReplicas * replicasStep));
      return turned(advised, 'maxReplicas', { maxReplicas: Math.max(minReplicas, count) });
    }),
    ...(refreshSeconds === null
      ? []
      : [turned(advised, 'refreshSeconds', { refreshSeconds: 5 * refreshSeconds })]),
    ...knobTurnsOf(advised, space),
  ];
};

/** Each knob turned, the others as advised: one at a time. What does not move is left out. */
export const sensitivitiesOf = (
  lab: Lab,
  advised: Trial,
  options: { readonly space: Space; readonly draws: readonly number[] },
): Sensitivity[] => {
  const { space, draws } = options;
  const { candidate } = advised;
  const turns = turnsOf(candidate, space).filter(
    ({ from, to, candidate: other }) =>
      JSON.stringify(from) !== JSON.stringify(to) && (other.target > 0 || candidate.target === 0),
  );
  const [, ...trials] = tryAll(lab, [candidate, ...turns.map((turn) => turn.candidate)], { draws });
  const errorsOf = (trial: Trial): number =>
    meanOver(runsOf(trial, draws), ({ hardest }) => hardest.errorShare);
  return turns.map(({ knob, from, to }, i) => ({
    knob,
    from,
    to,
    runs: draws.length,
    metShare: runsOf(trials[i]!, draws).filter(meets).length / draws.length,
    errorShareChange: errorsOf(trials[i]!) - errorsOf(advised),
    costChange: costOf(trials[i]!, draws) / costOf(advised, draws) - 1,
  }));
};
