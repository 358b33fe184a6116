import type { MigrationNote } from '../../../planner/settings/migrate.ts';
import { formatQuantity, formatSeconds } from '../../format.ts';

type Words = {
  readonly [Code in MigrationNote['code']]: (note: Extract<MigrationNote, { readonly code: Code }>) => string;
};

const words: Words = {
  queuedCounts: () =>
    'v2 counts requests that wait as well as those that run: with the same target it adds replicas earlier',
  scaleDownHold: ({ v1Seconds, v2Seconds }) =>
    `v2 lets replicas go after about 20 polling intervals (${formatSeconds(v2Seconds)} here), v1 after about ${formatSeconds(v1Seconds)}`,
  quotaReserved: ({ maxReplicas }) => `quota is reserved for ${formatQuantity(maxReplicas, 'instance')}`,
  otherUrl: () =>
    'clients need another URL and key: az ml online-endpoint show --query scoring_uri, and get-credentials',
  memoryUnit: () =>
    'memory in GB is written as Gi, the next larger unit that Kubernetes knows: 7 % more, never less',
  leftOut: ({ keys }) =>
    `left out, as they belong to the endpoint or have no counterpart here: ${keys.join(', ')}`,
  autoscalerOff: ({ keys }) =>
    `autoscaling is off in v1, so these have no effect there and are left out: ${keys.join(', ')}`,
  restOfScript: () =>
    'of the script, only the arguments for scaling are read: resources and probes are yours to carry over',
  noWayBack: () => 'nothing is written for v1: its support has ended (the SDK on 2026-06-30)',
};

/** What a migration changes beside the names, as a sentence. */
export const migrationText = (note: MigrationNote): string =>
  (words[note.code] as (note: MigrationNote) => string)(note);
