import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { replicasOnGrid } from '../../../planner/timeline/cluster-grid.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { collectFrom, linesOf } from '../collector.ts';
import { deployment, paths, pod } from '../objects.ts';
import { type ScriptedApiServer, startScriptedApiServer } from '../scripted-api-server.ts';

let server: ScriptedApiServer;

beforeEach(async () => {
  const started = await startScriptedApiServer();
  server = started;
  onTestFinished(started.close);
  server.put(paths.deployments, deployment('score', 1));
  server.put(paths.pods, pod('a'));
});

const states = (lines: readonly ClusterLine[]) =>
  linesOf(lines, 'pod').map(({ name, restarts, deleted }) => `${name}${deleted ? ' gone' : restarts}`);
const podGaps = (lines: readonly ClusterLine[]) =>
  linesOf(lines, 'gap').filter(({ resource }) => resource === 'pods');
const podRequests = () =>
  server.requests
    .map((request) => new URL(request.slice('GET '.length), 'http://localhost'))
    .filter(({ pathname }) => pathname === paths.pods);
const podLists = () => podRequests().filter(({ searchParams }) => !searchParams.has('watch'));

describe.each(['end', 'reset', 'midFrame'] as const)('a watch that breaks off (%s)', (how) => {
  test('is resumed without losing or doubling a change', async () => {
    const { lines, until } = await collectFrom(server.url);
    server.put(paths.pods, pod('a', 1));
    await until((all) => states(all).includes('a1'));
    server.mute();
    server.put(paths.pods, pod('a', 2));
    server.put(paths.pods, pod('b', 0));
    server.breakWatches(how);
    server.put(paths.pods, pod('a', 3));
    server.remove(paths.pods, 'b');
    await until((all) => states(all).includes('b gone'));
    expect(states(lines)).toEqual(['a0', 'a1', 'a2', 'b0', 'a3', 'b gone']);
    expect(podGaps(lines)).toEqual([]);
    expect(podLists()).toHaveLength(1);
  });
});

describe.each(['status', 'frame'] as const)(
  'a version that the server no longer holds (410 as a %s)',
  (how) => {
    test('gives only the differences, and a gap around the steps that were missed', async () => {
      server.put(paths.pods, pod('b'));
      server.put(paths.pods, pod('c'));
      const { lines, until } = await collectFrom(server.url);
      server.mute();
      const missedAtMs = Date.now();
      server.put(paths.pods, pod('a', 1));
      server.put(paths.pods, pod('a', 2));
      server.remove(paths.pods, 'b');
      server.put(paths.pods, pod('d'));
      server.compact(how);
      server.breakWatches('reset');
      await until((all) => states(all).includes('d0'));
      server.put(paths.pods, pod('c', 1));
      await until((all) => states(all).includes('c1'));
      expect(states(lines)).toEqual(['a0', 'b0', 'c0', 'b gone', 'a2', 'd0', 'c1']);
      expect(podGaps(lines)).toHaveLength(1);
      expect(podGaps(lines)[0]?.fromMs).toBeLessThanOrEqual(missedAtMs);
      expect(podGaps(lines)[0]?.toMs).toBeGreaterThanOrEqual(missedAtMs);
      expect(podGaps(lines)[0]?.reason).toContain('410');
    });
  },
);

test('a bookmark moves the version on, so that a quiet watch survives compaction', async () => {
  const { lines, until } = await collectFrom(server.url);
  server.put(paths.deployments, deployment('score', 2));
  server.bookmark(paths.pods);
  server.put(paths.pods, pod('a', 1));
  await until((all) => states(all).includes('a1'));
  server.put(paths.deployments, deployment('score', 3));
  server.bookmark(paths.pods);
  await until((all) => linesOf(all, 'deployment').some(({ desired }) => desired === 3));
  server.compact('status');
  server.breakWatches('end');
  server.put(paths.pods, pod('a', 2));
  await until((all) => states(all).includes('a2'));
  expect(podGaps(lines)).toEqual([]);
});

test('the server is asked to end a quiet watch before the client library gives up on it, with bookmarks', async () => {
  await collectFrom(server.url);
  const watch = podRequests().find(({ searchParams }) => searchParams.has('watch'));
  expect(Number(watch?.searchParams.get('timeoutSeconds'))).toBeLessThan(30);
  expect(watch?.searchParams.get('allowWatchBookmarks')).toBe('true');
});

test.each([403, 401, 429, 500, 503])('a %i while the server comes back is not final', async (status) => {
  const { lines, until } = await collectFrom(server.url);
  server.mute();
  server.put(paths.pods, pod('a', 1));
  server.refuse(2, status, /\/pods\?/);
  server.breakWatches('reset');
  server.put(paths.pods, pod('a', 2));
  await until((all) => states(all).includes('a2'));
  expect(states(lines)).toEqual(['a0', 'a1', 'a2']);
  expect(podLists()).toHaveLength(1);
});

test('a right that is taken away for good makes the resource unknown', async () => {
  const { lines, until } = await collectFrom(server.url, { limits: { graceMs: 20 } });
  server.refuse(1_000, 403, /\/pods\?/);
  server.breakWatches('end');
  await until((all) => linesOf(all, 'unknown').length === 1);
  expect(linesOf(lines, 'unknown')[0]).toMatchObject({
    resource: 'pods',
    reason: 'forbidden (403): this account may not list and watch pods',
  });
});

test.each([401, 403])('what is unknown after a %i is so since the watch was closed', async (status) => {
  const { lines, until } = await collectFrom(server.url, { limits: { graceMs: 20 } });
  server.refuse(1_000, status, /\/pods\?/);
  const closedAtMs = Date.now();
  server.breakWatches('end');
  await until((all) => linesOf(all, 'unknown').length === 1);
  const { atMs } = linesOf(lines, 'unknown')[0]!;
  expect(podGaps(lines)).toEqual([expect.objectContaining({ atMs, toMs: atMs })]);
  expect(podGaps(lines)[0]!.fromMs).toBeLessThanOrEqual(closedAtMs);
  const ofPods = lines.filter((line) => 'resource' in line && line.resource === 'pods');
  expect(ofPods.map(({ kind }) => kind)).toEqual(['gap', 'unknown']);
});

test('an account that may list but not watch makes the resource unknown at once', async () => {
  server.refuse(1_000, 403, /\/pods\?.*watch=true/);
  const { lines, until } = await collectFrom(server.url);
  await until((all) => linesOf(all, 'unknown').length === 1);
  expect(states(lines)).toEqual(['a0']);
});

test('errors of the server that go on bring the version under suspicion, and the list is read again', async () => {
  const { lines, until } = await collectFrom(server.url);
  server.mute();
  server.put(paths.pods, pod('a', 1));
  server.refuse(3, 504, /\/pods\?/);
  server.breakWatches('end');
  await until((all) => states(all).includes('a1'));
  expect(podLists()).toHaveLength(2);
  expect(podGaps(lines)).toHaveLength(1);
});

/** A clock that jumps ahead when the first request after the list and the watch of the pods is on its way. */
const clockJumpingBy = (jumpMs: number) => () => Date.now() + (podRequests().length > 2 ? jumpMs : 0);

test('after an outage in which nothing changed the replicas are known again', async () => {
  // A count that differs from the Deployment's: known again only if the pods are.
  server.put(paths.pods, pod('b'));
  const { lines, until } = await collectFrom(server.url, { now: clockJumpingBy(20_000) });
  server.refuse(3, 503, /\/pods\?/);
  server.breakWatches('reset');
  await until((all) => linesOf(all, 'unknown').some(({ resource }) => resource === 'pods'));
  await until((all) => podGaps(all).length > 1);
  const [lost, back] = podGaps(lines);
  expect(back!.fromMs).toBe(lost!.toMs);
  const [after] = replicasOnGrid(lines, { fromMs: back!.toMs, stepMs: 1000, steps: 1 });
  expect(after).toMatchObject({ desired: 1, ready: 2 });
});

test('what happened while out of contact is a gap when the watching ends before contact returns', async () => {
  const { lines, until, stop } = await collectFrom(server.url, { now: clockJumpingBy(20_000) });
  server.refuse(100_000, 503, /\/pods\?/);
  server.breakWatches('reset');
  await until((all) => linesOf(all, 'unknown').some(({ resource }) => resource === 'pods'));
  await stop();
  expect(podGaps(lines).at(-1)?.reason).toContain('503');
});

test('changes that come late are surrounded by a gap, though none is missed', async () => {
  const { lines, until } = await collectFrom(server.url, { now: clockJumpingBy(8_000) });
  server.refuse(1, 503, /\/pods\?/);
  server.breakWatches('reset');
  server.put(paths.pods, pod('a', 1));
  await until((all) => states(all).includes('a1'));
  const [gap] = podGaps(lines);
  expect(gap!.toMs - gap!.fromMs).toBeGreaterThan(6_000);
  expect(podLists()).toHaveLength(1);
});
