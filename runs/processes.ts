import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Whether a process of this machine runs; one that this user may not signal does. */
export const isRunning = (processId: number): boolean => {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** Of Linux: field 22 of proc(5)'s stat, clock ticks since the machine began. The name in field 2 may hold anything. */
const startInProc = async (processId: number): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${processId}/stat`, 'utf8');
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .at(22 - 3);
};

const startByPs = async (processId: number): Promise<string> => {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', `${processId}`]);
  return stdout.trim();
};

/**
 * When a process began, in whatever form its system tells it: the same text for the same process, another one for a later
 * process with the same id. null where the process is gone, or where the system does not tell (Windows).
 */
export const processStartOf = async (processId: number): Promise<string | null> => {
  const start = process.platform === 'linux' ? startInProc : startByPs;
  return start(processId).then(
    (text) => text ?? null,
    () => null,
  );
};
