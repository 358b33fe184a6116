import type { PlannedSettings, Recommendation } from '../../runs/schema/recommendation.ts';

/**
 * The settings that a plan found in use, and of the router's limits those that its advice changes: what a person has to put back
 * where no write of ours knows what stood there.
 */
export const formerSettings = ({
  settings: { queueWaitMs, requestTimeoutMs },
  compared,
  timeouts,
}: Pick<Recommendation, 'settings' | 'compared' | 'timeouts'>): PlannedSettings => ({
  policy: compared.current.settings.policy,
  ...(queueWaitMs !== undefined && { queueWaitMs: timeouts.inUse.queueWaitMs }),
  ...(requestTimeoutMs !== undefined && { requestTimeoutMs: timeouts.inUse.requestTimeoutMs }),
});
