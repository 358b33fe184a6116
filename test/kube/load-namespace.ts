import { mkdir } from 'node:fs/promises';
import { type RunningSandbox, startSandboxProcess } from '../../cli/sandbox/sandbox-process.ts';
import type { Api } from './control-plane/api.ts';

/** Where runners are made. */
export const namespace = 'load';

/** The key of the service: the tool has it from its environment, a pod from a Secret. */
export const serviceKey = 'key-of-the-service';

/** What a config says of the key: the variable, and the Secret that pods have it from. */
export const keySecrets = { SCORING_KEY: { secret: 'scoring', key: 'token' } } as const;

/** Makes the namespace with the Secret, and gives this process the key. */
export const makeNamespace = async (api: Api): Promise<void> => {
  const { secret, key } = keySecrets.SCORING_KEY;
  await api.create('/api/v1/namespaces', { metadata: { name: namespace } });
  await api.create(`/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: secret },
    data: { [key]: Buffer.from(serviceKey).toString('base64') },
  });
  process.env['SCORING_KEY'] = serviceKey;
};

/** Starts the service that runners fire at: it never lacks replicas. */
export const startService = async (folder: string): Promise<RunningSandbox> => {
  await mkdir(folder, { recursive: true });
  const policy = { kind: 'fixed', replicas: 10 } as const;
  return startSandboxProcess({ kubeconfigFolder: folder, policy, slotsPerReplica: 50 });
};

/** Names of the objects in a list. */
export const namesAt = async (api: Api, path: string): Promise<string[]> =>
  ((await api.read(path))['items'] as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
