import { platformOf, type TargetKind } from './index.ts';
import type { Platform, RuleName } from './platform.ts';

/** What a recorded config says of where a service runs. */
export type RunsOn = {
  readonly target: { readonly kind: TargetKind };
  readonly autoscaler: { readonly kind: RuleName } | null;
};

/** The platform of a recorded run. */
export const platformFor = ({ target, autoscaler }: RunsOn): Platform =>
  platformOf(target.kind, autoscaler?.kind);

/** The outcome of a request whose client gave up first. */
const clientTimeout = 'timeout';

/** Whether a request that ended so was turned away by too much load: 503 on most platforms, 429 on many. */
export const isTurnedAway = (runsOn: RunsOn, outcome: string): boolean =>
  platformFor(runsOn).statusCodes[outcome]?.value === 'overload';

/** Whether the platform itself ended a request that took too long: 504 on most. A client that gives up is another thing. */
export const isTimedOut = (runsOn: RunsOn, outcome: string): boolean =>
  platformFor(runsOn).statusCodes[outcome]?.value === 'timeout';

/** Whether the client gave up on a request that ended so. */
export const isGivenUp = (outcome: string): boolean => outcome === clientTimeout;

/** Whether a request that ended so was cut by a limit of time, the platform's or its client's. */
export const isCut = (runsOn: RunsOn, outcome: string): boolean =>
  isGivenUp(outcome) || isTimedOut(runsOn, outcome);

/** How many of the outcomes were turned away, and how many ended by a timeout of platform or client. */
export const countedBy = (runsOn: RunsOn, outcomes: Readonly<Record<string, number>>) => {
  const total = (holds: (outcome: string) => boolean): number =>
    Object.entries(outcomes).reduce((sum, [outcome, count]) => sum + (holds(outcome) ? count : 0), 0);
  return {
    turnedAway: total((outcome) => isTurnedAway(runsOn, outcome)),
    timedOut: total((outcome) => isCut(runsOn, outcome)),
  };
};
