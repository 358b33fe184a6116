import { describe, expect, it } from 'vitest';
import { parseResourcePath } from '../../../sandbox/kube-api/resources.ts';

describe('a path of the API', () => {
  it.each([
    ['/api/v1/pods', 'Pod', undefined, undefined],
    ['/api/v1/namespaces/default/pods', 'Pod', 'default', undefined],
    ['/api/v1/namespaces/default/pods/a', 'Pod', 'default', 'a'],
    ['/api/v1/namespaces', 'Namespace', undefined, undefined],
    ['/api/v1/namespaces/default', 'Namespace', undefined, 'default'],
    ['/api/v1/nodes/one', 'Node', undefined, 'one'],
    ['/apis/apps/v1/namespaces/default/deployments/demo', 'Deployment', 'default', 'demo'],
    ['/apis/autoscaling/v2/horizontalpodautoscalers', 'HorizontalPodAutoscaler', undefined, undefined],
  ])('%s', (path, kind, namespace, name) => {
    const parsed = parseResourcePath(path);
    expect([parsed?.resource.kind, parsed?.namespace, parsed?.name]).toEqual([kind, namespace, name]);
  });

  it.each([
    '/',
    '/api/v2/pods',
    '/api/v1/deployments',
    '/apis/autoscaling/v1/horizontalpodautoscalers',
    '/api/v1/namespaces/default/nodes/one',
    '/api/v1/pods/a',
    '/api/v1/namespaces/default/pods/a/log',
  ])('%s is none', (path) => {
    expect(parseResourcePath(path)).toBeUndefined();
  });
});
