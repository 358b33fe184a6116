import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { moduleVersion, parseK6Version, pinnedK6Version, tryK6 } from '../../../load/k6/version.ts';
import { realK6, realK6TimeLimitMs, temporaryFolder, writeExecutable } from './stand-ins.ts';

describe('parseK6Version', () => {
  it('reads the answer of a k6 built from a module', () => {
    expect(parseK6Version('k6 v2.2.0 (go1.26.8, linux/amd64)\n')).toEqual({
      version: 'v2.2.0',
      major: 2,
      extensions: [],
      module: null,
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

  it('tells which version of the module of Headroom is linked in, from its own module or by xk6', () => {
    const linked = (line: string) =>
      parseK6Version(`k6 v2.2.0 (go1.26.8, linux/amd64)\nExtensions:\n${line}\n`);
    expect(linked('  headroom.example/k6 , k6/x/headroom/v0.1.0 [js]')).toMatchObject({
      module: 'v0.1.0',
      extensions: [],
    });
    expect(linked('  headroom.example/k6 (devel), k6/x/headroom/v0.2.0 [js]')?.module).toBe('v0.2.0');
    expect(linked('  headroom.example/k6 , k6/x/headroom [js]')?.module).toBeNull();
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

  const extensionsLine = '\nExtensions:\n';
  const own = `  headroom.example/k6 , k6/x/headroom/v${moduleVersion} [js]`;

  it('accepts a real k6 v2 with the module', async () => {
    expect(await tryK6(k6, process.env)).toEqual({ path: k6, version: pinnedK6Version });
  });

  it('refuses other major versions and names the one it saw', async () => {
    for (const version of ['v1.8.1', 'v3.0.0']) {
      const path = await answering(`k6 ${version} (go1.26.8, linux/amd64)`);
      expect(await tryK6(path, process.env)).toEqual({ reason: `${path} is k6 ${version}, not k6 v2` });
    }
  });

  it('refuses a stock k6, and one with the module of another version', async () => {
    const stock = await answering('k6 v2.2.0 (go1.26.8, linux/amd64)');
    expect(await tryK6(stock, process.env)).toEqual({
      reason: `${stock} is k6 v2.2.0 without Headroom's module, which fires and records the load`,
    });
    const other = await answering(
      `k6 v2.2.0 (go1.26.8, linux/amd64)${extensionsLine}  headroom.example/k6 , k6/x/headroom/v9.0.0 [js]`,
    );
    expect(await tryK6(other, process.env)).toEqual({
      reason: `${other} has Headroom's module v9.0.0, this is Headroom v${moduleVersion}`,
    });
  });

  it('refuses a k6 without an extension, or with another version of it', async () => {
    const path = await answering(
      `k6 v2.2.0 (go1.26.8, linux/amd64)${extensionsLine}  github.com/a/xk6-b v1.0.0, k6/x/b [js]\n${own}`,
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

const textOf = (path: string): Promise<string> =>
  readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

it('names the k6 that the module is built with', async () => {
  expect(await textOf('load/module/go.mod')).toMatch(
    new RegExp(`^(require|\\t) ?go\\.k6\\.io/k6/v2 ${pinnedK6Version.replaceAll('.', '\\.')}$`, 'm'),
  );
});

it('has one version for the tool and its module', async () => {
  expect(JSON.parse(await textOf('package.json'))).toHaveProperty('version', moduleVersion);
});
