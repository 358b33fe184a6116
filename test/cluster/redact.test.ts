import { expect, test } from 'vitest';
import { openCluster } from '../../cluster/open.ts';
import { withoutSecret } from '../../cluster/redact.ts';
import { readObject } from '../../cluster/write/write-object.ts';
import { startFakeObjectApi } from '../cli/apply/fake-object-api.ts';
import { writeKubeconfig } from './kubeconfig.ts';

test('withoutSecret gives its documented example, and takes no short word for a secret', () => {
  expect(withoutSecret('denied: Bearer abc-123', 'Bearer abc-123')).toBe('denied: [redacted]');
  expect(withoutSecret('the token abc-123 has expired', 'Bearer abc-123')).toBe(
    'the token [redacted] has expired',
  );
  expect(withoutSecret('a list of a', 'Bearer a')).toBe('a list of a');
  expect(withoutSecret('as it was', undefined)).toBe('as it was');
});

test('what a server sends back of a token is not passed on', async () => {
  const token = 'canary-token-77';
  const api = await startFakeObjectApi('score', { note: `you are ${token}` });
  const kubeconfig = await writeKubeconfig({ server: api.url, user: { token } });
  const { access } = await openCluster({ kubeconfig, namespace: 'models', selector: 'app=score' });
  if (access.kind === 'none') throw new Error('no access');
  const ref = { kind: 'HorizontalPodAutoscaler', namespace: 'models', name: 'score' } as const;
  expect((await readObject(access.connection, ref)).spec).toEqual({ note: 'you are [redacted]' });
});
