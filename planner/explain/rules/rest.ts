import type { MissingEvidence } from '../../../runs/schema/findings.ts';
import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import type { Part } from '../evidence/part.ts';
import { hadIdleSlots, wasWatched } from '../evidence/slots.ts';
import type { View } from '../evidence/view.ts';
import { queueLimitMs } from '../evidence/waits.ts';
import {
  answersFact,
  factOf,
  failedAfterFact,
  headersFact,
  inFlightFact,
  replicasFact,
  spanOf,
} from '../facts.ts';
import { type Rule, whole } from './rule.ts';
import { hadNoReplica, isTooMuch } from './turned-away.ts';

/** A wait this many times the queue's limit, with idle slots, was none in the queue. */
const impossibleTimes = 3;

/** Turned away after a wait that no router's queue allows, with slots idle: the answer was read late. */
const isReadLate = (part: Part, view: View): boolean => {
  const limitMs = queueLimitMs(view);
  return (
    part.meaning === 'overload' &&
    limitMs !== null &&
    (part.medianMs ?? 0) > impossibleTimes * limitMs &&
    hadIdleSlots(part, view)
  );
};

/** What a generator that stands still does by itself: it sends in bursts, and reads late. */
const isItsOwn = ({ meaning, outcome }: Part): boolean =>
  meaning === 'overload' || meaning === 'timeout' || ['timeout', 'reset', 'dial', 'other'].includes(outcome);

/** The load generator was late, or stood still: what it saw says little about the service. */
export const generatorAtFault: Rule = {
  cause: 'generator',
  share: whole((part, view) => {
    const { generatorAtFault: atFault } = view.recorded.timeline.load;
    const wasLate = atFault[part.second] === true || atFault[part.second - 1] === true;
    return isReadLate(part, view) || (wasLate && isItsOwn(part));
  }),
  facts: (parts, view) => {
    const { load, startedAtMs } = view.recorded.timeline;
    const lateP99Ms = parts.reduce((most, { second }) => Math.max(most, load.latenessP99Ms[second] ?? 0), 0);
    const { fromSecond, toSecond } = spanOf(parts);
    const stalledMs = view.recorded.load.stalls
      .filter(
        ({ fromMs, toMs }) =>
          toMs >= startedAtMs + (fromSecond - 1) * 1000 && fromMs <= startedAtMs + (toSecond + 1) * 1000,
      )
      .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const limitMs = queueLimitMs(view);
    return [
      factOf('generator', spanOf(parts), {
        file: 'load.ndjson',
        n: parts.length,
        numbers: { lateP99Ms, ...(stalledMs > 0 && { stalledMs }) },
      }),
      ...failedAfterFact(parts, limitMs === null ? {} : { limitMs }),
      ...inFlightFact(parts, view),
    ];
  },
};

/** No replica was ready, and nothing tells why. */
export const noReadyReplicas: Rule = {
  cause: 'noReadyReplicas',
  share: whole((part, view) => isTooMuch(part, view) && hadNoReplica(part, view)),
  facts: (parts, view) => [...replicasFact(parts, view), ...answersFact(parts), ...failedAfterFact(parts)],
};

/** A fault of its own, by the platform's documentation. */
export const platformFailed: Rule = {
  cause: 'platformFailed',
  share: whole(({ meaning }) => meaning === 'platformFailed'),
  facts: (parts) => [...answersFact(parts), ...headersFact(parts)],
};

const connectionOutcomes = new Set(['refused', 'reset', 'dns', 'tls', 'dial', 'other']);

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/**
 * Whether the address is known to be right: each endpoint had answered before the load, or the only one did in a second before all of
 * these failed. A script may call others.
 */
const hadAnswered = (parts: readonly Part[], { recorded: { run }, ok }: View): boolean => {
  const endpoints = endpointsOf(run.config);
  if (run.config.script !== null) return false;
  const asked = run.preflight ?? [];
  if (asked.length === endpoints.length && asked.every(({ status }) => isSuccess(status))) return true;
  const firstSecond = parts.reduce((first, { second }) => Math.min(first, second), ok.length);
  return endpoints.length === 1 && ok.slice(0, firstSecond).some((requests) => requests > 0);
};

/** The front end, DNS or TLS: there was no connection to anything. */
export const connectionFailed: Rule = {
  cause: 'connectionFailed',
  share: whole(({ outcome }) => connectionOutcomes.has(outcome)),
  facts: (parts) => [...answersFact(parts), ...failedAfterFact(parts)],
  remedies: (parts, view) =>
    parts.every(({ outcome }) => outcome === 'refused' || outcome === 'reset') && hadAnswered(parts, view)
      ? ['findWhyRefused']
      : ['checkEndpoint'],
};

/** Something answered, and not in HTTP: another protocol, or a server or proxy with a fault. */
export const malformedAnswer: Rule = {
  cause: 'malformedAnswer',
  share: whole(({ outcome }) => outcome === 'malformed'),
  facts: (parts) => [...answersFact(parts), ...failedAfterFact(parts)],
};

/** The endpoint names another address: the load follows none. */
export const redirected: Rule = {
  cause: 'redirected',
  share: whole(({ meaning, status }) => meaning === undefined && /^3\d\d$/.test(status)),
  facts: (parts) => [...answersFact(parts), ...headersFact(parts)],
};

/** The endpoint says that the request is wrong, and says so of all alike. */
export const notAccepted: Rule = {
  cause: 'notAccepted',
  share: whole(({ meaning, status }) => meaning === undefined && /^4\d\d$/.test(status)),
  facts: (parts) => [...answersFact(parts), ...headersFact(parts)],
  remedies: (parts, view) =>
    parts.every(({ status }) => status === '401' || status === '403') && hadAnswered(parts, view)
      ? ['renewKey']
      : ['checkRequest'],
};

const missingEvidence = (parts: readonly Part[], view: View): MissingEvidence[] => {
  const { cluster } = view.recorded.timeline;
  const isTurnedAway = parts.some((part) => isTooMuch(part, view));
  const isCut = parts.some(({ meaning, outcome }) => meaning === 'timeout' || outcome === 'timeout');
  const noneCameBack = parts.some(({ second }) => view.ok[second] === 0);
  const wants: MissingEvidence[] = [];
  if (parts.some((part) => !wasWatched(part, view))) wants.push('clusterAccess');
  if (cluster.known && isTurnedAway) wants.push('utilization');
  if (isCut && noneCameBack) wants.push('lateAnswer', 'containerLogs');
  if (isCut) wants.push('serviceTime');
  if (!isTurnedAway) wants.push('containerLogs', 'frontEndLogs');
  if (parts.every(({ answers }) => answers.length === 0)) wants.push('answerBody');
  return wants;
};

/** What no rule explains. */
export const cantTell: Rule = {
  cause: 'cantTell',
  share: () => 1,
  facts: (parts, view) => [
    ...answersFact(parts),
    ...headersFact(parts),
    ...failedAfterFact(parts),
    ...replicasFact(parts, view),
    ...inFlightFact(parts, view),
  ],
  wouldTell: missingEvidence,
};
