import type { CauseKind, Fact, Finding, RemedyCode } from '../../runs/schema/result/findings.ts';
import { schedulerWords } from '../measure/scheduler-words.ts';
import { type EndpointGrowth, grownServices } from '../measure/service-growth.ts';
import { type Loss, type PodTrack, wasEvicted } from './evidence/pods.ts';
import { inactiveCondition } from './evidence/scaler.ts';
import { hadImageTrouble, isFailingStart } from './evidence/starts.ts';
import type { View } from './evidence/view.ts';
import { conditionFact, eventFacts, factOf, podName, podsFact } from './facts.ts';
import { remediesOf } from './remedies.ts';
import { lostFact } from './rules/replicas-restarted.ts';

/** Something that is wrong, whether or not a request failed of it. */
type Observation = {
  readonly cause: CauseKind;
  readonly facts: (view: View) => readonly Fact[];
  readonly remedies?: readonly RemedyCode[];
  /** Another cause that tells of it where it is charged. */
  readonly toldBy?: CauseKind;
};

const wholeOf = ({ recorded }: View) => ({ fromSecond: 0, toSecond: recorded.timeline.seconds });

/** Only what happened while the load ran. */
const isDuring = ({ recorded }: View, second: number): boolean =>
  second >= 0 && second <= recorded.timeline.seconds;

const lastLineOf = ({ spans }: PodTrack) => spans.at(-1)!.line;

const lossFact = (view: View, { track, fromSecond, toSecond, line }: Loss): Fact =>
  factOf(
    'terminated',
    { fromSecond, toSecond: Math.min(toSecond, view.recorded.timeline.seconds) },
    {
      objects: [podName(track.name)],
      numbers: {
        restarts: line.restarts,
        ...(line.lastExitCode !== undefined && { exitCode: line.lastExitCode }),
      },
      quotes: [line.lastTerminatedReason ?? ''],
    },
  );

const restarted = (view: View, isMemory: boolean): Fact[] =>
  view.starts.losses
    .filter(({ hasRestarted, fromSecond }) => hasRestarted && isDuring(view, fromSecond))
    .filter(({ line }) => (line.lastTerminatedReason === 'OOMKilled') === isMemory)
    .map((loss) => lossFact(view, loss));

/** Ready pods that the kubelet ended, as their node ran short, and what it said. */
const evicted = (view: View): Fact[] => {
  const losses = view.starts.losses.filter(
    ({ track, hasRestarted, fromSecond }) => !hasRestarted && wasEvicted(track) && isDuring(view, fromSecond),
  );
  const names = new Set(losses.map(({ track }) => track.name));
  return [
    ...losses.map((loss) => lostFact(loss, { fromSecond: loss.fromSecond, toSecond: loss.fromSecond })),
    ...(losses.length === 0
      ? []
      : eventFacts(
          view,
          wholeOf(view),
          ({ objectName, type }) => names.has(objectName) && type === 'Warning',
        )),
  ];
};

const grew = ({ endpoint, growth }: EndpointGrowth): Fact[] => {
  const { times, perMinute, answers, conditions, first, last } = growth;
  const { ratePerSecond, replicas } = conditions;
  const objects = endpoint === null ? [] : [endpoint];
  const span = { fromSecond: first.fromSecond, toSecond: last.toSecond };
  const numbers = {
    times,
    perMinute: perMinute.mid,
    perMinuteLow: perMinute.low,
    perMinuteHigh: perMinute.high,
    ratePerSecond,
    ...(replicas !== null && { replicas }),
  };
  return [
    factOf('serviceGrew', span, { file: 'load.ndjson', n: answers, objects, numbers }),
    ...[first, last].map(({ medianMs, answers: n, ...seconds }) =>
      factOf('serviceTime', seconds, { file: 'load.ndjson', n, objects, numbers: { medianMs } }),
    ),
  ];
};

const observations: readonly Observation[] = [
  { cause: 'replicaRestarted', facts: (view) => restarted(view, true), remedies: ['raiseMemory'] },
  { cause: 'replicaRestarted', facts: (view) => restarted(view, false) },
  {
    cause: 'replicaRestarted',
    facts: evicted,
    remedies: ['requestWhatIsUsed'],
    toldBy: 'replicasLost',
  },
  {
    cause: 'cannotBecomeReady',
    facts: (view) => {
      const failing = view.starts.tracks.filter(isFailingStart);
      const quotes = failing.flatMap((track) => [
        lastLineOf(track).lastTerminatedReason ?? '',
        lastLineOf(track).waitingReason ?? '',
      ]);
      return podsFact('terminated', failing, { ...wholeOf(view), quotes });
    },
  },
  {
    cause: 'imagePull',
    facts: (view) => {
      const waiting = view.starts.tracks.filter(hadImageTrouble);
      const quotes = waiting.map((track) => lastLineOf(track).waitingReason ?? '');
      return podsFact('waiting', waiting, { ...wholeOf(view), quotes });
    },
  },
  {
    cause: 'unschedulable',
    facts: (view) => {
      const messageOf = (track: PodTrack): string | null => lastLineOf(track).unschedulableMessage;
      // One that found a node in the end has only waited: a node autoscaler did its work.
      const homeless = view.starts.tracks.filter((track) => messageOf(track) !== null);
      const quotes = homeless.map((track) => schedulerWords(messageOf(track)!).words);
      return podsFact('noNode', homeless, { ...wholeOf(view), quotes });
    },
  },
  {
    cause: 'autoscalerBlind',
    facts: (view) => {
      const said = inactiveCondition(view.scalersIn(view.recorded.timeline.seconds));
      if (said === undefined || said.isOff) return [];
      return [conditionFact(said.state, said.condition, wholeOf(view))];
    },
  },
  { cause: 'serviceGrew', facts: ({ recorded }) => grownServices(recorded).flatMap(grew) },
];

/** What is wrong and failed no request of this load, or none that is charged to it: a warning each. */
export const observedIn = (view: View, charged: ReadonlySet<CauseKind>): Finding[] =>
  observations.flatMap(({ cause, facts, remedies, toldBy = cause }) => {
    if (charged.has(cause) || charged.has(toldBy)) return [];
    const evidence = facts(view);
    if (evidence.length === 0) return [];
    return [
      {
        cause,
        level: 'warning',
        outcomes: [],
        requests: 0,
        share: 0,
        seconds: [],
        evidence: [...evidence],
        remedies: [...(remedies ?? remediesOf[cause])],
        wouldTell: [],
      },
    ];
  });
