import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleForBrowser } from '../../../config/bundle/bundle.ts';

/** A file of a process; empty where it has ended meanwhile. */
const read = (pid: string, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
};

/** The bundler's processes that this one has started. Nothing is awaited: a bundle that has just begun can't end meanwhile. */
const bundlers = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, 'stat').split(') ').at(-1)?.split(' ')[1] === `${process.pid}`)
    .filter((pid) => read(pid, 'cmdline').includes('esbuild'))
    .map(Number);

// Only Linux has /proc.
it.runIf(existsSync('/proc/self/stat'))('a bundle is made though its process is ended under it', async () => {
  const entry = join(import.meta.dirname, '../../../reports/browser/main.ts');
  const whole = await bundleForBrowser(entry);
  const again = bundleForBrowser(entry);
  const begun = bundlers();
  for (const pid of begun) process.kill(pid, 'SIGKILL');
  expect(begun).toHaveLength(1);
  expect(await again).toBe(whole);
});
