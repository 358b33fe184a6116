import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SandboxOptions } from '../../runs/schema/sandbox.ts';
import { launcherPath } from '../version.ts';

/** A sandbox in a process of its own: where it listens, and how to end it. */
export type RunningSandbox = AsyncDisposable & {
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
 * @param options without a kubeconfigFolder the sandbox makes a folder of its own, and removes it at its end
 */
export const startSandboxProcess = async (options: SandboxOptions): Promise<RunningSandbox> => {
  const child: ChildProcess = spawn(
    process.execPath,
    [launcherPath, 'sandbox', '--options=-', '--json', '--exit-with-stdin'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  child.stdin?.write(`${JSON.stringify({ port: 0, apiPort: 0, ...options })}\n`);
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the sandbox ended with exit code ${code} before it was ready`);
    }),
  ])) as [string];
  const { scoreUrl, apiUrl, kubeconfigPath } = JSON.parse(line) as Omit<
    RunningSandbox,
    'end' | typeof Symbol.asyncDispose
  >;
  const end = async (): Promise<void> => {
    child.stdin?.end();
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { scoreUrl, apiUrl, kubeconfigPath, end, [Symbol.asyncDispose]: end };
};
