import { describe, expect, it } from 'vitest';
import { getJson, startForTest, untilReplicas } from '../start.ts';
import { startWatch } from './watching.ts';

const pods = '/api/v1/namespaces/default/pods';
const scaleTo = (replicas: number) => ({ policy: { kind: 'fixed', replicas } });

describe('a watch', () => {
  it('begins with the objects that are there, then tells each change', async () => {
    const sandbox = await startForTest();
    const watching = await startWatch(sandbox, `${pods}?watch=true`);
    await watching.until(({ type }) => type === 'ADDED');
    sandbox.changeSettings(scaleTo(2));
    await untilReplicas(sandbox, ({ ready }) => ready === 2);
    sandbox.changeSettings(scaleTo(1));
    await watching.until(({ type }) => type === 'DELETED');
    expect(watching.frames.map(({ type }) => type)).toEqual([
      'ADDED',
      'ADDED',
      'MODIFIED', // scheduled
      'MODIFIED', // started
      'MODIFIED', // ready
      'MODIFIED', // removed
      'DELETED',
    ]);
    const versions = watching.frames.slice(1).map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('resumes after a version without losing or doubling a change', async () => {
    const sandbox = await startForTest();
    const { body } = await getJson(sandbox, pods);
    const from = body.metadata.resourceVersion;
    const whole = await startWatch(sandbox, `${pods}?watch=1&resourceVersion=${from}`);
    sandbox.changeSettings(scaleTo(3));
    await untilReplicas(sandbox, ({ ready }) => ready === 3);
    // Two pods, each created, scheduled, started and ready.
    await expect.poll(() => whole.frames.length).toBe(8);
    const versionOf = (index: number) => whole.frames.at(index)?.object.metadata.resourceVersion;
    const resumed = await startWatch(sandbox, `${pods}?watch=1&resourceVersion=${versionOf(3)}`);
    await resumed.until(({ object }) => object.metadata.resourceVersion === versionOf(-1));
    expect(resumed.frames).toEqual(whole.frames.slice(4));
  });

  it('tells an object that ceases to match as deleted', async () => {
    const sandbox = await startForTest();
    const { body } = await getJson(sandbox, pods);
    const pending = await startWatch(
      sandbox,
      `${pods}?watch=1&fieldSelector=status.phase%3DPending&resourceVersion=${body.metadata.resourceVersion}`,
    );
    sandbox.changeSettings(scaleTo(2));
    await pending.until(({ type }) => type === 'DELETED');
    expect(pending.frames.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    expect(sandbox.replicas().desired).toBe(2);
  });

  it('ends when its time is up, with a bookmark of the newest version if asked for', async () => {
    const sandbox = await startForTest();
    const { body } = await getJson(sandbox, pods);
    const query = `watch=1&timeoutSeconds=1&resourceVersion=${body.metadata.resourceVersion}`;
    const [marked, plain] = await Promise.all([
      startWatch(sandbox, `${pods}?${query}&allowWatchBookmarks=true`),
      startWatch(sandbox, `${pods}?${query}`),
    ]);
    await Promise.all([marked.ended, plain.ended]);
    expect(marked.frames).toMatchObject([
      {
        type: 'BOOKMARK',
        object: { kind: 'Pod', metadata: { resourceVersion: body.metadata.resourceVersion } },
      },
    ]);
    expect(plain.frames).toEqual([]);
  });

  it('marks the end of the first objects for a client that asks (WatchList)', async () => {
    const sandbox = await startForTest({ policy: { kind: 'fixed', replicas: 2 } });
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const watching = await startWatch(sandbox, `${pods}?${query}`);
    const mark = await watching.until(({ type }) => type === 'BOOKMARK');
    expect(watching.frames.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
    expect(mark.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  });

  it('ends with 410 in the stream when the history is compacted, open or opened later', async () => {
    const sandbox = await startForTest();
    const { body } = await getJson(sandbox, pods);
    const open = await startWatch(sandbox, `${pods}?watch=1`);
    sandbox.changeSettings(scaleTo(2));
    await untilReplicas(sandbox, ({ ready }) => ready === 2);
    sandbox.compact();
    await open.ended;
    expect(open.frames.at(-1)).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410 } });
    const late = await startWatch(
      sandbox,
      `${pods}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    );
    await late.ended;
    expect(late.status).toBe(200);
    expect(late.frames).toMatchObject([{ type: 'ERROR', object: { reason: 'Expired', code: 410 } }]);
  });

  it('is refused with 410 as the HTTP status where that is asked for, and an exact old list too', async () => {
    const sandbox = await startForTest();
    const { body } = await getJson(sandbox, pods);
    const old = body.metadata.resourceVersion;
    sandbox.changeSettings(scaleTo(2));
    sandbox.compact('status');
    const watch = await getJson(sandbox, `${pods}?watch=1&resourceVersion=${old}`);
    expect(watch).toMatchObject({ status: 410, body: { kind: 'Status', reason: 'Expired' } });
    const list = await getJson(sandbox, `${pods}?resourceVersion=${old}&resourceVersionMatch=Exact`);
    expect(list.status).toBe(410);
  });

  it('does not know the versions of an earlier sandbox', async () => {
    const earlier = await startForTest();
    const { body } = await getJson(earlier, pods);
    const later = await startForTest();
    const watching = await startWatch(
      later,
      `${pods}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    );
    await watching.ended;
    expect(watching.frames).toMatchObject([{ type: 'ERROR', object: { code: 410 } }]);
  });
});
