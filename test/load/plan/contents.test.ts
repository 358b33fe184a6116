import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../config/resolve.ts';
import { bundleScript } from '../../../load/generator/bundle-script.ts';
import { contentsOf } from '../../../load/plan/contents.ts';
import { readAllPayloads } from '../../../load/plan/payloads.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const load = { scenario: 'soak', ratePerSecond: 1, soakSeconds: 5 };

const contentsWith = async (
  folder: string,
  input: { readonly target?: object; readonly script?: string },
) => {
  const target = { url: 'http://127.0.0.1:1/score', ...input.target };
  const config = resolveConfig({ ...input, target, load }, join(folder, 'k6.config.ts'));
  return contentsOf(config, await bundleScript(config), await readAllPayloads(config.endpoints));
};

describe('the marks of what a load is made of', () => {
  it('change with a script and with what it imports, and with nothing else', async () => {
    const folder = await temporaryFolder();
    const scripted = (target: object = {}) => contentsWith(folder, { target, script: './s.ts' });
    await writeFile(join(folder, 'paths.ts'), `export const path = '/fast';`);
    await writeFile(join(folder, 's.ts'), `import { path } from './paths.ts'; export default () => path;`);
    const first = await scripted();
    expect(first).toEqual({ script: expect.stringMatching(/^[0-9a-f]{64}$/), payloads: [] });
    expect(await scripted({ requestTimeoutMs: 1700 })).toEqual(first);
    await writeFile(join(folder, 'paths.ts'), `export const path = '/slow';`);
    expect((await scripted()).script).not.toBe(first.script);
  });

  it('change with the bytes of a payload file, not with its name', async () => {
    const folder = await temporaryFolder();
    const ofFile = (file: string) => contentsWith(folder, { target: { payload: { file } } });
    await writeFile(join(folder, 'a.json'), '[1]');
    await writeFile(join(folder, 'b.json'), '[1]');
    const first = await ofFile('./a.json');
    expect(await ofFile('./b.json')).toEqual(first);
    await writeFile(join(folder, 'a.json'), '[2]');
    expect(await ofFile('./a.json')).not.toEqual(first);
  });

  it('change with a body that is made again when the config is read, and with the line ends of a file', async () => {
    const folder = await temporaryFolder();
    const ofBody = (ts: number) => contentsWith(folder, { target: { payload: { json: { ts } } } });
    expect(await ofBody(1)).not.toEqual(await ofBody(2));
    const ofFile = async (text: string) => {
      await writeFile(join(folder, 'a.txt'), text);
      return contentsWith(folder, { target: { payload: { file: './a.txt' } } });
    };
    expect(await ofFile('[1]\r\n')).not.toEqual(await ofFile('[1]\n'));
  });

  it('of a payload function are those of its text: its bodies may be drawn anew', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'k6.config.ts'), 'export default {};');
    const random = () => ({ x: Math.random() });
    const contents = await contentsWith(folder, { target: { payload: random } });
    expect(await contentsWith(folder, { target: { payload: random } })).toEqual(contents);
    expect(await contentsWith(folder, { target: { payload: () => 'x' } })).not.toEqual(contents);
  });
});
