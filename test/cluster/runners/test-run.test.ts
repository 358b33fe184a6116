import { expect, it } from 'vitest';
import { testRunSpecOf } from '../../../cluster/runners/test-run.ts';
import { runnersSchema } from '../../../runs/schema/load/runners.ts';

const specOf = () => {
  const runners = runnersSchema.parse({
    where: 'cluster',
    count: 2,
    image: 'registry.example/k6:1',
    by: 'testRun',
  });
  if (runners.where !== 'cluster') throw new Error('these runners are pods');
  const place = { runners, namespace: 'load', name: 'headroom-run', partNames: ['part-000'] };
  return testRunSpecOf(place, 'run');
};

it('gives the starter of a TestRun a request of its own, since a limit alone is a request for as much', () => {
  const resources = { requests: { cpu: '50m' }, limits: { cpu: '2' } };
  expect(specOf()).toMatchObject({ starter: { resources } });
});

it('has runners that wait for no starter: the tool gives all of them their start', () => {
  expect(specOf()).toMatchObject({ paused: 'false' });
});
