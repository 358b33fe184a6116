import { readFile, writeFile } from 'node:fs/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { collectFrom, linesOf } from '../collector.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import { deployment, paths } from '../objects.ts';
import { type ScriptedApiServer, startScriptedApiServer } from '../scripted-api-server.ts';

let server: ScriptedApiServer;

beforeEach(async () => {
  const started = await startScriptedApiServer();
  server = started;
  onTestFinished(started.close);
  server.put(paths.deployments, deployment('score', 1));
});

/** A login plugin that notes each of its starts in a file beside the kubeconfig, then does the rest. */
const writePluginKubeconfig = async (rest: string) => {
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const starts = `${kubeconfig}.starts`;
  const script = `require('node:fs').appendFileSync(${JSON.stringify(starts)}, 'x'); ${rest}`;
  const config = JSON.parse(await readFile(kubeconfig, 'utf8'));
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: process.execPath,
    args: ['-e', script],
  };
  await writeFile(kubeconfig, JSON.stringify({ ...config, users: [{ name: 'user', user: { exec } }] }));
  return { kubeconfig, starts: async () => (await readFile(starts, 'utf8')).length };
};

test('a login plugin is asked once for a token that all watches use', async () => {
  const credential = JSON.stringify({ kind: 'ExecCredential', status: { token: 'good' } });
  const { kubeconfig, starts } = await writePluginKubeconfig(`console.log(${JSON.stringify(credential)})`);
  const { lines } = await collectFrom({ kubeconfig });
  expect(linesOf(lines, 'deployment')).toHaveLength(1);
  expect(await starts()).toBe(1);
});

test('a login plugin that waits for a person is not started again and again', async () => {
  const { kubeconfig, starts } = await writePluginKubeconfig(
    'process.stdin.resume(); process.stdin.on("end", () => process.exit(1));',
  );
  const { lines } = await collectFrom({ kubeconfig }, { limits: { requestMs: 500, unknownAfterMs: 1_500 } });
  expect(linesOf(lines, 'unknown')).toHaveLength(6);
  expect(await starts()).toBe(1);
});

test('a login plugin that fails is not started again at each try', async () => {
  const { kubeconfig, starts } = await writePluginKubeconfig('process.exit(1);');
  await collectFrom({ kubeconfig }, { limits: { unknownAfterMs: 1_500 } });
  expect(await starts()).toBe(1);
});

test('what a login plugin says stays out of the lines', async () => {
  const { kubeconfig } = await writePluginKubeconfig(
    'console.error("secret of the tenant"); process.exit(1);',
  );
  const { lines } = await collectFrom({ kubeconfig }, { limits: { unknownAfterMs: 100 } });
  expect(linesOf(lines, 'unknown')[0]?.reason).toBe('no connection to the API server: the login failed');
  expect(JSON.stringify(lines)).not.toContain('secret');
});
