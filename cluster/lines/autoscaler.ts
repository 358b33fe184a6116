import type { AutoscalerLine } from '../../runs/schema/cluster-series.ts';
import { nameOf, type RawAutoscaler } from './raw.ts';

/** A HorizontalPodAutoscaler (autoscaling/v2): its bounds, what it wants, and why it can't have it. */
export const toAutoscalerLine = (raw: RawAutoscaler, atMs: number): AutoscalerLine => ({
  kind: 'autoscaler',
  atMs,
  name: nameOf(raw),
  minReplicas: raw.spec?.minReplicas ?? 1,
  maxReplicas: raw.spec?.maxReplicas ?? 0,
  currentReplicas: raw.status?.currentReplicas ?? 0,
  desiredReplicas: raw.status?.desiredReplicas ?? 0,
  conditions: (raw.status?.conditions ?? []).map(({ type, status, reason, message }) => ({
    type,
    status,
    reason: reason ?? '',
    message: message ?? '',
  })),
  deleted: false,
});
