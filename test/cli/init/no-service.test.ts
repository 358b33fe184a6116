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
  server.refuse(3, 401);
  const unread = await initWith(server.url, '--namespace', 'models');
  expect(unread.stderr).toContain('no service of the cluster: not logged in (401)');
  const empty = await initWith(server.url, '--namespace', 'models');
  expect(empty.stderr).toContain('no service of the cluster: namespace models has no Deployment');
  expect([unread.code, empty.code]).toEqual([0, 0]);
});
