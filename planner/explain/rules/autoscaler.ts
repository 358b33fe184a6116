import type { Fact } from '../../../runs/schema/result/findings.ts';
import { firstPlace } from '../../stats/first-place.ts';
import type { Part } from '../evidence/part.ts';
import { heldCondition, inactiveCondition, pausedBy, type ScalerState } from '../evidence/scaler.ts';
import { wasWatchedThrough } from '../evidence/seen.ts';
import { hadIdleSlots } from '../evidence/slots.ts';
import { stretchOf } from '../evidence/stretch.ts';
import type { View } from '../evidence/view.ts';
import {
  conditionFact,
  eventFacts,
  factOf,
  failedAfterFact,
  inFlightFact,
  replicasFact,
  scalerName,
  spanOf,
} from '../facts.ts';
import { type Rule, whole } from './rule.ts';
import { hadNoReplica, isTooMuch } from './turned-away.ts';
import { wantedTooFew } from './wanted-replicas.ts';

/** All that is wanted is ready or on its way, and it was too little: the autoscaler could have asked for more. */
const isShort = (part: Part, view: View): boolean =>
  isTooMuch(part, view) &&
  view.recorded.timeline.cluster.ready[part.second] != null &&
  wantedTooFew(part) &&
  (!hadIdleSlots(part, view) || hadNoReplica(part, view));

const short = (holds: (part: Part, view: View) => boolean): Rule['share'] =>
  whole((part, view) => isShort(part, view) && holds(part, view));

type Said =
  | { readonly state: ScalerState; readonly condition: ScalerState['conditions'][number] }
  | undefined;

const saidFacts = (parts: readonly Part[], said: Said): Fact[] =>
  said === undefined ? [] : [conditionFact(said.state, said.condition, spanOf(parts))];

const aboutScaler = ({ objectKind }: { readonly objectKind: string }): boolean =>
  /Autoscaler|ScaledObject/.test(objectKind);

/** The last failing second knows most of what an autoscaler said. */
const scalersOf = (parts: readonly Part[], view: View): readonly ScalerState[] =>
  view.scalersIn(parts.at(-1)!.second);

const usual = (parts: readonly Part[], view: View): Fact[] => [
  ...replicasFact(parts, view),
  ...inFlightFact(parts, view),
  ...failedAfterFact(parts),
];

const hadPodsEver = ({ starts, recorded }: View): boolean =>
  starts.tracks.some(({ spans }) => spans.some(({ line }) => !line.deleted)) ||
  recorded.timeline.cluster.ready.some((ready) => (ready ?? 0) > 0);

/** Until when the pods were seen without a break, in seconds. */
const watchedUntil = ({ recorded: { timeline } }: View): number => {
  const lost = timeline.cluster.ready.indexOf(null);
  return lost === -1 ? timeline.seconds : lost;
};

const wantsNone = ({ second }: Part, { recorded }: View): boolean =>
  recorded.timeline.cluster.desired[second] === 0;

/** Scaled to zero, and no pod was ever made, as long as the pods were seen. */
export const neverActivated: Rule = {
  cause: 'neverActivated',
  share: whole(
    (part, view) =>
      isTooMuch(part, view) &&
      wantsNone(part, view) &&
      !hadPodsEver(view) &&
      part.second < watchedUntil(view),
  ),
  facts: (parts, view) => [
    factOf('noPod', { fromSecond: 0, toSecond: watchedUntil(view) }, { n: watchedUntil(view) }),
    ...saidFacts(parts, inactiveCondition(scalersOf(parts, view))),
    ...replicasFact(parts, view),
    ...eventFacts(view, spanOf(parts), aboutScaler),
    ...failedAfterFact(parts),
  ],
};

const isPaused = (view: View, second: number): boolean => pausedBy(view.scalersIn(second)) !== undefined;

/** Paused by an annotation, or switched off by its condition. */
export const scalingOff: Rule = {
  cause: 'scalingOff',
  share: short(
    ({ second }, view) => isPaused(view, second) || inactiveCondition(view.scalersIn(second))?.isOff === true,
  ),
  facts: (parts, view) => {
    const paused = pausedBy(scalersOf(parts, view));
    const said = inactiveCondition(scalersOf(parts, view));
    return [
      ...(paused === undefined
        ? []
        : [
            factOf('condition', spanOf(parts), {
              objects: [scalerName(paused)],
              quotes: Object.entries(paused.object?.annotations ?? {}).map(
                ([key, value]) => `${key}: ${value}`,
              ),
            }),
          ]),
      ...saidFacts(parts, said?.isOff ? said : undefined),
      ...usual(parts, view),
    ];
  },
};

/** The autoscaler had no metric to decide by. */
export const autoscalerBlind: Rule = {
  cause: 'autoscalerBlind',
  share: short(({ second }, view) => inactiveCondition(view.scalersIn(second))?.isOff === false),
  facts: (parts, view) => [
    ...saidFacts(parts, inactiveCondition(scalersOf(parts, view))),
    ...eventFacts(view, spanOf(parts), (event) => aboutScaler(event) && event.type === 'Warning'),
    ...usual(parts, view),
  ],
};

/** The most that the live object, or the config, allows is ready, and it was too little. */
export const atMaxReplicas: Rule = {
  cause: 'atMaxReplicas',
  share: short(({ second }, view) => {
    const [desired, max] = [view.recorded.timeline.cluster.desired[second], view.maxReplicasIn(second)];
    return desired != null && max !== null && desired >= max;
  }),
  facts: (parts, view) => [...usual(parts, view)],
};

/** A raise that comes this long after the last failure still answers to it. */
const answersWithinSeconds = 45;
/** A raise this soon after the last failure came in time to end them. */
export const endsWithinSeconds = 2;

const raiseWithin = (part: Part, view: View, seconds: number): boolean => {
  const { toSecond } = stretchOf(part, view);
  const { raiseSeconds } = view.starts;
  const next = raiseSeconds[firstPlace(raiseSeconds.length, (place) => raiseSeconds[place]! > part.second)];
  return next !== undefined && next <= toSecond + 1 + seconds;
};

/** More replicas were asked for only later: in the failing second itself it was seen that they were not. */
const raisedWithin = (seconds: number): Rule => ({
  cause: 'waitingForDecision',
  share: short(
    (part, view) =>
      raiseWithin(part, view, seconds) &&
      wasWatchedThrough(view, { fromSecond: part.second, toSecond: part.second }),
  ),
  facts: (parts, view) => {
    const raised = view.starts.raiseSeconds.find((second) => second > parts[0]!.second);
    const { desired } = view.recorded.timeline.cluster;
    return [
      ...saidFacts(parts, heldCondition(scalersOf(parts, view))),
      ...(raised === undefined
        ? []
        : [
            factOf(
              'desiredMoved',
              { fromSecond: raised, toSecond: raised },
              {
                numbers: Object.fromEntries(
                  [
                    ['from', desired[Math.floor(raised) - 1]],
                    ['to', desired[Math.floor(raised)]],
                  ].filter(([, n]) => n != null),
                ) as Fact['numbers'],
              },
            ),
          ]),
      ...usual(parts, view),
    ];
  },
});

/** The raise came while requests failed, or right after. */
export const waitedForDecision = raisedWithin(endsWithinSeconds);
/** The raise came later than that, and the burst had not been too short for the rule. */
export const decidedLate = raisedWithin(answersWithinSeconds);
