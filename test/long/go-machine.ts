import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bareMachine } from '../load/k6/stand-ins.ts';

const run = promisify(execFile);

/** A machine with Go and an empty cache for k6, but with this one's caches of Go, so that builds share their work. */
export const machineWithGo = async (): Promise<NodeJS.ProcessEnv> => {
  const { environment } = await bareMachine('go', 'git');
  const { stdout } = await run('go', ['env', '-json', 'GOCACHE', 'GOMODCACHE', 'GOPROXY', 'GOSUMDB']);
  return { ...environment, ...(JSON.parse(stdout) as NodeJS.ProcessEnv) };
};

/** A build of k6 may have to download and compile everything. */
export const goBuildTimeLimitMs = 30 * 60_000;

export type PublishedModule = {
  /** Module and version, as k6.extensions has them. */
  readonly extension: string;
  /** What has Go ask the folder first. Its checksum database can't know this one module. */
  readonly environment: NodeJS.ProcessEnv;
};

/** Of the content, as Go keeps a version that it has seen for good. */
const versionOf = (files: Readonly<Record<string, string>>): string =>
  `v1.0.0-test.${createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12)}`;

/**
 * Publishes a Go module on a proxy that is a folder, in the layout of the module proxy protocol
 * (https://go.dev/ref/mod#goproxy-protocol).
 */
export const publishToFolder = async (
  folder: string,
  module: string,
  files: Readonly<Record<string, string>> & { readonly 'go.mod': string },
): Promise<PublishedModule> => {
  const version = versionOf(files);
  const versions = join(folder, 'proxy', module, '@v');
  const repository = join(folder, 'repository');
  await mkdir(versions, { recursive: true });
  await mkdir(repository);
  for (const [name, content] of Object.entries(files)) await writeFile(join(repository, name), content);
  const git = (...parameters: readonly string[]) => run('git', ['-C', repository, ...parameters]);
  await git('init', '--quiet');
  await git('add', '.');
  await git(
    '-c',
    'user.name=test',
    '-c',
    'user.email=test@example.com',
    'commit',
    '--quiet',
    '--message=publish',
  );
  const zip = join(versions, `${version}.zip`);
  await git('archive', '--format=zip', `--prefix=${module}@${version}/`, `--output=${zip}`, 'HEAD');
  await writeFile(join(versions, `${version}.mod`), files['go.mod']);
  await writeFile(join(versions, `${version}.info`), JSON.stringify({ Version: version }));
  const { stdout: proxies } = await run('go', ['env', 'GOPROXY']);
  return {
    extension: `${module}@${version}`,
    environment: { GOPROXY: `file://${join(folder, 'proxy')},${proxies.trim()}`, GONOSUMDB: module },
  };
};
