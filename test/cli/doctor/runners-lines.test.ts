import { expect, it } from 'vitest';
import { judgeAnswer } from '../../../cli/doctor/ask-image.ts';
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

it('says that a tag is all that was looked at', () => {
  const [line] = linesFor({ where: 'cluster', count: 2, image: 'registry.example/headroom-k6:0.1.0' });
  expect(line?.what).toMatch(/^the tag .* says 0\.1\.0.*not looked at: `headroom doctor --yes` starts a pod/);
});

const version = (module: string): string =>
  `k6 v2.2.0 (go1.26.8, linux/amd64)\nExtensions:\n  headroom.example/k6 (devel), ${module} [js]\n`;

it.each([
  [version('k6/x/headroom/v0.1.0'), 'ok', 'k6 v2.2.0, module v0.1.0'],
  [version('k6/x/headroom/v0.0.9'), 'problem', 'it has the module v0.0.9, this is v0.1.0'],
  ['k6 v2.2.0 (go1.26.8, linux/amd64)', 'problem', 'it has no module of Headroom, this is v0.1.0'],
  ['sh: k6: not found\n', 'problem', 'it answers "sh: k6: not found", no version of k6'],
])('judges an image by what it answers in a pod: %s', (answer, level, what) => {
  const line = judgeAnswer(answer);
  expect(line).toMatchObject({ level, topic: 'k6' });
  expect(line.what).toContain(what);
});

it('has nothing to say where no pod fires', () => {
  expect(linesFor(undefined)).toEqual([]);
  expect(linesFor({ where: 'local', count: 2 })).toEqual([]);
});
