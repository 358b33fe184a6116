import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { kill, startProgram } from './processes.ts';

/** What makes pods of Jobs, and removes what belongs to an owner that is gone. */
export type JobControllers = { readonly stop: () => Promise<void> };

/** The controller manager with the controllers of Jobs and of ownership alone. */
export const startJobControllers = async (
  plane: ControlPlane,
  binaries: Binaries,
): Promise<JobControllers> => {
  const child = await startProgram(
    binaries['kube-controller-manager'],
    [
      `--kubeconfig=${await plane.kubeconfig('admin')}`,
      '--secure-port=0',
      '--leader-elect=false',
      '--controllers=job-controller,garbage-collector-controller,ttl-after-finished-controller',
      '--kube-api-qps=200',
      '--kube-api-burst=400',
    ],
    join(plane.folder, 'job-controllers.log'),
  );
  return { stop: () => kill(child) };
};
