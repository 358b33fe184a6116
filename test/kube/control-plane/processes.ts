import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';

/** A port of loopback that nobody listens on now. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

/** Starts a program that writes all it says to a file, and ends with this process at the latest. */
export const startProgram = async (
  path: string,
  flags: readonly string[],
  log: string,
): Promise<ChildProcess> => {
  const file = await open(log, 'a');
  const child = spawn(path, flags, { stdio: ['ignore', file.fd, file.fd] });
  await once(child, 'spawn');
  process.once('exit', () => child.kill('SIGKILL'));
  await file.close();
  return child;
};

/** Whether a program is gone: it ended by itself, or a signal ended it. */
export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Kills a program, as a crash would, and waits until it is gone. */
export const kill = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};

/** A program that is to go on, and the file in which stands what it says. */
export type Running = { readonly name: string; readonly child: ChildProcess; readonly log: string };

/** @throws Error with the end of its log where one of the programs has ended by itself */
export const demandRunning = async (...programs: readonly Running[]): Promise<void> => {
  for (const { name, child, log } of programs)
    if (hasEnded(child))
      throw new Error(
        `${name} ended with ${child.exitCode}:\n${(await readFile(log, 'utf8')).slice(-4_000)}`,
      );
};
