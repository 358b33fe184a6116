import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export type KubeconfigOptions = {
  readonly server?: string;
  readonly contexts?: readonly string[];
  readonly current?: string;
  readonly user?: Readonly<Record<string, unknown>>;
};

/** Writes a kubeconfig (JSON is YAML) that is removed after the test; returns its path. */
export const writeKubeconfig = async ({
  server = 'http://127.0.0.1:9',
  contexts = ['scripted'],
  current = contexts[0] ?? '',
  user = {},
}: KubeconfigOptions): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-kubeconfig-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'config');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current,
    clusters: [{ name: 'cluster', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'user', user }],
    contexts: contexts.map((name) => ({ name, context: { cluster: 'cluster', user: 'user' } })),
  };
  await writeFile(file, JSON.stringify(config));
  return file;
};
