import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeReport } from '../../cli/write-report.ts';
import type { Run } from '../../runs/schema/run.ts';
import { headroomHere } from '../builders/in-process.ts';
import { spikeAdvice } from '../builders/planned-report.ts';
import { temporaryFolder } from '../builders/run-folder.ts';

const recorded = 'test/fixtures/field-cases/statefulset';

const commandsIn = (text: string): string[] =>
  [...text.matchAll(/headroom [a-z]+ ([\w.-]+\/[\w.-]+)/g)].map(([, folder]) => folder!);

it('names the run in commands of the report as its folder is called, from outside of the project', async () => {
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

it('names the run as it is typed where the report was made, however deep the folder of runs lies', async () => {
  const project = await temporaryFolder();
  const folder = join(project, 'load/nightly/tuesday');
  await cp(recorded, folder, { recursive: true });
  const made = await headroomHere(['report', 'load/nightly/tuesday'], project);
  expect(made.code, made.stderr).toBe(0);
  for (const file of ['report.md', 'report.html']) {
    const text = await readFile(join(folder, file), 'utf8');
    const commands = [...text.matchAll(/headroom (?:plan|report) ([\w.-]+\/[\w./-]+)/g)].map(
      ([, named]) => named,
    );
    expect(commands.length, file).toBeGreaterThan(0);
    expect(new Set(commands), file).toEqual(new Set(['load/nightly/tuesday']));
  }
});

describe('the config in commands of the report', () => {
  const reported = async (config: string) => {
    const project = await temporaryFolder();
    const folder = join(project, 'runs/tuesday');
    await cp(recorded, folder, { recursive: true });
    const run = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as Run;
    const named = { ...run, configFile: `../../${config}` };
    await writeFile(join(folder, 'run.json'), JSON.stringify(named));
    const advice = { ...spikeAdvice(), runs: [run.id] };
    await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advice));
    const read = async (): Promise<string[]> => {
      await writeReport(folder);
      const files = ['report.md', 'report.html'].map((file) => readFile(join(folder, file), 'utf8'));
      return (await Promise.all(files)).flatMap(
        (text) => text.match(/headroom (?:test|verify runs)[\w./-]*(?: --config [\w./-]+)?/g) ?? [],
      );
    };
    return { project, read };
  };

  it('is the one that the run was recorded with, where that is here', async () => {
    const { project, read } = await reported('mine.config.ts');
    expect(new Set(await read())).toEqual(new Set(['headroom verify runs/tuesday']));
    await writeFile(join(project, 'mine.config.ts'), '');
    expect(new Set(await read())).toEqual(new Set(['headroom verify runs/tuesday --config mine.config.ts']));
  });

  it('is not named where it is the usual one', async () => {
    const { project, read } = await reported('k6.config.ts');
    await writeFile(join(project, 'k6.config.ts'), '');
    expect(new Set(await read())).toEqual(new Set(['headroom verify runs/tuesday']));
  });
});
