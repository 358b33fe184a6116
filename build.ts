/**
 * Makes dist/, what the package ships: the TypeScript source as JavaScript with declarations, one file for one file,
 * and the Go sources of the k6 module, from which k6 is built. A checkout runs from source and needs none of it.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyModule } from './load/k6/module-source.ts';

const root = import.meta.dirname;
const compile = (project: string): void => {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, project)], {
    stdio: 'inherit',
  });
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
compile('tsconfig.build.json');
compile('scenarios/k6/tsconfig.build.json');
await copyModule(join(root, 'dist/load/module'));
