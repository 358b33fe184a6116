/**
 * Makes dist/, what the package ships: the TypeScript source as JavaScript with declarations, one file for one file,
 * and the Go modules from which k6 is built. A checkout runs from source and needs none of it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;
const compile = (project: string): void => {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, project)], {
    stdio: 'inherit',
  });
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
compile('tsconfig.build.json');
compile('scenarios/tsconfig.build.json');
for (const folder of ['load/k6/module', 'load/k6/xk6-module']) {
  cpSync(join(root, folder), join(root, 'dist', folder), { recursive: true });
}
