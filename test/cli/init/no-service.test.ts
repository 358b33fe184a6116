import { expect, it, onTestFinished } from 'vitest';
import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { startScriptedApiServer } from '../../cluster/scripted-api-server.ts';

const initWith = async (server: string, ...args: string[]) =>
  headroomHere([
    ...['init', 'http://127.0.0.1:9/score', '--yes', '--folder', await temporaryFolder()],
    ...['--kubeconfig', await writeKubeconfig({ server }), ...args],
  ]);

it('says why no service of a cluster was found, and goes on with the URL alone', async () => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.refuse(1, 401);
  const unread = await initWith(server.url, '--namespace', 'models');
  expect(unread.stderr).toMatch(
    /no cluster: the cluster does not accept the credentials .*: fetch the kubeconfig again/,
  );
  const empty = await initWith(server.url, '--namespace', 'models');
  expect(empty.stderr).toContain('no service of the cluster: namespace models has no Deployment');
  expect([unread.code, empty.code]).toEqual([0, 0]);
});

it('says why a login plugin gave no token, and what to do', async () => {
  const kubeconfig = await writeKubeconfig({
    user: {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: process.execPath,
        args: ['-e', 'console.error("no tenant"); process.exit(1)'],
      },
    },
  });
  const { stderr, code } = await headroomHere([
    ...['init', 'http://127.0.0.1:9/score', '--yes', '--folder', await temporaryFolder()],
    ...['--kubeconfig', kubeconfig],
  ]);
  expect(stderr).toMatch(
    /no cluster: the login plugin ".*" failed: no tenant .*; run .* by hand to see what it needs/,
  );
  expect(code).toBe(0);
});
