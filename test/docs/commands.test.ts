import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { loadConfig } from '../../config/load-config.ts';
import { temporaryFolder } from '../builders/run-folder.ts';
import { allPages, commandsOf, fileOf, kindOf } from './pages.ts';
import { writeFiles } from './run-page.ts';

const pages = allPages();

/** Tools whose commands a page may show without running them: they are not ours, and need a cluster or an account. */
const otherTools = /^(?:npm install|kubectl|az|git|export)\b/;

it.each(commandsOf(pages, 'other'))(
  'shows commands of other tools that a shell can read: %s %s',
  (_, line) => {
    expect(line).toMatch(otherTools);
    execFileSync('bash', ['-n', '-c', line]);
  },
);

it('runs commands of ours in test/long/docs.test.ts: no page shows one in another fence', () => {
  const ours = /^(?:npx )?headroom /m;
  const written = pages.filter(({ file }) => !file.startsWith('docs/reference/'));
  const lost = written.flatMap(({ file, blocks }) =>
    blocks
      .filter((block) => kindOf(block) === undefined && block.language !== 'json' && ours.test(block.text))
      .map(({ language }) => `${file}: a fence of ${language}`),
  );
  expect(lost).toEqual([]);
});

const configs = pages.flatMap((page) =>
  page.blocks
    .map(({ words }) => fileOf(words))
    .filter((name) => name?.endsWith('k6.config.ts') ?? false)
    .map((name): [string, string, typeof page] => [page.file, name!, page]),
);

it('are found: pages with a config', () => {
  expect(configs.length).toBeGreaterThan(7);
});

it.each(configs)('shows a config that is valid: %s %s', async (_, name, page) => {
  const folder = await temporaryFolder();
  await writeFiles(page, folder, undefined);
  for (const variable of ['SCORING_KEY', 'TENANT_TOKEN']) vi.stubEnv(variable, 'any');
  onTestFinished(() => void vi.unstubAllEnvs());
  const config = await loadConfig(join(folder, name));
  expect(config.warnings).toEqual([]);
  expect(dirname(config.file)).toBe(dirname(join(folder, name)));
});
