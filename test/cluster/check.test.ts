import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type ClusterCheck, checkCluster } from '../../cluster/check.ts';
import { openCluster } from '../../cluster/connect/open.ts';
import { type KubeconfigOptions, writeKubeconfig } from './kubeconfig.ts';
import { deployment, paths, pod } from './objects.ts';
import { type ScriptedApiServer, startScriptedApiServer } from './scripted-api-server.ts';

let server: ScriptedApiServer;

beforeEach(async () => {
  const started = await startScriptedApiServer();
  server = started;
  onTestFinished(started.close);
  server.put(paths.deployments, deployment('score', 2));
  server.put(paths.pods, pod('score-a'));
  server.put(paths.pods, pod('score-b'));
});

const check = async (options: KubeconfigOptions = {}, selector = 'app=score'): Promise<ClusterCheck> => {
  const kubeconfig = await writeKubeconfig({ server: server.url, ...options });
  return checkCluster(await openCluster({ kubeconfig, namespace: 'models', selector }));
};
const problemOf = (result: ClusterCheck) => (result.kind === 'unreadable' ? result.problem : null);

test('a cluster that can be read gives the counts of what the selector matches', async () => {
  expect(await check()).toMatchObject({
    kind: 'readable',
    found: { deployments: 1, replicasets: 0, pods: 2, events: 0, nodes: 0, horizontalpodautoscalers: 0 },
    unknown: [],
  });
});

describe('resources', () => {
  test('that the account may not read are unknown one by one', async () => {
    server.denied.add('list nodes').add('watch nodes').add('watch events');
    const result = await check();
    expect(result).toMatchObject({
      kind: 'readable',
      found: { deployments: 1, pods: 2 },
      unknown: [
        { resource: 'events', reason: 'forbidden (403): this account may not watch events' },
        { resource: 'nodes', reason: 'forbidden (403): this account may not list or watch nodes' },
      ],
    });
  });

  test('are taken as readable when the server does not review access', async () => {
    server.refuse(1_000, 404, /POST/);
    expect(await check()).toMatchObject({ kind: 'readable', unknown: [], found: { pods: 2 } });
  });

  test('in whose place a login page answers are unknown, not empty', async () => {
    server.documents.set(paths.pods, '<html>Sign in</html>');
    server.documents.set(paths.deployments, { message: 'no list' });
    const result = await check();
    const reasonFor = (resource: string) => ({
      resource,
      reason: `the API server answered 200: what answers there sends no list of ${resource}: a login page or a proxy may stand before the API server`,
    });
    expect(result).toMatchObject({
      kind: 'readable',
      unknown: [reasonFor('deployments'), reasonFor('pods')],
    });
    if (result.kind !== 'readable') throw new Error('unreadable');
    expect(Object.keys(result.found)).not.toContain('pods');
  });

  test('that a cluster does not serve are no autoscalers, not unknown ones', async () => {
    server.refuse(1_000, 404, /horizontalpodautoscalers/);
    expect(await check()).toMatchObject({ unknown: [], found: { horizontalpodautoscalers: 0 } });
  });
});

describe('a selector', () => {
  test('that the server does not understand is an error of the config', async () => {
    server.refuse(1_000, 400, /labelSelector/);
    await expect(check({}, 'app=(')).rejects.toMatchObject({
      code: 'E_CLUSTER',
      details: [{ where: 'cluster.selector' }],
    });
  });
});

describe('credentials that are not accepted (401)', () => {
  const plugin = (command: string, args: string[] = []) => ({
    exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command, args },
  });

  test('by a token say to fetch the kubeconfig again', async () => {
    server.refuse(1, 401);
    expect(problemOf(await check({ user: { token: 'old' } }))?.fix).toContain('fetch the kubeconfig again');
  });

  test('by a login plugin say to log in again', async () => {
    server.refuse(1, 401);
    const credential = { kind: 'ExecCredential', status: { token: 'old' } };
    const user = plugin(process.execPath, ['-e', `console.log('${JSON.stringify(credential)}')`]);
    expect(problemOf(await check({ user }))?.fix).toContain(`log in again with ${process.execPath}`);
  });

  test('because kubelogin is missing say how to get it', async () => {
    const user = plugin('/nonexistent/kubelogin', ['get-token', '--login', 'azurecli']);
    expect(problemOf(await check({ user }))).toMatchObject({
      what: 'the login plugin "/nonexistent/kubelogin" that the kubeconfig names is not on the PATH',
      fix: expect.stringContaining('kubelogin convert-kubeconfig -l azurecli'),
    });
  });

  test('because a plugin fails carry what it said', async () => {
    const user = plugin(process.execPath, ['-e', 'console.error("no tenant"); process.exit(1)']);
    expect(problemOf(await check({ user }))?.what).toContain('failed: no tenant');
  });

  test('because a plugin answered with something else do not quote it: it may be a token', async () => {
    const user = plugin(process.execPath, ['-e', 'console.log("eyJhbGciOi-secret")']);
    const problem = problemOf(await check({ user }));
    expect(problem?.what).toContain('not an ExecCredential');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });
});

describe('a server that does not answer', () => {
  test('on a closed port is unreachable, with its address', async () => {
    const { url } = server;
    await server.close();
    expect(problemOf(await check())).toMatchObject({
      what: expect.stringContaining('ECONNREFUSED'),
      where: url,
      fix: expect.stringContaining('tunnel'),
    });
  });

  test('under a name that does not resolve points to private clusters', async () => {
    const problem = problemOf(await check({ server: 'https://headroom.invalid' }));
    expect(problem?.fix).toContain('private cluster');
  });
});
