import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describedConfig } from '../../config/described/schema.ts';
import { defineConfigTypes } from '../../config/described/type-text.ts';

const root = join(import.meta.dirname, '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headroom-types-'));
  await writeFile(join(folder, 'define.ts'), defineConfigTypes(describedConfig()));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
      include: ['*.ts'],
    }),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('gives editors a type that takes exactly the configs that the schema takes', async () => {
  await writeFile(
    join(folder, 'same.ts'),
    `import type { ConfigInput as Written } from '${root}/config/schema/config.ts';
     import type { ConfigInput as Shown } from './define.ts';
     export const there = (config: Written): Shown => config;
     export const back = (config: Shown): Written => config;`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
    (error: { readonly stdout: string }) => error,
  );
  expect(stdout).toBe('');
});
