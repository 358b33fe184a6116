import { expect, it } from 'vitest';
import { runnersLines } from '../../../cli/doctor/runners-lines.ts';
import { resolveConfig } from '../../../config/resolve.ts';

const linesFor = (runners: object | undefined) =>
  runnersLines(
    resolveConfig(
      {
        target: { url: 'http://127.0.0.1:1/score' },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 5, ...(runners && { runners }) },
      },
      '/tmp/k6.config.ts',
    ),
  );

it.each([
  ['registry.example/headroom-k6:0.1.0', 'ok'],
  ['registry.example/headroom-k6:v0.1.0', 'ok'],
  ['registry.example/headroom-k6:0.0.9', 'problem'],
  ['registry.example:5000/headroom-k6', 'warning'],
  ['registry.example/headroom-k6:latest', 'warning'],
])('tells by the tag whether an image fits: %s', (image, level) => {
  expect(linesFor({ where: 'cluster', count: 2, image })).toMatchObject([{ level, topic: 'k6' }]);
});

it('has nothing to say where no pod fires', () => {
  expect(linesFor(undefined)).toEqual([]);
  expect(linesFor({ where: 'local', count: 2 })).toEqual([]);
});
