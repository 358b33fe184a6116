/**
 * `npm run release -- [folder] [--dry-run] [--url <base>]`: makes everything that a release consists of, into
 * release/archives or the given folder, and publishes nothing. release/README.md tells the steps.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatError, HeadroomError } from '../errors/headroom-error.ts';
import { releaseFolder, releasePlatforms } from '../load/k6/release-names.ts';
import { filesOfRelease, makeWholeRelease, type ReleaseJob } from './make.ts';
import { run } from './run.ts';
import { readReleaseState } from './state.ts';

const checkout = join(import.meta.dirname, '..');

type PackedFiles = readonly [{ readonly size: number; readonly entryCount: number }];

/** Builds and weighs what would be packed, so that a fault of the build shows in a dry run too. */
const describePackage = async (): Promise<string> => {
  const said = await run('npm', ['pack', '--dry-run', '--json'], checkout);
  const [{ size, entryCount }] = JSON.parse(said.slice(said.indexOf('[\n'))) as PackedFiles;
  return `the package: ${entryCount} files, ${(size / 1e6).toFixed(1)} MB packed`;
};

const dryRun = async (job: ReleaseJob): Promise<void> => {
  console.log(`release ${job.version}, dry run: nothing is kept`);
  console.log(await describePackage());
  console.log(`would make in ${join(job.root, releaseFolder)}:`);
  for (const file of filesOfRelease(job)) console.log(`  ${file}`);
  if (job.baseUrl === null) console.log('no manifest for krew: --url names the place of the release');
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false }, url: { type: 'string' } },
  });
  const state = await readReleaseState(checkout);
  if (state.kind === 'notReady')
    throw new HeadroomError(
      'E_USAGE',
      state.faults.map((what) => ({ what })),
    );
  const { version, notes } = state;
  const job: ReleaseJob = {
    checkout,
    version,
    notes,
    platforms: releasePlatforms,
    root: resolve(positionals[0] ?? join(import.meta.dirname, 'archives')),
    baseUrl: values.url?.replace(/\/+$/, '') ?? null,
    say: console.log,
  };
  if (values['dry-run']) await dryRun(job);
  else console.log(await makeWholeRelease(job));
};

try {
  await main();
} catch (error) {
  if (!(error instanceof HeadroomError)) throw error;
  console.error(formatError(error));
  process.exitCode = error.exitCode;
}
