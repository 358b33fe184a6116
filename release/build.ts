/**
 * `npm run build`: makes dist/, what the package ships. That is the TypeScript source as JavaScript with declarations, one file
 * for one file; the threads of a plan, each bundled; the large libraries, bundled, with their licences; and the Go sources of the
 * k6 module, from which k6 is built. A checkout runs from source and needs none of it.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describedConfig } from '../config/described/schema.ts';
import { defineConfigTypes } from '../config/described/type-text.ts';
import { copyModule } from '../load/k6/module-source.ts';
import { bundleLibraries } from './libraries.ts';
import { noticesText, readForeignPackage } from './notices.ts';
import { bundleThreads } from './threads.ts';

const root = join(import.meta.dirname, '..');
const output = join(root, 'dist');
const compiler = join(root, 'node_modules/typescript/bin/tsc');
/** Without a look at the types, which takes most of the time: `npm run check` and a release look at them. */
const compile = (project: string): void => {
  execFileSync(process.execPath, [compiler, '--noCheck', '-p', join(root, project)], { stdio: 'inherit' });
};

rmSync(output, { recursive: true, force: true });
compile('tsconfig.build.json');
// Only what people may import has declarations.
compile('tsconfig.types.json');
compile('scenarios/k6/tsconfig.build.json');
compile('reports/browser/tsconfig.build.json');
// What editors show of a config: with a comment on each key, and without the types of another package.
await writeFile(join(output, 'config/define.d.ts'), defineConfigTypes(describedConfig()));
await bundleThreads(root, output);
const bundled = await bundleLibraries(root, output);
const packages = await Promise.all(bundled.map(readForeignPackage));
await writeFile(join(output, 'third-party-notices.txt'), noticesText(packages));
await copyModule(join(output, 'load/module'));
