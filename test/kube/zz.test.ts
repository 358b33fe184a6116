import { readdirSync } from 'node:fs';
import { inject, test } from 'vitest';
import { openCluster, watchCluster } from '../../cluster/cluster.ts';
import { startControlPlane } from './control-plane/control-plane.ts';
import * as service from './control-plane/service.ts';

test('x', async () => {
  const plane = await startControlPlane(inject('controlPlane'));
  await service.createNamespace(plane.api);
  await service.createDeployment(plane.api, 'a', 1);
  const cluster = await openCluster({
    namespace: 'models',
    selector: 'app=score',
    kubeconfig: await plane.kubeconfig('admin'),
  });
  const stop = new AbortController();
  const { done } = await watchCluster(cluster, {
    onLine: (l) => {
      if (l.kind === 'clock' || l.kind === 'gap' || l.kind === 'unknown') console.log(JSON.stringify(l));
    },
    signal: stop.signal,
    now: Date.now,
    limits: { watchSeconds: 1 },
  });
  for (let i = 0; i < 12; i++) {
    await new Promise((r) => setTimeout(r, 20000));
    globalThis.gc?.();
    const m = process.memoryUsage();
    console.log(
      'MEM',
      i,
      Math.round(m.rss / 1e6),
      Math.round(m.heapUsed / 1e6),
      Math.round(m.external / 1e6),
      readdirSync('/proc/self/fd').length,
    );
  }
  stop.abort();
  await done;
  await plane.stop();
}, 400000);
