/** `npm run size`: packs the package, installs it into an empty folder, prints what that takes. Ends with 1 above a limit. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedMost, measureInstalled } from './installed.ts';

const root = join(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'headroom-size-'));
try {
  const npm = (cwd: string, ...args: readonly string[]) =>
    execFileSync('npm', args, { cwd, stdio: 'ignore' });
  npm(root, 'pack', '--pack-destination', folder);
  npm(folder, 'install', `./${(await readdir(folder)).find((name) => name.endsWith('.tgz'))}`);
  const { megabytes, packages } = await measureInstalled(folder);
  console.log(packages.join('\n'));
  console.log(
    `${megabytes.toFixed(1)} MB, at most ${installedMost.megabytes}; k6 is apart, in the user's cache`,
  );
  console.log(`${packages.length} packages, at most ${installedMost.packages}`);
  if (megabytes > installedMost.megabytes || packages.length > installedMost.packages) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
