import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeReport } from '../../cli/write-report.ts';
import { temporaryFolder } from '../builders/run-folder.ts';

const recorded = 'test/fixtures/field-cases/statefulset';

const commandsIn = (text: string): string[] =>
  [...text.matchAll(/headroom [a-z]+ ([\w.-]+\/[\w.-]+)/g)].map(([, folder]) => folder!);

it('names the run in commands of the report as its folder is called, wherever it was made from', async () => {
  const project = await temporaryFolder();
  await mkdir(join(project, 'nightly'));
  const folder = join(project, 'nightly/tuesday');
  await cp(recorded, folder, { recursive: true });
  await writeReport(folder);
  for (const file of ['report.md', 'report.html']) {
    const commands = commandsIn(await readFile(join(folder, file), 'utf8'));
    expect(commands.length, file).toBeGreaterThan(0);
    expect(new Set(commands), file).toEqual(new Set(['nightly/tuesday']));
  }
});
