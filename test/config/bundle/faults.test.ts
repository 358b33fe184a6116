import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleForK6, bundleForNode } from '../../../config/bundle/bundle.ts';

it.each([
  ['no-such-package', /^install the package beside the scenario: npm install no-such-package$/],
  ['@scope/none/deep', /^install the package beside the scenario: npm install @scope\/none$/],
  ['./none.ts', /^correct the path: it is relative to the file that imports it$/],
  ['../none/deep', /^correct the path/],
  ['fs', /^k6 reads files by open/],
  ['headroom/measure', /^import \{ defineConfig \} from 'kube-headroom'/],
  ['node:zlib', /^leave it out: k6 is not Node$/],
])('says of an import of %s, which is not there, what fixes it', async (name, fix) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'headroom-bundle-faults-'));
  const entry = join(folder.path, 'mine.ts');
  await writeFile(entry, `import * as x from '${name}';\nexport default () => x;\n`);
  await expect(bundleForK6(entry, { folder: folder.path, modules: {} })).rejects.toMatchObject({
    code: 'E_SCENARIO',
    details: [{ where: expect.stringContaining('mine.ts:1'), fix: expect.stringMatching(fix) }],
  });
});

it('refuses a script, a config and what they import in another encoding, whose letters would be lost', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'headroom-bundle-faults-'));
  const [entry, data] = ['mine.ts', 'data.json'].map((name) => join(folder.path, name)) as [string, string];
  await writeFile(entry, "import data from './data.json';\nexport default () => data;\n");
  await writeFile(data, Buffer.from('{ "city": "Köln" }', 'latin1'));
  const details = [{ where: data, what: expect.stringContaining('data.json: it is not in UTF-8 (line 1)') }];
  await expect(bundleForK6(entry, { folder: folder.path, modules: {} })).rejects.toMatchObject({ details });
  await expect(bundleForNode(entry)).rejects.toMatchObject({ details });
  await writeFile(entry, Buffer.from('\ufeffexport default 1;\n', 'utf16le'));
  await expect(bundleForNode(entry)).rejects.toMatchObject({
    details: [{ where: entry, what: 'mine.ts: it is in UTF-16: save it as UTF-8' }],
  });
});

it.each([
  [
    'Latin-1',
    Buffer.from("export default 'Köln';\n", 'latin1'),
    'an editor does so, and iconv -f LATIN1 -t UTF-8',
  ],
  [
    'UTF-16',
    Buffer.from('\ufeffexport default 1;\n', 'utf16le'),
    'an editor does so, and iconv -f UTF-16 -t UTF-8',
  ],
  ['UTF-16 without a mark', Buffer.from('export default 1;\n', 'utf16le'), 'an editor does so'],
  ['gzip', gzipSync('export default 1;\n'), 'import the unpacked file'],
])('says what makes UTF-8 of %s', async (_, content, fix) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'headroom-bundle-faults-'));
  const entry = join(folder.path, 'mine.ts');
  await writeFile(entry, content);
  await expect(bundleForNode(entry)).rejects.toMatchObject({ details: [{ where: entry, fix }] });
  await expect(bundleForK6(entry, { folder: folder.path, modules: {} })).rejects.toMatchObject({
    details: [{ where: entry, fix }],
  });
});
