import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { launcherPath } from '../../cli/version.ts';
import { headroom } from '../builders/headroom.ts';
import { temporaryFolder } from '../builders/run-folder.ts';
import { allPages, commandsOf, isRun, isSlow, readPage } from '../docs/pages.ts';
import { runPage, writeFiles } from '../docs/run-page.ts';

const pages = allPages();
const withCommands = pages.filter(({ blocks }) => blocks.some((block) => isRun(block, true)));

it('there are pages with commands, some of them slow', () => {
  expect(withCommands.length).toBeGreaterThan(8);
  expect(withCommands.filter(isSlow).map(({ file }) => file)).toContain('docs/tutorial.md');
});

it.each(withCommands.map((page) => [page.file, page] as const))('does all that %s says', async (_, page) => {
  const { code, printed } = await runPage(page, await temporaryFolder(), { withSlow: true });
  expect(code, printed).toBe(0);
});

/** What a command says whose options are right, where the run of the reader is not there. */
const missesTheRun = /E_RUN_FOLDER|there is no baseline/;

it.each(commandsOf(pages, 'later'))('shows commands that only miss the run: %s %s', async (_, line) => {
  const [npx, name, ...args] = line.split(' ');
  expect([npx, name]).toEqual(['npx', 'headroom']);
  const folder = await temporaryFolder();
  const config = readPage('docs/how-to/local.md').blocks.find(({ language }) => language === 'ts')!.text;
  await writeFile(join(folder, 'k6.config.ts'), config);
  await writeFile(join(folder, 'hpa.yaml'), '');
  const { code, stderr } = await headroom(args, folder);
  expect(stderr).toMatch(missesTheRun);
  expect(code).toBe(2);
});

it.each(commandsOf(pages, 'service'))('shows services that start: %s %s', async (file, line) => {
  const args = line.split(' ').slice(2).join(' ');
  const command = `"${process.execPath}" "${launcherPath}" ${args} --port 0 --api-port 0 --json --exit-with-stdin < /dev/null`;
  const folder = await temporaryFolder();
  await writeFiles(pages.find((page) => page.file === file)!, folder, undefined);
  const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ ready: true });
});
