/** `headroom --help` against an empty Node script, as whole processes, in turn. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcherPath } from '../cli/version.ts';
import { row } from './print.ts';

const rounds = 15;

const wallMs = (args: readonly string[]): number => {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - startedMs;
};

export const startup = (): void => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-bench-'));
  try {
    const empty = join(folder, 'empty.js');
    writeFileSync(empty, '');
    const compare = (args: readonly string[]): number[] => {
      wallMs([empty]);
      wallMs(args);
      return Array.from({ length: rounds }, () => wallMs(args) / wallMs([empty]));
    };
    row('headroom --help / an empty Node script, wall time', compare([launcherPath, '--help']), 'goal < 2.5');
    row(
      'headroom test --help / an empty Node script, wall time',
      compare([launcherPath, 'test', '--help']),
      '',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
