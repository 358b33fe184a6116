import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { importsFrom, unfencedAmong } from '../../../load/k6/unfenced-modules.ts';

const folder = await mkdtemp(join(tmpdir(), 'headroom-deps-'));

afterAll(() => rm(folder, { recursive: true, force: true }));

test('k6 and its own protocols are inside the fence', () => {
  const imports = [
    'k6',
    'k6/http',
    'k6/ws',
    'k6/websockets',
    'k6/net/grpc',
    'k6/secrets',
    'k6/x/headroom',
    './lib.js',
  ];
  expect(unfencedAmong(imports, [])).toEqual([]);
});

test('the browser and extensions are not, unless the config vouches for them', () => {
  const imports = ['k6/x/sql', 'k6/browser', 'k6/http', 'k6/x/kafka', 'k6/x/sql'];
  expect(unfencedAmong(imports, [])).toEqual(['k6/browser', 'k6/x/kafka', 'k6/x/sql']);
  expect(unfencedAmong(imports, ['k6/x/sql'])).toEqual(['k6/browser', 'k6/x/kafka']);
});

test('k6 deps finds what an imported file imports', async () => {
  await writeFile(join(folder, 'entry.js'), "import './lib.js'; export default function () {}");
  await writeFile(join(folder, 'lib.js'), "import { browser } from 'k6/browser'; export const b = browser;");
  const { stdout } = await promisify(execFile)(process.env['HEADROOM_K6'] ?? 'k6', [
    'deps',
    '--json',
    join(folder, 'entry.js'),
  ]);
  expect(unfencedAmong(importsFrom(stdout), [])).toEqual(['k6/browser']);
});

test('what is not the output of k6 deps is refused', () => {
  expect(() => importsFrom('{}')).toThrow();
  expect(() => importsFrom('not json')).toThrow();
});
