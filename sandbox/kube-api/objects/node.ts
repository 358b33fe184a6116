import { randomUUID } from 'node:crypto';
import type { NodeSpec } from '../../../runs/schema/sandbox.ts';
import type { KubeObject } from '../store.ts';
import { cpuQuantity } from './service.ts';

/** A node as the Kubernetes API shows it. */
export const nodeOf = (node: NodeSpec, createdAt: string): KubeObject => {
  const room = { cpu: cpuQuantity(node.cpu), memory: '16Gi', pods: String(node.pods) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      uid: randomUUID(),
      creationTimestamp: createdAt,
      labels: { 'kubernetes.io/hostname': node.name, 'kubernetes.io/os': 'linux' },
    },
    spec: {},
    status: {
      capacity: room,
      allocatable: room,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          lastHeartbeatTime: createdAt,
          lastTransitionTime: createdAt,
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
        },
      ],
    },
  };
};

/** A namespace as the Kubernetes API shows it. */
export const namespaceOf = (name: string, createdAt: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    uid: randomUUID(),
    creationTimestamp: createdAt,
    labels: { 'kubernetes.io/metadata.name': name },
  },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});
