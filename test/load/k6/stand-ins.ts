import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll } from 'vitest';
import { findK6 } from '../../../load/k6/find.ts';

const folders: string[] = [];

/** A folder of the test file's own, removed after its last test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'headroom-test-k6-')));
  folders.push(folder);
  return folder;
};

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** The path of a real k6: HEADROOM_K6 where it is set, else whatever Headroom finds or builds. */
export const realK6 = async (): Promise<string> => (await findK6()).path;

/** Getting k6 for the first time may take a build. */
export const realK6TimeLimitMs = 15 * 60_000;

/** Writes a shell script that stands in for a program which this machine can't have in that state. */
export const writeExecutable = async (folder: string, name: string, script: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
};

const systemPathOf = (tool: string): string => {
  const folder = (process.env['PATH'] ?? '').split(delimiter).find((one) => existsSync(join(one, tool)));
  if (folder === undefined) throw new Error(`these tests need ${tool} on PATH`);
  return join(folder, tool);
};

/** A machine with an empty home and nothing on PATH but the named tools of this one. */
export const bareMachine = async (...tools: readonly string[]) => {
  const folder = await temporaryFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const tool of tools) await symlink(systemPathOf(tool), join(bin, tool));
  const environment: NodeJS.ProcessEnv = {
    HOME: folder,
    PATH: bin,
    // No service has port 2: no test reaches the real releases.
    HEADROOM_K6_RELEASES: 'http://127.0.0.1:2',
  };
  return { folder, bin, environment };
};

/**
 * A stand-in for Go that "builds" by copying a real k6, and notes every build in `builds.log`. With a `gate` (a named
 * pipe) each build waits until somebody writes to it.
 */
export const writeGo = (
  bin: string,
  k6: string,
  options: { version?: string; gate?: string } = {},
): Promise<string> =>
  writeExecutable(
    bin,
    'go',
    `case "$1" in
      env) echo "${options.version ?? 'go1.26.8'}" ;;
      build)
        echo built >> "${bin}/builds.log"
        ${options.gate === undefined ? '' : `cat "${options.gate}" > /dev/null`}
        while [ "$1" != "-o" ]; do shift; done
        cp "${k6}" "$2" ;;
    esac`,
  );
