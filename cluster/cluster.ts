/** What the other folders use of this one: open the way to a cluster, look at it before a test, watch it during one. */
export { type ClusterCheck, checkCluster } from './check.ts';
export { type Cluster, type ClusterOptions, openCluster } from './open.ts';
export { type Watching, type WatchOptions, watchCluster } from './watch.ts';
