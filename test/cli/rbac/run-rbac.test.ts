import { expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runRbac } from '../../../cli/rbac/run-rbac.ts';
import type { ServiceKind } from '../../../cluster/rights/needs.ts';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import { spikeConfig } from '../../builders/run.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { deployment, ownedBy, paths, pod, servedKinds, unlabelled } from '../../cluster/objects.ts';
import { startScriptedApiServer } from '../../cluster/scripted-api-server.ts';

type Options = {
  readonly config?: ResolvedConfig | null;
  readonly kinds?: readonly ServiceKind[];
  readonly isWriting?: boolean;
  readonly hasRoom?: boolean;
  readonly hasLogs?: boolean;
};

/** The rights of each role, as `verbs group/resource`. */
const rightsFor = async ({ config = null, kinds, isWriting = false, ...more }: Options) => {
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  const asked = { config, kinds, isWriting, ...more };
  const text = await runRbac({ ...asked, namespace: undefined, subject: undefined, note });
  const roles = parseAllDocuments(text).map((document) => document.toJS());
  const rights = Object.fromEntries(
    roles.map(({ metadata, rules }) => [
      metadata.name,
      rules.flatMap((rule: { apiGroups: string[]; resources: string[]; verbs: string[] }) =>
        rule.resources.map((one) => `${rule.verbs.join()} ${rule.apiGroups[0]}/${one}`),
      ),
    ]),
  );
  return { rights, notes };
};

const base = [
  'list,watch apps/deployments',
  'list,watch apps/replicasets',
  'list,watch /pods',
  'list,watch /events',
  'list,watch autoscaling/horizontalpodautoscalers',
  'get /namespaces',
  'list /resourcequotas',
];

test('without a config the roles are for a Deployment with an HPA, which is said', async () => {
  const { rights, notes } = await rightsFor({});
  expect(rights).toEqual({ 'headroom-read': base, 'headroom-read-nodes': ['list,watch /nodes'] });
  expect(notes).toEqual([expect.stringContaining('a Deployment with an HPA; say --kind for another')]);
});

test.each([
  ['keda', 'list,watch keda.sh/scaledobjects', ['get,patch keda.sh/scaledobjects']],
  ['rollout', 'list,watch argoproj.io/rollouts', ['get,patch autoscaling/horizontalpodautoscalers']],
  [
    'knative',
    'list,watch autoscaling.internal.knative.dev/podautoscalers',
    ['get,patch serving.knative.dev/services', 'list serving.knative.dev/services'],
  ],
] as const)(
  'a service of %s that a person names gets its own kind, and no other',
  async (kind, read, write) => {
    const { rights, notes } = await rightsFor({ kinds: [kind], isWriting: true });
    expect(rights['headroom-read'].toSorted()).toEqual([...base, read].toSorted());
    expect(rights['headroom-apply']).toEqual(write);
    const all = write[0].replace(/^get,patch .*\//, 'patch all ');
    expect(notes, 'nobody looked for its name').toEqual([
      expect.stringMatching(new RegExp(`${all} of the namespace: add resourceNames: .*leave --kind out`)),
    ]);
    expect((await rightsFor({ kinds: [kind] })).notes).toEqual([]);
  },
);

test('kinds may be several, but not an autoscaler and none', async () => {
  const { rights } = await rightsFor({ kinds: ['statefulset', 'keda'], isWriting: true });
  expect(rights['headroom-read']).toContain('list,watch apps/statefulsets');
  expect(rights['headroom-apply']).toEqual([
    'get,patch autoscaling/horizontalpodautoscalers',
    'get,patch keda.sh/scaledobjects',
  ]);
  await expect(rightsFor({ kinds: ['no-autoscaler', 'keda'] })).rejects.toMatchObject({
    code: 'E_USAGE',
    message: '--kind no-autoscaler and --kind keda exclude each other',
  });
});

test('what reaches beyond the service is asked for apart', async () => {
  const { rights } = await rightsFor({ kinds: [], hasRoom: true, hasLogs: true });
  expect(rights['headroom-read'].slice(base.length)).toEqual(['get /pods', 'get /pods/log']);
  expect(rights['headroom-read-nodes']).toEqual(['list,watch /nodes', 'list /pods', 'get /configmaps']);
});

const configAt = async (server: string): Promise<ResolvedConfig> =>
  resolveConfig(
    {
      ...spikeConfig,
      target: { ...spikeConfig.target, kind: 'kubernetes' },
      autoscaler: undefined,
      cluster: { kubeconfig: await writeKubeconfig({ server }), namespace: 'models', selector: 'app=score' },
    },
    'k6.config.ts',
  );

test('owners that can be scaled are looked up, and those beyond them are left out', async () => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.documents.set('/apis', { groups: [{ name: 'keda.sh' }] });
  server.documents.set('/apis/example.com/v1', servedKinds('Model*', 'Folder'));
  const model = ownedBy(unlabelled(deployment('top', 1)), ['example.com/v1', 'Folder', 'all']);
  server.put('/apis/example.com/v1/namespaces/models/models', model);
  server.put(paths.deployments, ownedBy(deployment('score', 1), ['example.com/v1', 'Model', 'top']));
  server.put(paths.replicasets, ownedBy(deployment('score-5d', 1), ['apps/v1', 'Deployment', 'score']));
  server.put(paths.pods, ownedBy(pod('score-5d-a'), ['apps/v1', 'ReplicaSet', 'score-5d']));
  const { rights, notes } = await rightsFor({ config: await configAt(server.url) });
  expect(rights['headroom-read'].toSorted()).toEqual(
    [...base, 'list example.com/models', 'list,watch keda.sh/scaledobjects'].toSorted(),
  );
  expect(notes).toEqual([]);
});

test('a cluster that may not be looked at is said, with what the roles are for then', async () => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.refuse(1_000, 403, /pods/);
  const { rights, notes } = await rightsFor({ config: await configAt(server.url) });
  expect(rights['headroom-read']).toEqual(base);
  expect(notes).toEqual([expect.stringMatching(/could not be looked at \(forbidden \(403\).*say --kind/)]);
});
