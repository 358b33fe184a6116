import type { Fact, RemedyCode } from '../../../runs/schema/result/findings.ts';
import { isBroken, overlaps } from '../evidence/broken.ts';
import type { Part } from '../evidence/part.ts';
import { type Loss, wasEvicted } from '../evidence/pods.ts';
import { wasWatched } from '../evidence/slots.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, eventFacts, factOf, failedAfterFact, podName, replicasFact, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';

const lossesOf = (part: Part, view: View): Loss[] =>
  view.starts.losses.filter((loss) => overlaps(part, loss.fromSecond, loss.toSecond));

/** The losses behind some parts, each once. */
const lossesBehind = (parts: readonly Part[], view: View): Loss[] => [
  ...new Set(parts.flatMap((part) => lossesOf(part, view))),
];

/** A pod that was ready and is not any more, without a restart that was seen. */
export const lostFact = ({ track, line }: Loss, span: Parameters<typeof factOf>[1]): Fact =>
  factOf('lostPods', span, { objects: [podName(track.name)], quotes: [line.statusReason ?? ''] });

/** Every loss that some parts of a finding rest on, as facts: what ended the container, and what the kubelet said. */
export const lossFacts = (parts: readonly Part[], view: View): Fact[] => {
  const losses = lossesBehind(parts, view);
  const ended = losses.filter(({ hasRestarted }) => hasRestarted);
  const names = new Set(losses.map(({ track }) => track.name));
  const seen = (loss: Loss) => ({
    fromSecond: Math.max(0, loss.fromSecond),
    toSecond: Math.min(loss.toSecond, view.recorded.timeline.seconds),
  });
  return [
    ...ended.map((loss) =>
      factOf('terminated', seen(loss), {
        objects: [podName(loss.track.name)],
        numbers: {
          restarts: loss.line.restarts,
          ...(loss.line.lastExitCode !== undefined && { exitCode: loss.line.lastExitCode }),
        },
        quotes: [loss.line.lastTerminatedReason ?? loss.line.waitingReason ?? ''],
      }),
    ),
    ...losses.filter(({ hasRestarted }) => !hasRestarted).map((loss) => lostFact(loss, seen(loss))),
    ...eventFacts(view, spanOf(parts), (event) => names.has(event.objectName) && event.type === 'Warning'),
  ];
};

/**
 * What stops a container from ending so: memory for a kill by memory, a request that holds for an eviction, the probe where the
 * kubelet's probe did it.
 */
export const lossRemedies = (parts: readonly Part[], view: View): RemedyCode[] => {
  const all = lossesBehind(parts, view);
  const losses = all.filter(({ track }) => !wasEvicted(track));
  const evicted: RemedyCode[] = losses.length < all.length ? ['requestWhatIsUsed'] : [];
  if (losses.length === 0 && evicted.length > 0) return evicted;
  return [...remediesWithout(losses, view), ...evicted];
};

const remediesWithout = (losses: readonly Loss[], view: View): RemedyCode[] => {
  const names = new Set(losses.map(({ track }) => track.name));
  const isMemory = losses.some(({ line }) => line.lastTerminatedReason === 'OOMKilled');
  const isProbe = view.events.some(({ line }) => line.reason === 'Unhealthy' && names.has(line.objectName));
  if (isMemory) return ['raiseMemory'];
  return isProbe ? ['fixProbe', 'fixRun'] : ['fixRun'];
};

/** A ready replica was lost while the requests were sent: its connections broke, or nobody was there. */
export const replicaRestarted: Rule = {
  cause: 'replicaRestarted',
  share: whole(
    (part, view) => isBroken(part, view) && wasWatched(part, view) && lossesOf(part, view).length > 0,
  ),
  facts: (parts, view) => [
    ...lossFacts(parts, view),
    ...answersFact(parts),
    ...failedAfterFact(parts),
    ...replicasFact(parts, view),
  ],
  remedies: lossRemedies,
};
