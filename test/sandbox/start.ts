import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

export const constantMs = (meanMs: number) => ({ kind: 'constant', meanMs }) as const;

/** A sandbox on free ports, closed at the end of the test: no lag, and 20 ms for each request. */
export const startForTest = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const sandbox = await startSandbox({
    port: 0,
    apiPort: 0,
    policy: { kind: 'fixed', replicas: 1 },
    serviceTimeMs: constantMs(20),
    startupLag: { scheduleMs: constantMs(0), pullMs: constantMs(0), initMs: constantMs(0) },
    ...options,
  });
  onTestFinished(sandbox.close);
  return sandbox;
};

export const post = (sandbox: Sandbox, init: RequestInit = {}): Promise<Response> =>
  fetch(sandbox.scoreUrl, { method: 'POST', body: '{"data": [[1, 2]]}', ...init });

/** Resolves at the first change of the fleet after which the condition holds, or at once if it holds now. */
export const untilReplicas = (
  sandbox: Sandbox,
  holds: (replicas: ReturnType<Sandbox['replicas']>) => boolean,
): Promise<void> =>
  new Promise((resolve) => {
    if (holds(sandbox.replicas())) {
      resolve();
      return;
    }
    const stop = sandbox.onFleetChange(() => {
      if (!holds(sandbox.replicas())) return;
      stop();
      resolve();
    });
  });

/** Resolves with the first replica of which a change is told. */
export const untilChange = (sandbox: Sandbox, wanted: string): Promise<void> =>
  new Promise((resolve) => {
    const stop = sandbox.onFleetChange((change) => {
      if (change.kind !== 'replica' || change.change !== wanted) return;
      stop();
      resolve();
    });
  });

export const getJson = async (sandbox: Sandbox, path: string, init: RequestInit = {}) => {
  const response = await fetch(sandbox.apiUrl + path, init);
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
};
