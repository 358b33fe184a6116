import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import type { Fact, Finding } from '../../../runs/schema/result/findings.ts';
import { podFindings } from './pods.ts';
import { ownerFindings, scalerFindings } from './scalers.ts';
import { eventsAbout, stateOf } from './state.ts';

/**
 * What stands in the way of a service at one moment, whether or not a request has failed of it: replicas that can't serve, an
 * autoscaler that can't decide, two owners of the replicas. Only what the objects say is told.
 *
 * @param lines the state of the objects, as a watch of them begins
 */
export const findStanding = (lines: readonly ClusterLine[]): Finding[] => {
  const state = stateOf(lines);
  return [...podFindings(state), ...scalerFindings(state), ...ownerFindings(state)];
};

/** Warnings of the service's events that no finding quotes, most frequent first. */
export const otherWarnings = (lines: readonly ClusterLine[], findings: readonly Finding[]): Fact[] => {
  const told = new Set(findings.flatMap(({ evidence }) => evidence.flatMap(({ objects }) => objects)));
  const { events } = stateOf(lines);
  return eventsAbout(
    events,
    ({ type, objectKind, objectName }) => type === 'Warning' && !told.has(`${objectKind} ${objectName}`),
  ).sort((a, b) => (b.numbers['count'] ?? 0) - (a.numbers['count'] ?? 0));
};
