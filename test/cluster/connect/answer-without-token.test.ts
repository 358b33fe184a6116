import { expect, test } from 'vitest';
import { openCluster } from '../../../cluster/connect/open.ts';
import { readObject } from '../../../cluster/write/write-object.ts';
import { startFakeObjectApi } from '../../cli/apply/fake-object-api.ts';
import { writeKubeconfig } from '../kubeconfig.ts';

test('what a server sends back of a token is not passed on', async () => {
  const token = 'canary-token-77';
  const api = await startFakeObjectApi('score', { note: `you are ${token}` });
  const kubeconfig = await writeKubeconfig({ server: api.url, user: { token } });
  const { access } = await openCluster({ kubeconfig, namespace: 'models', selector: 'app=score' });
  if (access.kind === 'none') throw new Error('no access');
  const ref = { kind: 'HorizontalPodAutoscaler', namespace: 'models', name: 'score' } as const;
  expect((await readObject(access.connection, ref)).spec).toEqual({ note: 'you are [redacted]' });
});
