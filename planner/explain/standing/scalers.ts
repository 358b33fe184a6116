import type { Fact, Finding } from '../../../runs/schema/result/findings.ts';
import { inactiveCondition, pausedBy, type ScalerState } from '../evidence/scaler.ts';
import { conditionFact, factOf, scalerName } from '../facts.ts';
import { eventsAbout, finding, moment, type State } from './state.ts';

/** Nothing is wanted and nothing is there. */
const isAtZero = ({ lines, pods }: State): boolean =>
  pods.length === 0 &&
  lines.some((line) => (line.kind === 'deployment' || line.kind === 'workload') && line.desired === 0);

/** Whether nothing keeps a pod that is there from running: else more of them would not run either. */
const canAllRun = ({ pods }: State): boolean =>
  pods.every(({ hindrance }) => hindrance !== 'noNode' && hindrance !== 'image' && hindrance !== 'failing');

/** Autoscalers that are off, blind, at their maximum, or at zero. */
export const scalerFindings = (state: State): Finding[] => {
  const inactive = inactiveCondition(state.scalers);
  const paused = pausedBy(state.scalers);
  const facts = inactive ? [conditionFact(inactive.state, inactive.condition, moment)] : [];
  const said = eventsAbout(
    state.events,
    ({ objectKind, type }) => /Autoscaler|ScaledObject/.test(objectKind) && type === 'Warning',
  );
  const limited = state.scalers.flatMap((scaler) =>
    scaler.conditions
      .filter(
        ({ type, status, reason }) =>
          type === 'ScalingLimited' && status === 'True' && reason === 'TooManyReplicas',
      )
      .map((condition) => conditionFact(scaler, condition, moment)),
  );
  return [
    ...(paused === undefined ? [] : [finding('scalingOff', pausedFacts(paused))]),
    ...(isAtZero(state) ? [finding('neverActivated', [factOf('noPod', moment), ...facts])] : []),
    ...(inactive === undefined || isAtZero(state)
      ? []
      : [finding(inactive.isOff ? 'scalingOff' : 'autoscalerBlind', [...facts, ...said])]),
    ...(limited.length === 0
      ? []
      : [finding('atMaxReplicas', limited, canAllRun(state) ? {} : { remedies: ['runPodsFirst'] })]),
  ];
};

const pausedFacts = (scaler: ScalerState): Fact[] => [
  factOf('condition', moment, {
    objects: [scalerName(scaler)],
    quotes: Object.entries(scaler.object?.annotations ?? {})
      .filter(([key]) => key.includes('paused'))
      .map(([key, value]) => `${key}: ${value}`),
  }),
];

const boundsOf = (scalers: readonly ScalerState[]): Fact['numbers'] => {
  const hpa = scalers.find((state) => state.kind === 'autoscaler');
  return hpa?.kind === 'autoscaler' ? { minReplicas: hpa.minReplicas, maxReplicas: hpa.maxReplicas } : {};
};

/** GitOps and an autoscaler that both set the number of replicas. */
export const ownerFindings = ({ lines, scalers }: State): Finding[] => {
  const kept = lines.flatMap((line) =>
    line.kind === 'deployment' || line.kind === 'workload' ? (line.replicasKeptBy ?? []) : [],
  );
  if (kept.length === 0 || scalers.length === 0) return [];
  return [
    finding('replicasChangedByOthers', [
      factOf('condition', moment, { objects: ['GitOps'], quotes: kept }),
      factOf('replicas', moment, { objects: scalers.map(scalerName), numbers: boundsOf(scalers) }),
    ]),
  ];
};
