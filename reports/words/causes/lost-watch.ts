import type { Result } from '../../../runs/schema/result.ts';

const remedies: readonly (readonly [when: RegExp, remedy: string])[] = [
  [/\(401\)/, 'a login to the cluster that outlasts the load: renew it, then test again'],
  [/\(403\)/, 'the rights that headroom rbac prints, to see what the replicas did'],
  [/recording/, 'the whole cluster.ndjson of the run, to see what the replicas did'],
];

/** What would have shown the replicas where the watch of the cluster was lost, by the reason that was recorded. */
const lostWatchRemedy = (reason: string): string =>
  remedies.find(([when]) => when.test(reason))?.[1] ??
  'a connection to the API server that holds all the time, to see what the replicas did';

/** What would tell of replicas that were not seen: what the config lacks, or what the watch did. */
export const unseenReplicasText = ({ run, health }: Result): string => {
  if (run.config.cluster === null) return '`cluster` in the config, to see what the replicas did';
  const check = health.find((one) => one.check === 'cluster');
  const unread = check?.unread.find(({ resource }) => resource === 'pods' || resource === 'cluster');
  return lostWatchRemedy(unread?.reason ?? '');
};
