import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import type { Part } from '../evidence/part.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, failedAfterFact, headersFact, replicasFact } from '../facts.ts';
import { type Rule, whole } from './rule.ts';
import { hadNoReplica, isTooMuch } from './turned-away.ts';

/** No replica was ready, and nothing shows why. */
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
