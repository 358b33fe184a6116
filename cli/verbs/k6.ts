import { existsSync } from 'node:fs';
import type { ArgumentsCamelCase, Argv } from 'yargs';

const defaultConfig = 'k6.config.ts';

type Arguments = {
  readonly version: boolean | undefined;
  readonly path: boolean | undefined;
  readonly config: string;
};

/** What the config says of k6. Without a config there is still a k6: only a file that was asked for must exist. */
const k6Settings = async (file: string) => {
  if (file === defaultConfig && !existsSync(file)) return {};
  const { loadConfig } = await import('../../config/load-config.ts');
  const { k6 } = await loadConfig(file, { sendsNothing: true });
  return { configuredPath: k6.path, extensions: k6.extensions, releasesUrl: k6.releases };
};

const run = async ({ version, path, config }: ArgumentsCamelCase<Arguments>): Promise<void> => {
  const settings = await k6Settings(config);
  const { findK6 } = await import('../../load/k6/find.ts');
  const k6 = await findK6({ ...settings, onProgress: (message) => console.error(message) });
  if (version) console.log(`k6 ${k6.version}`);
  else if (path) console.log(k6.path);
  else console.log(`k6 ${k6.version} (${k6.source}): ${k6.path}`);
};

/** `headroom k6`: how yargs shows and reads it. */
export const k6Command = {
  command: 'k6',
  describe: "get k6 with Headroom's module: find it, build it with Go, or download it",
  builder: (args: Argv) =>
    args
      .option('install', {
        type: 'boolean',
        describe: 'print which k6 is used and where it is from (default)',
      })
      .option('version', { type: 'boolean', describe: 'print its version' })
      .option('path', { type: 'boolean', describe: 'print its path' })
      .conflicts('version', ['path', 'install'])
      .conflicts('path', 'install')
      .option('config', {
        type: 'string',
        default: defaultConfig,
        describe: 'config file whose k6.path and k6.extensions apply',
      }),
  handler: run,
};
