import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseK6Version, pinnedK6Version, tryK6 } from '../../../load/k6/version.ts';
import { realK6, realK6TimeLimitMs, temporaryFolder, writeExecutable } from './stand-ins.ts';

describe('parseK6Version', () => {
  it('reads the answer of a k6 built from a module', () => {
    expect(parseK6Version('k6 v2.2.0 (go1.26.8, linux/amd64)\n')).toEqual({
      version: 'v2.2.0',
      major: 2,
      extensions: [],
    });
  });

  it('reads a release, a release candidate, an old k6, and one whose file has another name', () => {
    expect(parseK6Version('k6 v2.3.0-rc1 (commit/9fa50b2d1c, go1.26.5, darwin/arm64)')?.version).toBe(
      'v2.3.0-rc1',
    );
    expect(parseK6Version('k6 v0.47.0 (2023-10-11T09:31:27+0000/v0.47.0-0-gd8033e1a, go1.21.2)')?.major).toBe(
      0,
    );
    expect(parseK6Version('123-k6.exe v2.2.0 (go1.26.8, windows/amd64)')?.version).toBe('v2.2.0');
  });

  it('lists extensions with their versions, each module once per import', () => {
    const text = [
      'k6 v2.2.0 (go1.26.8, linux/amd64)',
      'Extensions:',
      '  github.com/grafana/xk6-faker v0.5.2, k6/x/faker [js]',
      '  github.com/LeonAdato/xk6-output-statsd v0.2.1, output-statsd [output]',
      '   , k6/x/unnamed [js]',
      '',
    ].join('\n');
    expect(parseK6Version(text)?.extensions).toEqual([
      'github.com/grafana/xk6-faker@v0.5.2',
      'github.com/LeonAdato/xk6-output-statsd@v0.2.1',
    ]);
  });

  it('does not take another program for k6', () => {
    expect(parseK6Version('git version 2.39.5')).toBeNull();
    expect(parseK6Version('')).toBeNull();
  });
});

describe('tryK6', () => {
  let k6: string;
  beforeAll(async () => {
    k6 = await realK6();
  }, realK6TimeLimitMs);

  const answering = async (text: string) => writeExecutable(await temporaryFolder(), 'k6', `echo '${text}'`);

  it('accepts a real k6 v2', async () => {
    expect(await tryK6(k6, process.env)).toEqual({ path: k6, version: expect.stringMatching(/^v2\./) });
  });

  it('refuses other major versions and names the one it saw', async () => {
    for (const version of ['v1.8.1', 'v3.0.0']) {
      const path = await answering(`k6 ${version} (go1.26.8, linux/amd64)`);
      expect(await tryK6(path, process.env)).toEqual({ reason: `${path} is k6 ${version}, not k6 v2` });
    }
  });

  it('refuses a k6 without an extension, or with another version of it', async () => {
    const path = await answering(
      'k6 v2.2.0 (go1.26.8, linux/amd64)\nExtensions:\n  github.com/a/xk6-b v1.0.0, k6/x/b [js]',
    );
    expect(await tryK6(path, process.env, ['github.com/a/xk6-b@v1.0.0'])).toHaveProperty('path');
    expect(await tryK6(path, process.env, ['github.com/a/xk6-b@v1.1.0'])).toEqual({
      reason: `${path} was built without github.com/a/xk6-b@v1.1.0`,
    });
  });

  it('says why a file is not usable: missing, not a program, failing, or something else', async () => {
    const folder = await temporaryFolder();
    const failing = await writeExecutable(folder, 'failing', 'echo "no disk" >&2; exit 3');
    const other = await writeExecutable(folder, 'other', 'echo hello');
    expect(await tryK6(join(folder, 'none'), {})).toEqual({
      reason: `${join(folder, 'none')} does not exist`,
    });
    expect(await tryK6(folder, {})).toEqual({ reason: expect.stringContaining('EACCES') });
    expect(await tryK6(failing, {})).toEqual({ reason: 'failing: no disk' });
    expect(await tryK6(other, {})).toEqual({ reason: `${other} answers "hello", no version of k6` });
  });
});

it('builds the same k6 that it downloads', async () => {
  const goMod = await readFile(new URL('../../../load/k6/module/go.mod', import.meta.url), 'utf8');
  expect(goMod).toContain(`require go.k6.io/k6/v2 ${pinnedK6Version}\n`);
});
