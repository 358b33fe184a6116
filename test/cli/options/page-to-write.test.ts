import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

describe('an option that names a page to write', () => {
  it.each([
    ['simulate no-such-model.json --report', 'simulation.html'],
    ['compare no-such-run other-run --html', 'compare.html'],
  ])('%s never overwrites what is no page', async (line, example) => {
    const folder = await temporaryFolder();
    const config = join(folder, 'k6.config.ts');
    await writeFile(config, 'export default {};\n');
    const { code, stderr } = await headroomHere([...line.split(' '), config]);
    expect(code).toBe(2);
    expect(stderr).toContain('which is there and no page of HTML: it is not overwritten');
    expect(stderr).toContain(example);
    expect(await readFile(config, 'utf8')).toBe('export default {};\n');
    expect((await headroomHere([...line.split(' '), folder])).stderr).toContain('which is a folder');
  });

  it('replaces an earlier page', async () => {
    const file = join(await temporaryFolder(), 'simulation.html');
    for (const before of ['', '<!doctype html>\n<title>an earlier one</title>']) {
      await writeFile(file, before);
      const { code } = await headroomHere([
        ...['simulate', 'examples/models/spike-now.json', '--replications', '1', '--report', file],
      ]);
      expect(code).toBe(0);
      expect(await readFile(file, 'utf8')).toContain('now: minimum 3');
    }
  });
});
