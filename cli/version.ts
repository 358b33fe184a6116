import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the checkout, or of the installed package, whose code lies one folder deeper in dist/. */
const root = [join(import.meta.dirname, '..'), join(import.meta.dirname, '../..')].find((folder) =>
  existsSync(join(folder, 'bin/headroom.js')),
);
if (root === undefined) throw new Error('bin/headroom.js is not where the package puts it');

/** What starts the tool, for processes of its own. */
export const launcherPath = join(root, 'bin/headroom.js');

/** The tool's own version, from package.json. */
export const version: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
