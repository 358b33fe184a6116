import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** What the tests of this folder read: the product's own source, as text and as imports. */
const root = join(import.meta.dirname, '../..');

/** Folders whose files are shipped or built. */
export const productFolders = [
  'errors',
  'planner',
  'runs',
  'reports',
  'config',
  'load',
  'cluster',
  'sandbox',
  'cli',
  'scenarios',
  'release',
] as const;

/** TypeScript files of folders, without declarations; paths from the root, sorted. */
export const filesOf = (folders: readonly string[]): string[] =>
  folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

/** The text of a file. */
export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** One import; `to` is a path from the root, or a package's name. */
export type Import = {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
  /** What is taken by name; undefined: the whole module. */
  readonly names: readonly string[] | undefined;
};

const targetOf = (file: string, specifier: string): string =>
  specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;

/** @example namesIn('{ type A, b as c }') // ['A', 'b'] */
const namesIn = (clause: string | undefined): string[] | undefined =>
  /\{([^}]*)\}/
    .exec(clause ?? '')?.[1]
    ?.split(',')
    .map((name) => name.replace(/^\s*type\s+/, '').trim())
    .flatMap((name) => /^\w+/.exec(name)?.[0] ?? []);

/** import and export … from statements, and import(…) calls. */
export const importsOf = (file: string): Import[] => {
  const text = textOf(file);
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\sfrom\s+)?'([^']+)'/gm);
  const calls = text.matchAll(/(\{[^{}]*\}\s*=\s*await\s+)?\bimport\('([^']+)'\)(?:\)\.(\w+))?/g);
  return [
    ...[...statements].map(([, type, clause, specifier = '']) => ({
      from: file,
      to: targetOf(file, specifier),
      isType: type !== undefined,
      names: namesIn(clause),
    })),
    ...[...calls].map(([, clause, specifier = '', member]) => ({
      from: file,
      to: targetOf(file, specifier),
      isType: false,
      names: member === undefined ? namesIn(clause?.replaceAll(/:\s*\w+/g, '')) : [member],
    })),
  ];
};
