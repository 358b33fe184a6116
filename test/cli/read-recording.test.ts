import { expect, it } from 'vitest';
import { readRecording } from '../../cli/read-recording.ts';
import { analyze } from '../../planner/result/build-result.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { deploymentLine } from '../builders/cluster.ts';
import { countsLine, endLine, gaugeLine } from '../builders/load.ts';
import { completeRun, startSecond } from '../builders/run.ts';
import { writeRunFolder } from '../builders/run-folder.ts';

const second = (offset: number) => countsLine({ second: startSecond + offset, outcomes: { '200': 5 } });

it.each([1_000_000_000, -3600])(
  'a line %i s from the load is damaged: it makes no timeline of years',
  async (far) => {
    const lines = Array.from({ length: 40 }, (_, offset) => second(offset));
    const folder = await writeRunFolder({
      run: completeRun(),
      load: [...lines, second(far), endLine()],
      cluster: [deploymentLine({ atMs: startSecond * 1000, desired: -3 })],
      droppedLines: 0,
    });
    const recording = await readRecording(folder);
    expect(recording.load).toHaveLength(41);
    expect(recording.cluster, 'no service has fewer than 0 replicas').toEqual([]);
    expect(recording).toMatchObject({ droppedLines: 1, droppedClusterLines: 1 });
    const { timeline, result } = analyze(recording);
    expect(timeline.seconds).toBe(40);
    expect(result.loadAsPlanned.faults).toContainEqual({
      code: 'dataLost',
      unreadableLines: 1,
      lostReasons: [],
    });
  },
);

const latent = (offset: number) =>
  countsLine({
    second: startSecond + offset,
    outcomes: { '200': 4, '503': 1 },
    latenciesMs: { '200': [90, 95, 100, 105], '503': [502] },
  });

it.each([
  ['that stands twice', latent(7)],
  ['that stands twice with other figures', { ...latent(7), requests: 50 }],
  ['with more failures than latencies of them', { ...latent(40), outcomes: { '200': 4, '503': 50 } }],
])('a line %s is not believed, and the load is no longer the planned one', async (_, line) => {
  const lines = Array.from({ length: 40 }, (_, offset) => latent(offset));
  const folder = await writeRunFolder({
    run: completeRun(),
    load: [...lines, line, endLine()],
    cluster: [],
    droppedLines: 0,
  });
  const recording = await readRecording(folder);
  expect(recording.load).toHaveLength(41);
  expect(recording.droppedLines).toBe(1);
  expect(analyze(recording).result.loadAsPlanned.faults.map(({ code }) => code)).toContain('dataLost');
});

const cluster = [
  { kind: 'header', schemaVersion: 1, runId: completeRun().id } as const,
  deploymentLine({ atMs: startSecond * 1000, desired: 3 }),
];
const header = {
  kind: 'header',
  seq: 0,
  schemaVersion: 2,
  generator: 'local',
  module: '0.1.0',
  startedAtMs: startSecond * 1000,
} as const;
const load = [header, second(0), endLine()];

it('the series that a run wrote are its own', async () => {
  const folder = await writeRunFolder({ run: completeRun(), load, cluster, droppedLines: 0 });
  expect(await readRecording(folder)).toMatchObject({ load, cluster });
});

const whole = [
  { ...cluster[0]!, hasEnd: true },
  cluster[1]!,
  { kind: 'end', atMs: (startSecond + 40) * 1000 },
] as const;
const fired = Array.from({ length: 40 }, (_, offset) => [
  second(offset),
  gaugeLine({ atMs: (startSecond + offset + 1) * 1000, inFlight: 1 }),
]).flat();
const analyzed = async (recorded: Pick<Recording, 'load' | 'cluster'>) =>
  analyze(await readRecording(await writeRunFolder({ run: completeRun(), ...recorded, droppedLines: 0 })));
const wantedIn = async (recorded: Pick<Recording, 'load' | 'cluster'>) =>
  (await analyzed(recorded)).timeline.cluster.desired;

it('behind the last line of a watch that was cut nothing is known', async () => {
  const ended = [header, ...fired, endLine()];
  expect(await wantedIn({ load: ended, cluster: whole })).toEqual(new Array(40).fill(3));
  const late = deploymentLine({ atMs: (startSecond + 25.2) * 1000, desired: 4 });
  const cut = [...whole.slice(0, 2), late];
  const desired = await wantedIn({ load: ended, cluster: cut });
  expect(desired).toEqual([...new Array(25).fill(3), ...new Array(15).fill(null)]);
  const { result } = await analyzed({ load: ended, cluster: cut });
  expect(result.loadAsPlanned.faults).toContainEqual({
    code: 'watchLost',
    seconds: 15,
    unknownBecause: 'the recording of the cluster ends before the load',
  });
  expect(result.verdict.checks.map(({ met }) => met)).toEqual([null]);
});

it('a tool that was killed had watched for as long as it recorded the load', async () => {
  const killed = await wantedIn({ load: [header, ...fired], cluster: whole.slice(0, 2) });
  expect(killed).toEqual(new Array(40).fill(3));
});

it.each([
  [
    'a watch',
    completeRun({ id: '20260101-000000-spike-0000' }),
    `cluster.ndjson is that of another run (${completeRun().id}); this folder holds 20260101-000000-spike-0000`,
  ],
  [
    'a load',
    completeRun({ loadStartedAtMs: (startSecond + 7) * 1000 }),
    'load.ndjson is that of another run: its load began at',
  ],
])('%s that was copied from another run is refused', async (_what, run, message) => {
  const folder = await writeRunFolder({ run, load, cluster, droppedLines: 0 });
  await expect(readRecording(folder)).rejects.toMatchObject({
    code: 'E_RUN_FOLDER',
    message: expect.stringContaining(message),
  });
});

it('an older watch names no run, and a run that was killed at once no start: both are taken as they are', async () => {
  const run = completeRun({ id: '20260101-000000-spike-0000', loadStartedAtMs: null });
  const older = [{ kind: 'header', schemaVersion: 1 } as const, ...cluster.slice(1)];
  const folder = await writeRunFolder({ run, load, cluster: older, droppedLines: 0 });
  expect(await readRecording(folder)).toMatchObject({ load, cluster: older });
});
