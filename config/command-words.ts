/** What stands for a path in an argument of `apply.command`, between braces. */
export const commandPlaceholders = ['settings', 'recommendation'] as const;

/** A placeholder of `apply.command`. */
export type CommandPlaceholder = (typeof commandPlaceholders)[number];

/** What `apply.command` finds in its environment, after `HEADROOM_`. */
export const commandVariables = [
  'RUN',
  'RECOMMENDATION',
  'SETTINGS',
  'AUTOSCALER',
  'MIN_REPLICAS',
  'MAX_REPLICAS',
  'TARGET_UTILIZATION',
  'QUEUE_WAIT_MS',
  'REQUEST_TIMEOUT_MS',
] as const;

/** A variable of `apply.command`. */
export type CommandVariable = (typeof commandVariables)[number];
