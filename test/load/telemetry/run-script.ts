import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findK6 } from '../../../load/k6/find.ts';
import { telemetryArguments, telemetryEnvironment } from '../../../load/telemetry/k6-environment.ts';

/** The first run on a machine may have to build k6. */
export const findingK6MsMax = 300_000;

export type ScriptOptions = {
  readonly script: string;
  /** Where the telemetry goes. */
  readonly port: number;
  readonly parameters?: readonly string[];
  /** What the user has set, on top of the environment of this process. */
  readonly settings?: NodeJS.ProcessEnv;
};

export type EndedScript = { readonly exitCode: number | null; readonly log: string };

/** Runs a script with real k6, with the tool's own telemetry settings, until k6 has ended. */
export const runScript = async ({
  script,
  port,
  parameters = [],
  settings = {},
}: ScriptOptions): Promise<EndedScript> => {
  const k6 = await findK6();
  const folder = await mkdtemp(join(tmpdir(), 'headroom-telemetry-'));
  try {
    const file = join(folder, 'script.js');
    await writeFile(file, script);
    const child = spawn(k6.path, ['run', ...telemetryArguments(), '--quiet', ...parameters, file], {
      env: telemetryEnvironment({ port, inherited: { ...process.env, ...settings } }),
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        log += text;
      });
    }
    const [exitCode] = await once(child, 'close');
    return { exitCode, log };
  } finally {
    await rm(folder, { recursive: true });
  }
};
