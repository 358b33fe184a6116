import type { PolicySettings } from '../runs/schema/policy.ts';
import { policySettingsSchema } from '../runs/schema/policy.ts';
import type { TargetKind } from '../runs/schema/run.ts';

/** What a kind of target brings along when the config does not say. */
export type Platform = {
  /** When the platform answers 504; documented: v1 scoring_timeout_ms 60 000, v2 request_timeout_ms 5 000. */
  readonly platformTimeoutMs: number;
  /** null: not known, as the user's own Kubernetes may run any autoscaler or none. */
  readonly autoscaler: PolicySettings | null;
};

const fixedOne = policySettingsSchema.parse({ kind: 'fixed', replicas: 1 });

export const platforms: Readonly<Record<TargetKind, Platform>> = {
  local: { platformTimeoutMs: 60_000, autoscaler: fixedOne },
  aci: { platformTimeoutMs: 60_000, autoscaler: fixedOne },
  'aks-v1': { platformTimeoutMs: 60_000, autoscaler: policySettingsSchema.parse({ kind: 'azureml-v1' }) },
  // v2 reserves quota for max_instances, whose documented default is 1 (v1: 10).
  'aks-v2': {
    platformTimeoutMs: 5_000,
    autoscaler: policySettingsSchema.parse({ kind: 'azureml-v2', maxReplicas: 1 }),
  },
  kubernetes: { platformTimeoutMs: 60_000, autoscaler: null },
};

/** The client must outwait the platform, or its 504 would be recorded as a client timeout. */
export const clientPatienceMs = 5_000;
