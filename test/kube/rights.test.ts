import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runApply } from '../../cli/apply/run-apply.ts';
import { runRollback } from '../../cli/apply/run-rollback.ts';
import { runRbac } from '../../cli/rbac/run-rbac.ts';
import { examine } from '../../cli/run/prepare-cluster.ts';
import { openCluster } from '../../cluster/connect/open.ts';
import { snapshotOf } from '../../cluster/follow/snapshot.ts';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.ts';
import { formatError, type HeadroomError } from '../../errors/headroom-error.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import { recommendation } from '../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../builders/run.ts';
import { writeRunFolder } from '../builders/run-folder.ts';
import { paths } from '../cluster/objects.ts';
import { type ControlPlane, startControlPlane } from './control-plane/control-plane.ts';
import { installCrds } from './control-plane/crds.ts';

/** A service that is more than the usual one: a StatefulSet, in a cluster that knows KEDA and Knative. */
const app = 'stateful';
const template = {
  metadata: { labels: { app } },
  spec: {
    containers: [{ name: 'model', image: 'registry.invalid/model:1', resources: { requests: { cpu: '1' } } }],
  },
};
const cpuAt = (percent: number) => [
  {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
  },
];

let plane: ControlPlane;

const createService = async (): Promise<void> => {
  const { api } = plane;
  await api.create('/api/v1/namespaces', { metadata: { name: 'models' } });
  await installCrds(api);
  const selector = { matchLabels: { app } };
  const spec = { serviceName: app, replicas: 2, selector, template };
  await api.create(paths.statefulsets, { metadata: { name: app }, spec });
  const set = (await api.read(`${paths.statefulsets}/${app}`)) as { metadata: { uid: string } };
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    name: app,
    uid: set.metadata.uid,
    controller: true,
  };
  const metadata = { name: `${app}-0`, labels: { app }, ownerReferences: [owner] };
  await api.create(paths.pods, { metadata, spec: template.spec });
  await api.create(paths.autoscalers, {
    metadata: { name: 'score-hpa' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: app },
      minReplicas: 2,
      maxReplicas: 8,
      metrics: cpuAt(50),
    },
  });
};

beforeAll(async () => {
  plane = await startControlPlane(inject('controlPlane'));
  await createService();
});
afterAll(() => plane.stop());

type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
};
type Manifest = {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
};

const policyOf = (changes: object) =>
  policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas: 2,
    maxReplicas: 8,
    metrics: [{ targetValue: 0.5 }],
    ...changes,
  });

const inputOf = (namespace: string, kubeconfig?: string) => ({
  ...spikeConfig,
  target: { ...spikeConfig.target, kind: 'kubernetes' },
  autoscaler: undefined,
  cluster: { ...(kubeconfig && { kubeconfig }), namespace, selector: `app=${app}` },
});

const configWith = (kubeconfig: string, namespace = 'models'): ResolvedConfig =>
  resolveConfig(inputOf(namespace, kubeconfig), 'k6.config.ts');

const printed = async (): Promise<readonly Manifest[]> => {
  const notes: string[] = [];
  const text = await runRbac({
    config: configWith(await plane.kubeconfig('admin')),
    namespace: undefined,
    kinds: undefined,
    isWriting: true,
    subject: undefined,
    note: (line) => notes.push(line),
  });
  expect(notes).toEqual([]);
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
};

const rbac = '/apis/rbac.authorization.k8s.io/v1';

/** Whether the API server lets a user do all that some roles allow. It learns of a new binding by a watch of its own. */
const isGranted = async (user: string, roles: readonly Manifest[], namespace: string): Promise<boolean> => {
  const rights = roles.flatMap(({ kind, rules = [] }) =>
    rules.flatMap(({ apiGroups, resources, verbs, resourceNames }) =>
      resources.flatMap((resource) =>
        verbs.map((verb) => ({
          verb,
          resource,
          group: apiGroups[0]!,
          ...(kind === 'Role' && { namespace }),
          ...(resourceNames && { name: resourceNames[0]! }),
        })),
      ),
    ),
  );
  for (const resourceAttributes of rights) {
    const review = await plane.api.ask('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, resourceAttributes },
    });
    if (!(review as { status: { allowed: boolean } }).status.allowed) return false;
  }
  return true;
};

/** A service account with these roles and nothing else, once the API server knows it. */
const accountWith = async (name: string, roles: readonly Manifest[], namespace: string): Promise<string> => {
  const { api } = plane;
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await api.create(accounts, { metadata: { name } });
  for (const { kind, metadata, rules } of roles) {
    const at = kind === 'Role' ? `${rbac}/namespaces/${namespace}` : rbac;
    const own = `${metadata.name}-${name}`;
    await api.create(`${at}/${kind.toLowerCase()}s`, { metadata: { name: own }, rules });
    await api.create(`${at}/${kind.toLowerCase()}bindings`, {
      metadata: { name: own },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: own },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }
  const answer = await api.ask(`${accounts}/${name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: ['https://kubernetes.default.svc'] },
  });
  const user = `system:serviceaccount:${namespace}:${name}`;
  await expect.poll(() => isGranted(user, roles, namespace), { timeout: 30_000 }).toBe(true);
  return plane.kubeconfigOf((answer as { status: { token: string } }).status.token);
};

const folderWithAdvice = async (cluster: readonly ClusterLine[], namespace: string): Promise<string> => {
  const header = { kind: 'header', schemaVersion: 1 } as const;
  const folder = await writeRunFolder({
    run: completeRun({}, inputOf(namespace)),
    load: [],
    cluster: [header, ...cluster],
    droppedLines: 0,
  });
  const { compared } = recommendation();
  const current = { ...compared.current, settings: { policy: policyOf({}) } };
  const settings = { policy: policyOf({ minReplicas: 4 }) };
  const advice = recommendation({ settings, compared: { ...compared, current } });
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advice));
  return folder;
};

const writeFaultsOf = async (config: ResolvedConfig, recorded: readonly ClusterLine[]): Promise<string[]> => {
  const folder = await folderWithAdvice(recorded, config.cluster!.namespace);
  const given = { folder, isAllowed: true, note: () => undefined };
  try {
    await runApply(config, given);
    await runRollback(config, given);
    return [];
  } catch (error) {
    return [formatError(error as HeadroomError)];
  }
};

/** One after the other: there is one object that they write to. */
let lastWrite: Promise<unknown> = Promise.resolve();
const inTurn = <Value>(write: () => Promise<Value>): Promise<Value> => {
  const mine = lastWrite.then(write);
  lastWrite = mine.catch(() => undefined);
  return mine;
};

/** Everything that the rights are for, done by an account: what of it does not work, in the words that a person reads. */
const faultsOf = async (kubeconfig: string, namespace: string): Promise<string[]> => {
  const config = configWith(kubeconfig, namespace);
  const stop = new AbortController().signal;
  const doctor = await examine(config, stop);
  const told = doctor!.lines
    .filter(({ level, topic }) => level !== 'ok' && ['permission', 'namespace', 'cluster'].includes(topic))
    .map(({ what }) => what);
  if (namespace !== 'models') return told;
  const { selector } = config.cluster!;
  const recorded = await snapshotOf(await openCluster({ kubeconfig, namespace, selector }), stop);
  const unread = recorded.flatMap((line) =>
    line.kind === 'unknown' ? `${line.resource}: ${line.reason}` : [],
  );
  return [...told, ...unread, ...(await inTurn(() => writeFaultsOf(config, recorded)))];
};

/** Every role without one verb of one resource. */
const withoutEach = (roles: readonly Manifest[]) =>
  roles.flatMap((role) =>
    (role.rules ?? []).flatMap((rule) =>
      rule.resources.flatMap((resource) =>
        rule.verbs.map((verb) => {
          const rest = [
            { ...rule, resources: rule.resources.filter((one) => one !== resource) },
            { ...rule, resources: [resource], verbs: rule.verbs.filter((one) => one !== verb) },
          ].filter(({ resources, verbs }) => resources.length > 0 && verbs.length > 0);
          const rules = (role.rules ?? []).flatMap((one) => (one === rule ? rest : [one]));
          return {
            without: `${verb} ${resource}`,
            resource,
            roles: roles.map((one) => (one === role ? { ...role, rules } : one)),
          };
        }),
      ),
    ),
  );

describe('the roles that rbac prints for a service', () => {
  test('name its own kinds and those that the cluster serves, and the one object that is written', async () => {
    const rights = (await printed()).flatMap(({ rules = [] }) =>
      rules.flatMap(({ resources, verbs, resourceNames = [] }) =>
        resources.map((resource) => `${verbs.join()} ${[resource, ...resourceNames].join('/')}`),
      ),
    );
    expect(rights.toSorted()).toEqual(
      [
        'list,watch deployments',
        'list,watch replicasets',
        'list,watch pods',
        'list,watch events',
        'list,watch nodes',
        'list,watch horizontalpodautoscalers',
        'list,watch statefulsets',
        'list,watch scaledobjects',
        'list,watch httpscaledobjects',
        'list resourcequotas',
        'get namespaces/models',
        'get,patch horizontalpodautoscalers/score-hpa',
      ].toSorted(),
    );
  });

  test('are enough for doctor, for a recording, for apply and for rollback', async () => {
    const kubeconfig = await accountWith('granted', await printed(), 'models');
    expect(await faultsOf(kubeconfig, 'models')).toEqual([]);
  });

  test('are the least: without any one right something fails, and names it', async () => {
    const variants = withoutEach(await printed());
    expect(variants.length).toBeGreaterThan(20);
    await plane.api.create('/api/v1/namespaces', { metadata: { name: 'empty' } });
    const settled = variants.map(async ({ without, resource, roles }, i) => {
      // That a namespace exists is looked at only where nothing is found in it.
      const namespace = resource === 'namespaces' ? 'empty' : 'models';
      const kubeconfig = await accountWith(`without-${i}`, roles, namespace);
      const faults = await faultsOf(kubeconfig, namespace);
      expect(faults.join('\n'), without).toContain(resource.replace(/s$/, ''));
    });
    await Promise.all(settled);
  }, 120_000);
});
