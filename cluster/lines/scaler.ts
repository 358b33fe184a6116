import type { ScalerLine } from '../../runs/schema/cluster-series.ts';
import { conditionsOf } from './autoscaler.ts';
import { nameOf, type RawScaler, uidOf } from './raw.ts';
import { toScalingObject } from './scaling-object.ts';

/** What makes an HPA, or scales without one. Its status says what it wants only where it scales itself. */
export const toScalerLine =
  (api: { readonly apiVersion: string; readonly kind: string }) =>
  (raw: RawScaler, atMs: number): ScalerLine => ({
    kind: 'scaler',
    atMs,
    name: nameOf(raw),
    ...uidOf(raw),
    desiredReplicas: raw.status?.desiredScale ?? null,
    conditions: conditionsOf(raw.status?.conditions),
    object: toScalingObject(raw, api),
    deleted: false,
  });
