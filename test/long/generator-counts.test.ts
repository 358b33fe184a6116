import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const module = fileURLToPath(new URL('../../load/module', import.meta.url));

/** The Go tests behind the build tag `long`: loads of several seconds each. */
it('counts what the target counts, in 20 loads of random shape with stalls of generator and reader', async () => {
  const args = ['test', '-tags=long', '-count=1', '-run=TestCountsOfRandomLoads', '-v', '.'];
  const { stdout } = await promisify(execFile)('go', args, { cwd: module, maxBuffer: 64 << 20 });
  expect(stdout).toContain('--- PASS: TestCountsOfRandomLoadsEqualTheTargets');
});
