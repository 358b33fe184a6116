import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../control-plane/api.ts';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import { type Container, type RawPod, startContainer } from './container.ts';
import { type LogServer, startLogServer } from './log-server.ts';

/** A node and its kubelet: what the API server sees of them, with processes of this machine in place of containers. */
export type StandInKubelet = {
  readonly logs: LogServer;
  /** The container of each pod that was started, by the name of the pod. */
  readonly containers: ReadonlyMap<string, Container>;
  readonly stop: () => Promise<void>;
};

const nodeName = 'node-of-processes';

const createNode = ({ api }: ControlPlane, port: number): Promise<void> =>
  api.create('/api/v1/nodes', {
    metadata: { name: nodeName },
    status: {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
      conditions: [{ type: 'Ready', status: 'True' }],
      capacity: { cpu: '8', memory: '16Gi', pods: '100' },
    },
  });

const statusOf = (pod: RawPod, state: object, phase: string) => ({
  status: {
    phase,
    containerStatuses: pod.spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: image,
      ready: phase === 'Running',
      restartCount: 0,
      state,
    })),
  },
});

/** Binds pods to its node, starts them, reports of them, and ends them when they are deleted. */
export const startStandInKubelet = async (
  plane: ControlPlane,
  { namespace, k6 }: { readonly namespace: string; readonly k6: string },
): Promise<StandInKubelet> => {
  const { api, server, certificate: ca } = plane;
  const folder = await mkdtemp(join(tmpdir(), 'headroom-kubelet-'));
  const containers = new Map<string, Container>();
  const begun = new Set<string>();
  const faults: unknown[] = [];
  const logs = await startLogServer((pod) => containers.get(pod));
  await createNode(plane, logs.port);
  const at = (name: string): string => `/api/v1/namespaces/${namespace}/pods/${name}`;

  const run = async (pod: RawPod): Promise<void> => {
    const { name } = pod.metadata;
    const container = await startContainer(pod, { api, server, ca, k6, folder: join(folder, name) });
    containers.set(name, container);
    const running = { running: { startedAt: new Date().toISOString() } };
    await api.patch(`${at(name)}/status`, statusOf(pod, running, 'Running'));
    const { exitCode, message } = await container.ended;
    const reason = exitCode === 0 ? 'Completed' : 'Error';
    const ended = { terminated: { exitCode, reason, message, finishedAt: new Date().toISOString() } };
    await api.patch(`${at(name)}/status`, statusOf(pod, ended, exitCode === 0 ? 'Succeeded' : 'Failed'));
  };
  const end = async ({ metadata: { name } }: RawPod): Promise<void> => {
    const container = containers.get(name);
    container?.child.kill('SIGTERM');
    await container?.ended;
    await api.remove(at(name));
  };
  const follow = async ({ type, object }: Change): Promise<void> => {
    const pod = object as RawPod;
    const { name, uid, deletionTimestamp } = pod.metadata;
    if (type === 'DELETED') return;
    if (deletionTimestamp !== undefined && !begun.has(`end ${uid}`)) {
      begun.add(`end ${uid}`);
      return end(pod);
    }
    if (pod.spec.nodeName === undefined && !begun.has(`bind ${uid}`)) {
      begun.add(`bind ${uid}`);
      await api.create(`${at(name)}/binding`, {
        metadata: { name },
        target: { kind: 'Node', name: nodeName },
      });
      return;
    }
    if (pod.spec.nodeName === nodeName && !begun.has(`run ${uid}`)) {
      begun.add(`run ${uid}`);
      await run(pod);
    }
  };
  const stop = new AbortController();
  // A pod that is deleted meanwhile can't be reported of; any other fault is told when the test ends.
  const isGone = (error: unknown): boolean => String(error).includes(': 404 ');
  const work: Promise<void>[] = [];
  const watching = api.watch(
    `/api/v1/namespaces/${namespace}/pods`,
    (change) => {
      work.push(follow(change).catch((error) => void (isGone(error) || faults.push(error))));
    },
    stop.signal,
  );
  return {
    logs,
    containers,
    stop: async () => {
      stop.abort();
      await watching;
      for (const { child } of containers.values()) child.kill('SIGKILL');
      await Promise.all(work);
      await logs.close();
      await rm(folder, { recursive: true, force: true });
      if (faults.length > 0) throw faults[0];
    },
  };
};
