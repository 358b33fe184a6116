import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';
import { findRun } from './find-run.ts';

type Command = readonly [program: string, ...args: string[]];

/** What opens a file with the user's own browser; undefined where no desktop is. */
export const openerFor = (
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  if (platform === 'darwin') return 'open';
  if (platform === 'win32') return 'explorer.exe';
  const hasDesktop = (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
  return hasDesktop ? 'xdg-open' : undefined;
};

/** Whether the program could be started; it goes on by itself. */
const start = ([program, ...args]: Command): Promise<boolean> =>
  new Promise((done) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => done(false));
    child.once('spawn', () => {
      child.unref();
      done(true);
    });
  });

/**
 * `headroom open`: the report of a run in the user's browser. Prints its path in any case.
 *
 * @throws HeadroomError E_RUN_FOLDER where there is no run, or no report of it
 */
export const openReport = async (runsFolder: string, run: string | undefined): Promise<void> => {
  const folder = await findRun(runsFolder, run);
  const path = resolve(join(folder, 'report.html'));
  try {
    await access(path);
  } catch (cause) {
    throw new HeadroomError('E_RUN_FOLDER', {
      what: 'this run has no report yet',
      where: folder,
      fix: `make it: headroom report ${shellPath(folder)}`,
      cause,
    });
  }
  console.log(path);
  const program = openerFor(process.platform, process.env);
  if (program === undefined || !(await start([program, path])))
    console.error('no browser could be started here: open this file yourself');
};
