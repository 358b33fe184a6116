import { type SchedulerWords, schedulerWords } from '../../measure/scheduler-words.ts';
import { measureStartupLag } from '../../measure/startup-lag.ts';
import { isNotEnoughData } from '../../stats/interval.ts';
import type { Part } from '../evidence/part.ts';
import type { PodTrack } from '../evidence/pods.ts';
import { hadImageTrouble, isFailingStart, isNotMade } from '../evidence/starts.ts';
import type { View } from '../evidence/view.ts';
import {
  eventFacts,
  factOf,
  failedAfterFact,
  inFlightFact,
  podsFact,
  replicasFact,
  spanOf,
} from '../facts.ts';
import { noNodeRemedies } from '../remedies.ts';
import { lossFacts, lossRemedies } from './replicas-restarted.ts';
import type { Rule } from './rule.ts';
import { podsKept, shareFor } from './wanted-replicas.ts';

const named = (tracks: readonly PodTrack[]): ReadonlySet<string> => new Set(tracks.map(({ name }) => name));

/** What the scheduler says of the pods that fit nowhere. */
const refusals = (parts: readonly Part[], view: View): SchedulerWords[] =>
  podsKept(parts, view, 'noNode').flatMap(({ spans }) =>
    spans.flatMap(({ line }) =>
      line.unschedulableMessage === null ? [] : schedulerWords(line.unschedulableMessage),
    ),
  );

/** New pods fit on no node, or a quota keeps them from being made. */
export const unschedulable: Rule = {
  cause: 'unschedulable',
  share: shareFor('noNode'),
  facts: (parts, view) => {
    const kept = podsKept(parts, view, 'noNode');
    const said = refusals(parts, view);
    const [first] = said;
    const names = named(kept);
    return [
      ...podsFact('noNode', kept, {
        ...spanOf(parts),
        quotes: said.map(({ words }) => words),
        numbers: { ...first?.short, ...(first?.nodes != null && { nodes: first.nodes }) },
      }),
      ...eventFacts(
        view,
        spanOf(parts),
        (event) =>
          (event.reason === 'FailedScheduling' && names.has(event.objectName)) ||
          isNotMade(event) ||
          event.reason === 'NotTriggerScaleUp',
      ),
      ...replicasFact(parts, view),
    ];
  },
  remedies: (parts, view) => noNodeRemedies(refusals(parts, view)),
};

/** New pods wait for an image that can't be pulled. */
export const imagePull: Rule = {
  cause: 'imagePull',
  share: shareFor('image'),
  facts: (parts, view) => {
    const kept = podsKept(parts, view, 'image');
    const names = named(kept);
    const reasons = kept
      .filter(hadImageTrouble)
      .flatMap(({ spans }) => spans.flatMap(({ line }) => line.waitingReason ?? []));
    return [
      ...podsFact('waiting', kept, {
        ...spanOf(parts),
        quotes: reasons.filter((reason) => /Image|Registry/.test(reason)),
      }),
      ...eventFacts(view, spanOf(parts), (event) => names.has(event.objectName) && event.type === 'Warning'),
      ...replicasFact(parts, view),
    ];
  },
};

const isProbe = /probe/i;

/** New replicas start, fail, and were not ready once: more of them would not help. */
export const cannotBecomeReady: Rule = {
  cause: 'cannotBecomeReady',
  share: shareFor('failing'),
  facts: (parts, view) => {
    const kept = podsKept(parts, view, 'failing').filter(isFailingStart);
    const names = named(kept);
    const lines = kept.map(({ spans }) => spans.at(-1)!.line);
    const restarts = lines.reduce((most, line) => Math.max(most, line.restarts), 0);
    const exitCode = lines.find(({ lastExitCode }) => lastExitCode !== undefined)?.lastExitCode;
    return [
      ...podsFact('terminated', kept, {
        ...spanOf(parts),
        numbers: { restarts, ...(exitCode !== undefined && { exitCode }) },
        quotes: lines.flatMap(({ lastTerminatedReason, waitingReason }) => [
          lastTerminatedReason ?? '',
          waitingReason ?? '',
        ]),
      }),
      ...eventFacts(
        view,
        spanOf(parts),
        (event) => names.has(event.objectName) && (event.type === 'Warning' || event.reason === 'Killing'),
      ),
      ...replicasFact(parts, view),
    ];
  },
  remedies: (parts, view) => {
    const kept = podsKept(parts, view, 'failing');
    const names = named(kept);
    const isMemory = kept.some(({ spans }) =>
      spans.some(({ line }) => line.lastTerminatedReason === 'OOMKilled'),
    );
    const probes = view.events.filter(({ line }) => names.has(line.objectName) && isProbe.test(line.message));
    if (isMemory) return ['raiseMemory', 'fixInit'];
    if (probes.some(({ line }) => /startup probe/i.test(line.message)))
      return ['longerStartupProbe', 'shortenStart'];
    return probes.length > 0 ? ['fixProbe', 'fixInit'] : ['fixInit'];
  },
};

/** A replica that was ready is gone, and until it is back the others can't take the load. */
export const replicaMissing: Rule = {
  cause: 'replicaRestarted',
  share: shareFor('lost'),
  facts: (parts, view) => [
    ...lossFacts(parts, view),
    ...replicasFact(parts, view),
    ...failedAfterFact(parts),
  ],
  // The others were too few without it: one more would have helped as well.
  remedies: (parts, view) => [...lossRemedies(parts, view), 'spareReplicas'],
};

/** Replicas were there before the load, are not ready, and nothing shows why. */
export const neverReady: Rule = {
  cause: 'noReadyReplicas',
  share: shareFor('unready'),
  facts: (parts, view) => {
    const kept = podsKept(parts, view, 'unready');
    const names = named(kept);
    return [
      ...replicasFact(parts, view),
      ...podsFact('newPods', kept, spanOf(parts)),
      ...eventFacts(view, spanOf(parts), (event) => names.has(event.objectName) && event.type === 'Warning'),
    ];
  },
  remedies: () => ['fixProbe', 'fixInit'],
};

const starting = shareFor('starting');

/** Replicas that were asked for are on their way: they explain as much as they would have served. */
export const replicasStarting: Rule = {
  cause: 'replicasStarting',
  share: (part, view) => part.startsCover * starting(part, view),
  facts: (parts, view) => {
    const lag = measureStartupLag([view.recorded]);
    const kept = podsKept(parts, view, 'starting');
    return [
      ...replicasFact(parts, view),
      ...(isNotEnoughData(lag)
        ? []
        : [
            factOf('startupLag', spanOf(parts), {
              n: lag.startups,
              numbers: { lagSeconds: lag.meanMs.mid / 1000 },
            }),
          ]),
      ...podsFact('newPods', kept, spanOf(parts)),
      ...inFlightFact(parts, view),
      ...failedAfterFact(parts),
    ];
  },
};

/** Replicas are on their way, too few of them, and nothing shows why no more were asked for. */
export const tooFewStarting: Rule = { ...replicasStarting, share: starting };
