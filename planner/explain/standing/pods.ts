import type { Fact, Finding, RemedyCode } from '../../../runs/schema/result/findings.ts';
import { schedulerWords } from '../../measure/scheduler-words.ts';
import type { PodTrack } from '../evidence/pods.ts';
import type { Hindrance } from '../evidence/starts.ts';
import { podsFact } from '../facts.ts';
import { noNodeRemedies, remediesOf } from '../remedies.ts';
import { eventsAbout, finding, moment, type State } from './state.ts';

const lastLine = (track: PodTrack) => track.spans.at(-1)!.line;

const warningsAbout = ({ events }: State, tracks: readonly PodTrack[]): Fact[] => {
  const names = new Set(tracks.map(({ name }) => name));
  return eventsAbout(
    events,
    ({ objectName, type, reason }) => names.has(objectName) && (type === 'Warning' || reason === 'Killing'),
  );
};

const endedFact = (tracks: readonly PodTrack[]): Fact[] => {
  const lines = tracks.map(lastLine);
  const exitCode = lines.find(({ lastExitCode }) => lastExitCode !== undefined)?.lastExitCode;
  return podsFact('terminated', tracks, {
    ...moment,
    numbers: {
      restarts: lines.reduce((most, { restarts }) => Math.max(most, restarts), 0),
      ...(exitCode !== undefined && { exitCode }),
    },
    quotes: lines.flatMap(({ lastTerminatedReason, waitingReason }) => [
      lastTerminatedReason ?? '',
      waitingReason ?? '',
    ]),
  });
};

/** What kept pods of one kind of hindrance; nothing where there are none. */
const kept = (
  state: State,
  hindrance: Hindrance,
  find: (tracks: readonly PodTrack[]) => Finding,
): Finding[] => {
  const tracks = state.pods.filter((pod) => pod.hindrance === hindrance).map(({ track }) => track);
  return tracks.length === 0 ? [] : [find(tracks)];
};

const wasOutOfMemory = (track: PodTrack): boolean => lastLine(track).lastTerminatedReason === 'OOMKilled';

const failingRemedies = (state: State, tracks: readonly PodTrack[]): readonly RemedyCode[] => {
  const names = new Set(tracks.map(({ name }) => name));
  const said = state.events.filter(({ objectName }) => names.has(objectName)).map(({ message }) => message);
  if (tracks.some(wasOutOfMemory)) return ['raiseMemory', 'fixInit'];
  if (said.some((message) => /startup probe/i.test(message))) return ['longerStartupProbe', 'shortenStart'];
  return said.some((message) => /probe/i.test(message)) ? ['fixProbe', 'fixInit'] : ['fixInit'];
};

/** What keeps pods from serving, and those that were restarted. */
export const podFindings = (state: State): Finding[] => {
  const restarted = state.pods
    .filter(({ track, hindrance }) => hindrance === undefined && lastLine(track).restarts > 0)
    .map(({ track }) => track);
  const isNoneReady = state.pods.length > 0 && state.pods.every(({ hindrance }) => hindrance !== undefined);
  return [
    ...kept(state, 'noNode', (tracks) => {
      const said = tracks.flatMap((track) => schedulerWords(lastLine(track).unschedulableMessage ?? ''));
      const quotes = said.map(({ words }) => words);
      return finding(
        'unschedulable',
        [
          ...podsFact('noNode', tracks, { ...moment, numbers: { ...said[0]?.short }, quotes }),
          ...warningsAbout(state, tracks),
        ],
        { remedies: noNodeRemedies(said) },
      );
    }),
    ...kept(state, 'image', (tracks) => {
      const quotes = tracks.map((track) => lastLine(track).waitingReason ?? '');
      return finding('imagePull', [
        ...podsFact('waiting', tracks, { ...moment, quotes }),
        ...warningsAbout(state, tracks),
      ]);
    }),
    ...kept(state, 'failing', (tracks) =>
      finding('cannotBecomeReady', [...endedFact(tracks), ...warningsAbout(state, tracks)], {
        remedies: failingRemedies(state, tracks),
      }),
    ),
    ...(restarted.length === 0
      ? []
      : [
          finding('replicaRestarted', [...endedFact(restarted), ...warningsAbout(state, restarted)], {
            level: 'info',
            remedies: restarted.some(wasOutOfMemory) ? ['raiseMemory'] : remediesOf.replicaRestarted,
          }),
        ]),
    ...kept(state, 'unready', (tracks) =>
      finding(isNoneReady ? 'noReadyReplicas' : 'cantTell', [
        ...podsFact('newPods', tracks, moment),
        ...warningsAbout(state, tracks),
      ]),
    ),
    ...kept(state, 'starting', (tracks) =>
      finding('replicasStarting', podsFact('newPods', tracks, moment), { level: 'info' }),
    ),
  ];
};
