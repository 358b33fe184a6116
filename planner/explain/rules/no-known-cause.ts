import type { MissingEvidence } from '../../../runs/schema/result/findings.ts';
import type { Part } from '../evidence/part.ts';
import { wasWatched } from '../evidence/slots.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, failedAfterFact, headersFact, inFlightFact, replicasFact } from '../facts.ts';
import type { Rule } from './rule.ts';
import { isTooMuch } from './turned-away.ts';

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
