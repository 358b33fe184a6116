import { describe, expect, it } from 'vitest';
import { scaleLagOf } from '../../../../planner/explain/scale-lag/scale-lag.ts';
import { analyze } from '../../../../planner/result/build-result.ts';
import { type Recording, recordedOf } from '../../../../planner/timeline/recording.ts';
import type { ClusterLine, EventLine, PodLine } from '../../../../runs/schema/cluster-series.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { type LagPart, lagParts } from '../../../../runs/schema/result/scale-lag.ts';
import { deploymentLine, podLine } from '../../../builders/cluster.ts';
import { countsLine } from '../../../builders/load.ts';
import { recordSpike } from '../../../builders/recording.ts';
import { completeRun, startSecond } from '../../../builders/run.ts';

const at = (second: number): number => (startSecond + second) * 1000;

/** A spike from second 10 to 30; until more replicas answer, five of twenty requests a second are answered well. */
const recordingOf = (cluster: readonly ClusterLine[], answersFrom = 99): Recording => ({
  run: completeRun(),
  load: Array.from({ length: 40 }, (_, second) => {
    const outcomes: Record<string, number> =
      second < 10 || second >= answersFrom ? { '200': second < 10 ? 5 : 20 } : { '200': 5, '503': 15 };
    return countsLine({ second: startSecond + second, outcomes });
  }),
  cluster: cluster.toSorted((a, b) => ('atMs' in a ? a.atMs : 0) - ('atMs' in b ? b.atMs : 0)),
  droppedLines: 0,
});

const times = { createdAtMs: at(13), scheduledAtMs: at(14), startedAtMs: at(18), readyAtMs: at(21) };
const starting: Partial<PodLine> = { ready: false, createdAtMs: at(13) };
const pods = [
  podLine({ atMs: at(13.4), name: 'b', ...starting }),
  podLine({ atMs: at(21.2), name: 'b', ...times }),
];
const raise = [deploymentLine({ atMs: at(-5), desired: 1 }), deploymentLine({ atMs: at(13), desired: 2 })];
const pulled: EventLine = {
  kind: 'event',
  atMs: at(17),
  eventAtMs: at(17),
  type: 'Normal',
  reason: 'Pulled',
  message: 'Successfully pulled image "score:2" in 2.4s (2.4s including waiting). Image size: 3 bytes.',
  objectKind: 'Pod',
  objectName: 'b',
  count: 1,
};

const lagOf = (recording: Recording) => scaleLagOf(recordedOf(recording), undefined)!;
const partsIn = (parts: readonly LagPart[]) => new Map(parts.map((part) => [part.part, part]));
const secondsIn = (parts: readonly LagPart[]) =>
  Object.fromEntries(
    parts.map(({ part, seconds }) => [part, seconds === null ? null : Math.round(seconds * 10) / 10]),
  );

describe('a scale-up', () => {
  it('is told in its parts, from the rise of the load to the ready replica', () => {
    const { events } = lagOf(recordingOf([...raise, ...pods, pulled], 23));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ loadSecond: 10, decisionSecond: 13, from: 1, to: 2, ready: 1 });
    expect(secondsIn(events[0]!.parts)).toEqual({
      signal: null,
      decide: 3,
      create: 0.4,
      node: 0,
      schedule: 1,
      pull: 3,
      start: 1,
      init: 3,
    });
  });

  it('says of each part whether it was measured, inferred or is unknown', () => {
    const parts = partsIn(lagOf(recordingOf([...raise, ...pods], 23)).events[0]!.parts);
    expect(parts.get('pull')).toMatchObject({ seconds: null, how: 'unknown', file: null });
    expect(parts.get('start')).toMatchObject({ seconds: 4, how: 'measured', file: 'cluster.ndjson' });
  });

  it('ends with the ready replica, whatever is answered after it: no answer says which replica gave it', () => {
    const [soon, late] = [23, 35].map((answersFrom) =>
      lagOf(recordingOf([...raise, ...pods, pulled], answersFrom)),
    );
    expect(soon).toEqual(late);
    expect(soon!.events[0]!.parts.at(-1)!.part).toBe('init');
  });

  it('takes no image that came after its containers ran: it is of a restart, or of a later pod of the same name', () => {
    const later: EventLine = { ...pulled, atMs: at(35), eventAtMs: at(35) };
    const { events } = lagOf(recordingOf([...raise, ...pods, pulled, later], 23));
    expect(secondsIn(events[0]!.parts)).toMatchObject({ pull: 3, start: 1 });
  });

  it('keeps the time without a node apart from the way to one', () => {
    const waiting = podLine({
      atMs: at(13.5),
      name: 'b',
      ...starting,
      unschedulableMessage: '0/1 nodes are available: 1 Insufficient cpu.',
    });
    const placed = podLine({ atMs: at(19), name: 'b', ...starting, scheduledAtMs: at(19) });
    const ready = podLine({
      atMs: at(24),
      name: 'b',
      ...times,
      scheduledAtMs: at(19),
      startedAtMs: at(21),
      readyAtMs: at(24),
    });
    const [event] = lagOf(recordingOf([...raise, pods[0]!, waiting, placed, ready])).events;
    const parts = secondsIn(event!.parts);
    expect([parts['node'], parts['schedule']]).toEqual([5.5, 0.5]);
  });
});

it('begins the second decision after one rise where the first was made, and counts none after the load fell', () => {
  const policy = policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas: 4,
    maxReplicas: 20,
    metrics: [{ targetValue: 0.6 }],
  });
  const { result } = analyze(recordSpike({ policy, holdSeconds: 120 }));
  const [first, second] = result.scaleLag!.events;
  expect(first!.fromSecond).toBe(30);
  expect(second!.fromSecond).toBe(first!.decisionSecond);
  const signal = partsIn(first!.parts).get('signal')!;
  expect([signal.how, Math.round(signal.seconds!)]).toEqual(['measured', 30]);
  const late = deploymentLine({ atMs: at(35), desired: 4 });
  const { events } = lagOf(recordingOf([...raise, ...pods, late]));
  expect(events.at(-1)).toMatchObject({ decisionSecond: 35, loadSecond: null, fromSecond: null });
});

it('gives the medians over the events that tell, in the order of the parts', () => {
  const { medians } = lagOf(recordingOf([...raise, ...pods, pulled], 23));
  expect(medians.map(({ part }) => part)).toEqual([...lagParts]);
  expect(partsIn(medians).get('init')).toMatchObject({ seconds: 3, n: 1, how: 'measured' });
});

it('adds up to the way from the load to the ready replica, to the second', () => {
  const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 2, maxReplicas: 30 });
  const { scaleLag } = analyze(
    recordSpike({ policy, startupLag: { kind: 'constant', meanMs: 9000 } }),
  ).result;
  const event = scaleLag!.events.find(({ loadSecond, ready }) => loadSecond === 30 && ready > 0)!;
  const known = event.parts.filter(({ seconds }) => seconds !== null);
  const sum = known.reduce((total, { seconds }) => total + seconds!, 0);
  expect(Math.abs(sum - (event.decisionSecond - event.fromSecond! + 9))).toBeLessThanOrEqual(1);
});

it('tells nothing of a run without a scale-up', () => {
  expect(scaleLagOf(recordedOf(recordingOf(raise.slice(0, 1))), undefined)).toBeUndefined();
});
