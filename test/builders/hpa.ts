import { type PolicySettings, policySettingsSchema } from '../../runs/schema/policy.ts';

/** An HPA with a target of 60 % of the CPU request, from so many replicas on. */
export const hpaFrom = (minReplicas: number, maxReplicas = 30): PolicySettings =>
  policySettingsSchema.parse({ kind: 'hpa', minReplicas, maxReplicas, metrics: [{ targetValue: 0.6 }] });
