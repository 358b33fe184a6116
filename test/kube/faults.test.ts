import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { readJson } from '../../runs/folder.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { collectFrom, linesOf } from '../cluster/collector.ts';
import { type ControlPlane, startControlPlane } from './control-plane/control-plane.ts';
import * as service from './control-plane/service.ts';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane(inject('controlPlane'));
  await service.createNamespace(plane.api);
  await service.createDeployment(plane.api, 'score', 1);
  await service.createPod(plane.api, 'score-1');
  await service.reportPod(plane.api, 'score-1', 0);
});
afterAll(() => plane.stop());

test('a version that the server no longer holds (410) is a gap that names it, and the watching goes on', async () => {
  const { lines, until } = await collectFrom({ kubeconfig: await plane.kubeconfig('reader') });
  await plane.killApiServer();
  await plane.writePastApiServer();
  await plane.startApiServer();
  await service.reportPod(plane.api, 'score-1', 1);
  await until((all) => linesOf(all, 'pod').some(({ restarts }) => restarts === 1));
  const gaps = linesOf(lines, 'gap').filter(({ resource }) => resource === 'pods');
  // A server that starts may refuse valid accounts at first, which is a gap of its own.
  expect(gaps.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('410'));
});

const accountPath = '/api/v1/namespaces/models/serviceaccounts';

/** A token of an account that can be taken away, with the rights of the reader. */
const tokenOf = async (name: string): Promise<string> => {
  await plane.api.create(accountPath, { metadata: { name } });
  await plane.api.create('/apis/rbac.authorization.k8s.io/v1/namespaces/models/rolebindings', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name, namespace: 'models' }],
  });
  const { status } = await plane.api.ask(`${accountPath}/${name}/token`, {
    spec: { expirationSeconds: 3600 },
  });
  return (status as { token: string }).token;
};

test('a token that is revoked during a run leaves what it could read unknown from then on', async () => {
  const token = await tokenOf('leaver');
  const limits = { watchSeconds: 1, graceMs: 2_000 };
  const { lines, until } = await collectFrom({ kubeconfig: await plane.kubeconfigOf(token) }, { limits });
  expect(linesOf(lines, 'pod')).toHaveLength(1);
  await plane.api.remove(`${accountPath}/leaver`);
  const unknownIn = (all: readonly ClusterLine[]) =>
    linesOf(all, 'unknown').filter(({ resource }) => resource !== 'nodes');
  await until((all) => unknownIn(all).some(({ resource }) => resource === 'pods'));
  expect(unknownIn(lines).every(({ reason }) => reason.includes('401'))).toBe(true);
  expect(JSON.stringify(lines)).not.toContain(token);
});

/** Listens like a scoring service that answers at once. */
const startEndpoint = async (): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume();
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`;
};

const others = 1_000;
const soakSeconds = 15;
const memoryMbMost = 250;

/** Runs inside the tool: a line for each look at its memory, with the time. */
const tellMemory = `import { appendFileSync } from 'node:fs';
setInterval(() => appendFileSync('memory.txt', Date.now() + ' ' + process.memoryUsage.rss() + '\\n'), 100).unref();
`;

/** The most memory that a test took, in MB, from its start to the end of its load: what it takes to record. */
const recordingMemory = async (folder: string): Promise<number> => {
  const [name = ''] = await readdir(join(folder, 'runs'));
  const { loadStartedAtMs } = await readJson(join(folder, 'runs', name), 'run.json', runSchema);
  const looks = (await readFile(join(folder, 'memory.txt'), 'utf8')).trim().split('\n');
  const untilMs = (loadStartedAtMs ?? 0) + soakSeconds * 1000;
  const bytes = looks.map((look) => look.split(' ').map(Number)).filter(([atMs = 0]) => atMs <= untilMs);
  return Math.max(...bytes.map(([, rss = Number.NaN]) => rss)) / 2 ** 20;
};

/** They change while the test runs, as those of other services do. */
const changeOthers = async (signal: AbortSignal): Promise<void> => {
  for (let change = 1; !signal.aborted; change++)
    await service.reportPod(plane.api, `other-${change % others}`, change);
};

test('1,000 other pods of the namespace that change all the time do not weigh on a run', async () => {
  for (let first = 0; first < others; first += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => service.createPod(plane.api, `other-${first + n}`, 'other')),
    );
  const folder = await mkdtemp(join(tmpdir(), 'headroom-others-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const config = {
    target: { kind: 'kubernetes', url: await startEndpoint() },
    load: { scenario: 'soak', ratePerSecond: 20, soakSeconds },
    cluster: {
      kubeconfig: await plane.kubeconfig('reader'),
      namespace: 'models',
      selector: 'app=score',
    },
  };
  await writeFile(join(folder, 'k6.config.ts'), `export default ${JSON.stringify(config)};\n`);
  await writeFile(join(folder, 'tell-memory.mjs'), tellMemory);
  const bin = join(import.meta.dirname, '../../bin/headroom.js');
  const end = new AbortController();
  const changing = changeOthers(end.signal);
  await promisify(execFile)(process.execPath, ['--import', join(folder, 'tell-memory.mjs'), bin, 'test'], {
    cwd: folder,
  }).finally(() => end.abort());
  await changing;
  expect(await recordingMemory(folder)).toBeLessThanOrEqual(memoryMbMost);
});
