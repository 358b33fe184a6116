import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../builders/run-folder.ts';
import { allPages, isRun } from './pages.ts';
import { runPage } from './run-page.ts';

const pages = allPages();
const withCommands = pages.filter(({ blocks }) => blocks.some((block) => isRun(block, false)));

it('are found: pages with commands', () => {
  expect(withCommands.length).toBeGreaterThan(5);
});

it.each(withCommands.map((page) => [page.file, page] as const))('does what %s says', async (_, page) => {
  const { code, printed } = await runPage(page, await temporaryFolder(), { withSlow: false });
  expect(code, printed).toBe(0);
});

/** Tools whose commands a page may show without running them: they are not ours, and need a cluster or an account. */
const otherTools = /^(?:npm|kubectl|az|git|export|docker|code|helm)\b/;

it('shows no command of ours that is not run, and none that a shell can’t read', () => {
  const others = pages.flatMap(({ file, blocks }) =>
    blocks
      .filter(({ language, words }) => language === 'sh' && words.includes('other'))
      .map(({ text }) => ({
        file,
        lines: text
          .replaceAll(/\\\n\s*/g, '')
          .trimEnd()
          .split('\n'),
      })),
  );
  for (const { file, lines } of others) {
    for (const line of lines) expect(line, file).toMatch(otherTools);
    execFileSync('bash', ['-n', '-c', lines.join('\n')]);
  }
});
