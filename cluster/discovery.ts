import type { KubeClient } from './connect/kube-client.ts';
import type { ServedKind } from './resources.ts';

type Asking = {
  readonly client: Pick<KubeClient, 'request'>;
  readonly requestMs: number;
  readonly signal: AbortSignal;
};

const bodyAt = async (path: string, { client, requestMs, signal }: Asking): Promise<unknown> => {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(requestMs)]);
  const answer = await client.request({ path, signal: deadline });
  return answer.kind === 'answer' && answer.status === 200 ? answer.body : null;
};

type GroupList = { readonly groups?: readonly { readonly name?: string }[] } | null;

/** The groups of the API that a cluster serves; null: it does not say. */
export const servedGroups = async (asking: Asking): Promise<ReadonlySet<string> | null> => {
  const body = (await bodyAt('/apis', asking)) as GroupList;
  return body?.groups === undefined ? null : new Set(body.groups.map(({ name }) => name ?? ''));
};

type ResourceList = {
  readonly resources?: readonly { readonly name: string; readonly kind: string }[];
} | null;

/** Kinds of apps/v1 that every cluster serves in the same words: who may not ask for the list knows them all the same. */
const always: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  StatefulSet: 'statefulsets',
};

/**
 * How the API serves a kind that an owner reference names: the word for it in paths, and whether it can be scaled. Null
 * where it does not say.
 */
export const servedKind = async (
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  asking: Asking,
): Promise<ServedKind | null> => {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  if (group === '') return null;
  const known = apiVersion === 'apps/v1' ? always[kind] : undefined;
  if (known !== undefined) return { group, version, name: known, kind, isScalable: true };
  const list = (await bodyAt(`/apis/${apiVersion}`, asking)) as ResourceList;
  const names = (list?.resources ?? []).filter((one) => !one.name.includes('/') && one.kind === kind);
  const name = names[0]?.name;
  if (name === undefined) return null;
  const isScalable = (list?.resources ?? []).some((one) => one.name === `${name}/scale`);
  return { group, version, name, kind, isScalable };
};
