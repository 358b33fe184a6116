import { platformOf, type TargetKind } from '../planner/platforms/index.ts';
import { type PolicySettings, policySettingsSchema } from '../runs/schema/policy.ts';

/** The client must outwait the platform, or its 504 would be recorded as a client timeout. */
const outwaitMs = 5_000;

/**
 * When the client gives up where neither the config nor a document tells how long the platform takes, and the longest
 * that it waits unasked: a user who waits longer has long gone.
 */
const clientTimeoutMsMost = 65_000;

/**
 * When the client gives up where the config does not say.
 *
 * @param routerMs the router's own timeout where the config says it, null for none; undefined: as documented
 * @example defaultClientTimeoutMs('aks-v2', undefined) // 10000
 */
export const defaultClientTimeoutMs = (
  target: TargetKind,
  rule: PolicySettings['kind'] | undefined,
  routerMs?: number | null,
): number => {
  const platformMs = routerMs === undefined ? platformOf(target, rule).requestTimeoutMs.value : routerMs;
  return Math.min(clientTimeoutMsMost, (platformMs ?? Number.POSITIVE_INFINITY) + outwaitMs);
};

/** The autoscaler of a target where the config does not say; null: that can't be known. */
export const defaultPolicy = (target: TargetKind): PolicySettings | null => {
  const kind = platformOf(target, undefined).rule.value;
  return kind === null ? null : policySettingsSchema.parse({ kind });
};
