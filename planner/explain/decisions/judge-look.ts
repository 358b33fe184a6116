import type { DecisionRow, DecisionWord } from '../../../runs/schema/result/decisions.ts';
import type { Stepped } from './step-rule.ts';

/** What else is known beside one look. */
type Beside = {
  /** The load has risen, and no more replicas were asked for since. */
  readonly isRising: boolean;
  /** By its own object; null: it is not. */
  readonly pausedBy: string | null;
  /** The HPA's own event says that it set this number. */
  readonly isRescaled: boolean;
  /** Of a quick rule the looks right before and after: nobody knows where in a second it looked. Of others none. */
  readonly neighbours: readonly Stepped[];
  /** By the objects a GitOps tool writes the replicas, too. */
  readonly hasOtherWriter: boolean;
};

type Judged = Pick<DecisionRow, 'kind' | 'reason' | 'reasonFrom' | 'said'> & {
  /** The look whose metrics asked for it, where that is another one. */
  readonly asking?: Stepped;
};

const ofMetrics: readonly DecisionWord[] = ['AsProposed', 'WithinTolerance', 'Dampened'];
/** A bound is known exactly, however well the load is: what stays short of it was not ended by it. */
const ofBounds: readonly DecisionWord[] = ['AtMax', 'AtMin'];

/** What the number alone shows: the metrics' own, or exactly what the scaling policies leave of it. */
const reasonByNumber = ({ decision, after, wish }: Stepped): DecisionWord | null => {
  if (decision?.recommendation === undefined) return null;
  if (decision.recommendation === after) return 'AsProposed';
  return decision.reason === 'PolicyLimited' && wish === after ? 'PolicyLimited' : null;
};

/**
 * The cluster's word where it has one. Its status has none for what the metrics alone decide, nor for a bare change: where the
 * replay has a limit that the status does not name, only the number itself can show what it was.
 */
const reasonOf = (look: Stepped): Pick<Judged, 'reason' | 'reasonFrom' | 'said'> => {
  const { decision, told, after, wish } = look;
  const said = told?.said ?? null;
  if (told?.reason !== undefined) return { reason: told.reason, reasonFrom: 'status', said };
  const replayed = decision?.reason ?? null;
  const isDenied =
    replayed !== null &&
    ((told !== undefined && !ofMetrics.includes(replayed)) ||
      (wish !== after && ofBounds.includes(replayed)));
  return { reason: isDenied ? reasonByNumber(look) : replayed, reasonFrom: 'replay', said };
};

const directionOf = (from: number, to: number): number => Math.sign(to - from);

/** A rebuilt load may be off by so much. */
const nearShare = 0.25;

/** Whether two numbers of replicas are one, as far as a rebuilt load can tell. */
export const isNear = (one: number, other: number): boolean =>
  Math.abs(one - other) <= Math.max(1, nearShare * other);

/** Whether the rule asks for what came of the look: exactly, where a status tells what it saw, else about. */
const isAsked = ({ wish, after, toldReplicas }: Stepped): boolean =>
  toldReplicas === null ? isNear(wish, after) : wish === after;

/** Whether the rule may have asked for it at a moment that the means of a second do not show. */
const isPossible = ({ after, atSomeMoment }: Stepped): boolean =>
  atSomeMoment !== undefined && after >= atSomeMoment.minReplicas && after <= atSomeMoment.maxReplicas;

/**
 * Whether a hold ended a step down of a quick rule: it stops at what was asked for at one moment, which the means of the seconds do
 * not show, so the number itself can't be rebuilt.
 */
const isEndedByHold = ({ atSomeMoment, decision, current, after }: Stepped): boolean =>
  atSomeMoment !== undefined &&
  after < current &&
  decision?.reason === 'Stabilized' &&
  (decision.recommendation ?? after) < after;

const judgeChange = (look: Stepped, { isRescaled, neighbours, hasOtherWriter }: Beside): Judged => {
  const direction = directionOf(look.current, look.after);
  const agrees = ({ current, wish }: Stepped): boolean => directionOf(current, wish) === direction;
  if (agrees(look) && isAsked(look)) return { kind: 'made', ...reasonOf(look) };
  if (isEndedByHold(look) && (agrees(look) || isNear(look.wish, look.after)))
    return { kind: 'made', ...reasonOf(look) };
  // The direction is its own, the number is not: a reason for another number is none for this one.
  if (agrees(look) && !isPossible(look))
    return { kind: 'made', ...reasonOf(look), reason: look.told?.reason ?? null };
  if (isPossible(look)) return { kind: 'momentary', reason: null, reasonFrom: 'replay', said: null };
  const neighbour = neighbours.find(agrees);
  if (neighbour !== undefined)
    return {
      kind: 'made',
      ...reasonOf({ ...neighbour, told: look.told, after: look.after }),
      asking: neighbour,
    };
  // Its own event or status says that it was the autoscaler, or the number is about what it asks for: but the replay would
  // have left the replicas alone, and its reason for that is none for a change.
  if (isNear(look.wish, look.after) || isRescaled || look.toldReplicas === look.after)
    return { kind: 'made', ...reasonOf(look), reason: look.told?.reason ?? null };
  const kind = look.toldReplicas !== null || hasOtherWriter ? 'foreign' : 'unexplained';
  return { kind, reason: null, reasonFrom: 'replay', said: null };
};

/** Without a metric, switched off, or unable to act: whatever the rule would have made of the load. */
export const isStuck = ({ told, decision }: Stepped): boolean =>
  told?.reason === null ||
  told?.reason === 'InvalidMetrics' ||
  told?.reason === 'ScalingDisabled' ||
  (told === undefined && decision !== undefined && decision.recommendation === undefined);

const judgeStay = (look: Stepped, { isRising, pausedBy }: Beside): Judged | null => {
  const { current, wish, decision, told } = look;
  if (!look.isSeen) return null;
  if (isStuck(look)) return { kind: 'held', ...reasonOf(look) };
  const asked = decision?.recommendation;
  const wantsOther = wish !== current || (asked !== undefined && asked !== current);
  if (wantsOther && pausedBy !== null)
    return { kind: 'held', reason: 'Paused', reasonFrom: 'settings', said: pausedBy };
  if (look.isDoubtful && told?.reason === undefined)
    return { kind: 'held', reason: null, reasonFrom: 'replay', said: told?.said ?? null };
  if (told?.reason !== undefined || (wantsOther && wish === current))
    return { kind: 'held', ...reasonOf(look) };
  if (wish !== current) return { kind: 'missing', reason: null, reasonFrom: 'replay', said: null };
  return isRising ? { kind: 'unasked', ...reasonOf(look) } : null;
};

/**
 * What became of one look, and why; null: it had nothing to change, and nobody expected it to, or a change was not seen because
 * the watch was cut.
 */
export const judgeLook = (look: Stepped, beside: Beside): Judged | null =>
  look.after === look.current ? judgeStay(look, beside) : judgeChange(look, beside);
