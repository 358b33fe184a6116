import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './cache.ts';
import type { Refusal } from './command.ts';
import { goBuild, goGet, goVersionIn, modulesIn } from './go.ts';
import { copyModule } from './module-source.ts';
import { pinnedK6Version } from './version.ts';

/** What a way to make k6 is told. */
export type MakeOptions = {
  readonly machine: Machine;
  /** Go modules, each with its version. */
  readonly extensions: readonly string[];
  /** An empty folder to work in; the caller removes it. */
  readonly folder: string;
  /** Told, in a line for people, before each long step. */
  readonly onProgress: (message: string) => void;
};

/** A k6 binary just made, not yet in its place. */
export type Made = { readonly path: string };

/** k6 is linked with an extension for another of its major versions without complaint, but never sees it. */
const refuseOtherK6 = async (binary: string, environment: NodeJS.ProcessEnv): Promise<Refusal | null> => {
  const modules = await modulesIn(binary, environment);
  if ('reason' in modules) return modules;
  const other = modules.find((module) => /^go\.k6\.io\/k6(\/v(?!2 )\d+)? /.test(module));
  return other === undefined
    ? null
    : {
        reason: `an extension is made for ${other}: k6 ${pinnedK6Version} would not see it`,
        fix: 'name a version of the extension that is made for k6 v2 in k6.extensions',
      };
};

/** An extension registers itself when its package is linked in: an import without a name is all that it takes. */
const importsOf = (extensions: readonly string[]): string =>
  [
    'package main',
    '',
    'import (',
    ...extensions.map((extension) => `\t_ "${extension.split('@')[0]}"`),
    ')',
    '',
  ].join('\n');

/** Adds the extensions to a copy of Headroom's module, beside what its go.sum pins. */
const addExtensions = async (
  folder: string,
  { extensions, machine: { environment } }: MakeOptions,
): Promise<Refusal | null> => {
  if (extensions.length === 0) return null;
  await writeFile(join(folder, 'cmd/k6/extensions.go'), importsOf(extensions));
  return goGet(folder, extensions, environment);
};

/**
 * Builds k6 with Headroom's module, and the extensions if there are any, with the Go of this machine. The module's
 * go.sum pins every dependency. Needs a Go module proxy or a filled module cache.
 */
export const buildK6 = async (options: MakeOptions): Promise<Made | Refusal> => {
  const { machine, extensions, onProgress } = options;
  const { environment } = machine;
  const folder = join(options.folder, 'module');
  const path = join(options.folder, 'k6');
  await copyModule(folder);
  const go = await goVersionIn(folder, environment);
  if (typeof go !== 'string') return go;
  const withExtensions = extensions.length > 0 ? `, with ${extensions.join(', ')},` : '';
  onProgress(`building k6 ${pinnedK6Version}${withExtensions} with ${go} (once, about two minutes)`);
  const refusal =
    (await addExtensions(folder, options)) ??
    (await goBuild({ folder, target: './cmd/k6', output: path, environment })) ??
    (extensions.length > 0 ? await refuseOtherK6(path, environment) : null);
  return refusal ?? { path };
};
