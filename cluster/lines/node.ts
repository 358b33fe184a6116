import type { NodeLine } from '../../runs/schema/cluster-series.ts';
import { nameOf, type RawNode } from './raw.ts';

/** A node as far as replicas need it: is it ready, does it take pods, and how much may they ask for. */
export const toNodeLine = (raw: RawNode, atMs: number): NodeLine => ({
  kind: 'node',
  atMs,
  name: nameOf(raw),
  ready: raw.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
  unschedulable: raw.spec?.unschedulable ?? false,
  allocatableCpu: raw.status?.allocatable?.['cpu'] ?? null,
  allocatableMemory: raw.status?.allocatable?.['memory'] ?? null,
  allocatablePods: raw.status?.allocatable?.['pods'] ?? null,
  deleted: false,
});
