import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findK6 } from '../../load/k6/find.ts';
import { tryK6 } from '../../load/k6/version.ts';
import { temporaryFolder } from '../load/k6/stand-ins.ts';
import { goBuildTimeLimitMs, machineWithGo, publishToFolder } from './go-machine.ts';

const module = 'example.com/xk6-clock';
const source = join(import.meta.dirname, '../fixtures/k6-extension');

/** The fixture's extension, published for the k6 that its files are made to require. */
const publishExtension = async (adapt: (file: string) => string = (file) => file) => {
  const [goMod = '', clock = ''] = await Promise.all(
    ['go.mod', 'clock.go'].map((name) => readFile(join(source, name), 'utf8')),
  );
  return publishToFolder(await temporaryFolder(), module, {
    'go.mod': adapt(goMod),
    'clock.go': adapt(clock),
  });
};

const script = `
import clock from 'k6/x/clock';
export default () => {
  const before = clock.elapsedNs();
  if (!(clock.elapsedNs() > before)) throw new Error('the clock stands');
  console.log('the clock runs');
};`;

describe('k6.extensions', { timeout: goBuildTimeLimitMs }, () => {
  it('are built in beside the module of Headroom, once, and scripts can import them', async () => {
    const { extension, environment: published } = await publishExtension();
    const environment = { ...(await machineWithGo()), ...published };
    const k6 = await findK6({ environment, extensions: [extension] });
    expect(k6.source).toBe('build');
    expect(await findK6({ environment, extensions: [extension] })).toEqual({ ...k6, source: 'cache' });
    expect(await tryK6(k6.path, environment, [extension])).toHaveProperty('version', k6.version);

    const file = join(await temporaryFolder(), 'script.js');
    await writeFile(file, script);
    const { stderr } = await promisify(execFile)(k6.path, ['run', '--quiet', '--no-usage-report', file]);
    expect(stderr).toContain('the clock runs');
    expect(stderr).not.toContain('level=error');
  });

  it('that are made for k6 v1 are refused: Go links them without complaint, but k6 v2 never sees them', async () => {
    const { extension, environment: published } = await publishExtension((file) =>
      file.replace('go.k6.io/k6/v2', 'go.k6.io/k6').replace('v2.2.0', 'v1.8.1'),
    );
    const environment = { ...(await machineWithGo()), ...published };
    await expect(findK6({ environment, extensions: [extension] })).rejects.toMatchObject({
      code: 'E_K6_MISSING',
      message: expect.stringContaining(
        'an extension is made for go.k6.io/k6 v1.8.1: k6 v2.2.0 would not see it',
      ),
    });
  });
});
