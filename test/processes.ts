import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process of this machine. */
export type Process = { readonly pid: number; readonly command: string };

/** Of Linux: no program is needed, and a process that ends meanwhile is left out. */
const fromProc = async (): Promise<Process[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      // A process that has ended and is not yet waited for has no command.
      command: (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '),
    })),
  );
  return all.filter(({ command }) => command !== '');
};

const fromPs = async (): Promise<Process[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,args=']);
  return stdout.split('\n').map((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
};

/** All processes whose command line holds a text. */
export const processesWith = async (text: string): Promise<Process[]> => {
  const all = existsSync('/proc/self/cmdline') ? await fromProc() : await fromPs();
  return all.filter(({ command }) => command.includes(text));
};

/** Of those, the ones that are k6 running a load. */
export const k6With = async (text: string): Promise<Process[]> =>
  (await processesWith(text)).filter(({ command }) => /^\S*k6\S* run /.test(command));
