import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SandboxOptions } from '../runs/schema/sandbox.ts';
import { launcherPath } from './version.ts';

/** A sandbox in a process of its own: where it listens, and how to end it. */
export type RunningSandbox = {
  readonly scoreUrl: string;
  /** Of the Kubernetes and management APIs. */
  readonly apiUrl: string;
  readonly kubeconfigPath: string;
  readonly end: () => Promise<void>;
};

/**
 * The sandbox as a process of its own, so that its load does not disturb the measuring. It ends with this process,
 * however that ends.
 *
 * @param folder for its options and its kubeconfig
 */
export const startSandboxProcess = async (
  folder: string,
  options: SandboxOptions,
): Promise<RunningSandbox> => {
  const file = join(folder, 'sandbox.json');
  await writeFile(file, JSON.stringify({ port: 0, apiPort: 0, kubeconfigFolder: folder, ...options }));
  const child: ChildProcess = spawn(
    process.execPath,
    [launcherPath, 'sandbox', '--options', file, '--json', '--exit-with-stdin'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the sandbox ended with exit code ${code} before it was ready`);
    }),
  ])) as [string];
  const { scoreUrl, apiUrl, kubeconfigPath } = JSON.parse(line) as Omit<RunningSandbox, 'end'>;
  const end = async (): Promise<void> => {
    child.stdin?.end();
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { scoreUrl, apiUrl, kubeconfigPath, end };
};
