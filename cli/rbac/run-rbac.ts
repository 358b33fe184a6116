import { openCluster } from '../../cluster/connect/open.ts';
import { snapshotOf } from '../../cluster/follow/snapshot.ts';
import { rbacManifest, runnersManifest } from '../../cluster/rights/manifest.ts';
import {
  logNeeds,
  type Need,
  needsOfKinds,
  roomNeeds,
  type ServiceKind,
  type ServiceNeeds,
  scalerKinds,
  writeNeeds,
} from '../../cluster/rights/needs.ts';
import { ownNeeds, runnerNeeds } from '../../cluster/rights/runner-needs.ts';
import { readNeedsOf } from '../../cluster/rights/service.ts';
import { findObject } from '../../cluster/write/find-object.ts';
import { parseRef } from '../../cluster/write/object-ref.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { recordedObjects } from '../plan/recorded-names.ts';
import { runnersNamespace } from '../run/runners-cluster.ts';
import { saysAzureml, settingsInForce } from '../run/settings-in-force.ts';

type Subject = Parameters<typeof rbacManifest>[0]['subject'];

type RbacOptions = {
  /** The user's config; null: there is none. */
  readonly config: ResolvedConfig | null;
  /** By default that of the config. */
  readonly namespace: string | undefined;
  /** What the service is made of, as a person says it; undefined: the cluster is looked at. */
  readonly kinds: readonly ServiceKind[] | undefined;
  /** The rights of `headroom apply` and `rollback`, too. */
  readonly isWriting: boolean;
  /** The rights that tell how much room the nodes have left, too: they reach beyond the namespace. */
  readonly hasRoom?: boolean;
  /** The rights of `explain --logs <pod>`, too. */
  readonly hasLogs?: boolean;
  readonly subject: Subject;
  readonly note: (line: string) => void;
};

/** The service as the cluster of the config shows it. */
const needsInCluster = async (config: ResolvedConfig, isWriting: boolean): Promise<ServiceNeeds> => {
  const { cluster: place, apply } = config;
  if (place === undefined) throw new Error('a config without a cluster was looked at');
  const cluster = await openCluster(place);
  if (cluster.access.kind === 'none') throw new HeadroomError('E_CLUSTER', cluster.access.problem);
  const { connection } = cluster.access;
  const { namespace } = place;
  const read = await readNeedsOf(place, connection);
  if (!isWriting) return { read, write: [] };
  if (apply !== undefined && 'kubernetes' in apply && apply.kubernetes.object !== undefined) {
    const { kind, name } = parseRef(apply.kubernetes.object, namespace);
    return { read, write: writeNeeds(kind, name) };
  }
  const recorded = await snapshotOf(cluster, new AbortController().signal);
  const { policy } = settingsInForce(config, { recorded, isAzureml: saysAzureml(config) });
  const kind = policy?.kind ?? 'hpa';
  if (kind === 'azureml-v1' || kind === 'azureml-v2') return { read, write: [] };
  const ref = await findObject(connection, kind, { namespace, ...recordedObjects({ cluster: recorded }) });
  return { read, write: writeNeeds(ref.kind, ref.name) };
};

/** @throws HeadroomError E_USAGE where a service is said to have an autoscaler and none */
const refuseContradiction = (kinds: readonly ServiceKind[]): void => {
  const scaler = kinds.find((kind) => scalerKinds.includes(kind));
  if (scaler === undefined || !kinds.includes('no-autoscaler')) return;
  throw new HeadroomError('E_USAGE', {
    what: `--kind no-autoscaler and --kind ${scaler} exclude each other`,
    fix: 'leave one of them out',
  });
};

const usual = 'the roles are for a Deployment with an HPA';

/** Where the cluster can't be looked at, what a person says counts; if nothing is said, what most services are. */
const needsOf = async (options: RbacOptions, namespace: string): Promise<ServiceNeeds> => {
  const { config, kinds, isWriting, note } = options;
  const stated = needsOfKinds(namespace, kinds ?? []);
  const fallback = isWriting ? stated : { ...stated, write: [] as readonly Need[] };
  if (kinds !== undefined) return fallback;
  if (config?.cluster === undefined) {
    note(`no config names a service in a cluster: ${usual}; say --kind for another`);
    return fallback;
  }
  try {
    return await needsInCluster(config, isWriting);
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
    note(`the service could not be looked at (${error.message}): ${usual}; say --kind for another`);
    return fallback;
  }
};

type RunnersOptions = Pick<RbacOptions, 'config' | 'namespace' | 'subject'>;

/**
 * `headroom rbac --runners`: the least rights to fire from pods of the cluster, and those of the pods.
 *
 * @returns YAML for `kubectl apply -f -`
 */
export const runRunnersRbac = ({ config, namespace, subject }: RunnersOptions): string => {
  const runners = config?.load.runners;
  const inCluster = runners?.where === 'cluster' ? runners : undefined;
  return runnersManifest({
    namespace: namespace ?? (config === null ? 'default' : runnersNamespace(config)),
    needs: runnerNeeds(inCluster?.by ?? 'job'),
    ownNeeds,
    account: inCluster?.serviceAccount ?? 'headroom-runner',
    subject,
  });
};

/**
 * `headroom rbac`: the least rights for the service of the config, as it is found in the cluster, or for a service as a person
 * describes it.
 *
 * @returns YAML for `kubectl apply -f -`
 * @throws HeadroomError E_USAGE for kinds that contradict each other
 */
export const runRbac = async (options: RbacOptions): Promise<string> => {
  refuseContradiction(options.kinds ?? []);
  const namespace = options.namespace ?? options.config?.cluster?.namespace ?? 'default';
  const needs = await needsOf(options, namespace);
  if (options.isWriting && needs.write.length === 0)
    options.note('Azure ML keeps the settings of this service: apply writes nothing into the cluster');
  const broad = needs.write.filter(({ verbs, only }) => verbs.includes('patch') && only === undefined);
  if (broad.length > 0)
    options.note(
      `which object apply writes is not known here, so the role lets it patch all ${broad.map(({ name }) => name).join(' and ')} of the namespace: add resourceNames: [its name] to that rule, or leave --kind out, with the cluster in the config`,
    );
  const more = [...(options.hasRoom ? roomNeeds : []), ...(options.hasLogs ? logNeeds : [])];
  const read = [...needs.read, ...more];
  return rbacManifest({ namespace, needs: { ...needs, read }, subject: options.subject });
};
