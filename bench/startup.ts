/** The help of the tool and of each verb against an empty Node script, as whole processes, in turn. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verbNames } from '../cli/verbs/all.ts';
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
    for (const verb of verbNames)
      row(
        `headroom ${verb} --help / empty, wall time`,
        compare([launcherPath, verb, '--help']),
        'goal < 2.5',
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
