import { type Connection, requestTimeoutMs } from '../connect/kube-client.ts';
import type { Cluster } from '../connect/open.ts';
import type { RawObject } from '../lines/raw.ts';
import { listAll } from '../list.ts';
import { resourcesOf } from '../resources.ts';
import { labelsNear } from './labels-near.ts';
import { type DoctorLine, fine, namesText } from './line.ts';
import { hasEnded, isBeingDeleted, isReady, type PodObject } from './objects.ts';
import type { Owners } from './owners.ts';

const shown = (key: string): string => key.replace('/', ' ');

/** Labels of what is there, whatever the selector says. */
const labelsThere = async ({ namespace, selector }: Cluster, client: Connection): Promise<string[]> => {
  const labelled = resourcesOf({ namespace, selector }).filter(({ selector: own }) => own !== null);
  const lists = await Promise.all(
    labelled.map((resource) =>
      listAll({ client, resource: { ...resource, selector: null }, requestMs: requestTimeoutMs }),
    ),
  );
  const objects: readonly RawObject[] = lists.flatMap((one) => (one.kind === 'listed' ? one.items : []));
  return labelsNear(selector, objects);
};

/** @example 'selects no pod and no Deployment: labels there: app=score, tier=web' */
const nothingMatched = async (cluster: Cluster, client: Connection): Promise<DoctorLine> => {
  const { namespace, selector } = cluster;
  const labels = await labelsThere(cluster, client);
  return {
    level: 'problem',
    topic: 'selector',
    isBlind: true,
    what: `nothing in namespace "${namespace}" matches the selector "${selector}"; ${
      labels.length === 0
        ? 'there are no labelled Deployments or pods at all'
        : `labels there: ${labels.join(', ')}`
    }`,
    where: 'cluster.selector',
    fix:
      labels.length === 0
        ? 'set cluster.namespace to the one that the service runs in'
        : `set cluster.selector, for example to '${labels[0]}'`,
  };
};

const countText = ({ length }: readonly PodObject[], noun: string): string =>
  `${length} ${length === 1 ? noun : `${noun}s`}`;

/** @example '3 pods, 2 of them ready; 1 ended pod besides (Evicted)' */
const podsText = (all: readonly PodObject[]): string => {
  const [ended, pods] = [all.filter(hasEnded), all.filter((pod) => !hasEnded(pod))];
  const reasons = [...new Set(ended.flatMap(({ status }) => status?.reason ?? []))];
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  const besides = ended.length === 0 ? '' : `; ${countText(ended, 'ended pod')} besides${why}`;
  if (pods.length === 0) return `no pod yet${besides}`;
  const leaving = pods.filter(isBeingDeleted).length;
  const left = leaving === 0 ? '' : ` and ${leaving} being deleted`;
  return `${countText(pods, 'pod')}, ${pods.filter(isReady).length} of them ready${left}${besides}`;
};

/** What the selector matches: how many pods, of which owner. */
export const selectionLine = async (options: {
  readonly cluster: Cluster;
  readonly client: Connection;
  readonly pods: readonly PodObject[];
  readonly owners: Owners;
}): Promise<DoctorLine> => {
  const { cluster, client, pods, owners } = options;
  const { workloads, loosePods } = owners;
  const { selector } = cluster;
  if (pods.length === 0 && workloads.length === 0) return nothingMatched(cluster, client);
  const named = namesText(workloads.map(shown));
  if (loosePods.length > 0)
    return {
      level: 'warning',
      topic: 'selector',
      what: `"${selector}" matches ${podsText(pods)}; no controller keeps ${namesText(loosePods, 3)}, so nothing scales them`,
      where: 'cluster.selector',
      fix: 'select the pods of one Deployment, StatefulSet or the like',
    };
  if (workloads.length > 1)
    return {
      level: 'warning',
      topic: 'selector',
      what: `"${selector}" matches ${podsText(pods)}, of ${workloads.length} owners: ${named}; their replicas are counted together`,
      where: 'cluster.selector',
      fix: 'add a label that only the service under test has, unless they share the load',
    };
  return fine('selector', `"${selector}" matches ${podsText(pods)}, of ${named}`);
};
