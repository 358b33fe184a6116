import { expect, it } from 'vitest';
import { testRunSpecOf } from '../../../cluster/runners/test-run.ts';
import { runnersSchema } from '../../../runs/schema/runners.ts';

it('gives the starter of a TestRun a request of its own, since a limit alone is a request for as much', () => {
  const runners = runnersSchema.parse({
    where: 'cluster',
    count: 2,
    image: 'registry.example/k6:1',
    by: 'testRun',
  });
  if (runners.where !== 'cluster') throw new Error('these runners are pods');
  const place = { runners, namespace: 'load', name: 'headroom-run', partNames: ['part-000'] };
  expect(testRunSpecOf(place, 'run')).toMatchObject({
    starter: { resources: { requests: { cpu: '50m' }, limits: { cpu: '2' } } },
  });
});
