/** The licences of everything that the package ships of others, or installs with it. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The licences that a package in ours may have: none of them asks anything of who uses the tool. */
const allowedLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

type PackageFile = { readonly name: string; readonly version: string; readonly license?: string };

/** A package of others, and what it says about its licence. */
export type ForeignPackage = {
  readonly name: string;
  readonly version: string;
  /** SPDX name, as its package.json says it. */
  readonly licence: string;
  /** Its licence and notice files, one after the other; empty where it has none. */
  readonly text: string;
};

/** Whether a file of a package holds its licence, by its name. */
export const isLicenceFile = (name: string): boolean => /^(licen[cs]e|copying|notice)/i.test(name);

/** Reads what a package says about its licence from its installed folder. */
export const readForeignPackage = async (folder: string): Promise<ForeignPackage> => {
  const file = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageFile;
  const names = (await readdir(folder)).filter(isLicenceFile).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return {
    name: file.name ?? basename(folder),
    version: file.version,
    licence: file.license ?? 'not stated',
    text: texts.map((text) => text.trim()).join('\n\n'),
  };
};

/** Names of packages whose licence is not allowed, with what they say. */
const refusedOf = (packages: readonly ForeignPackage[]): string[] =>
  packages
    .filter(({ licence }) => !allowedLicences.includes(licence))
    .map(({ name, version, licence }) => `${name} ${version}: ${licence}`);

const heading = ({ name, version, licence }: ForeignPackage): string => `${name} ${version} (${licence})`;

/**
 * The notice file of the package: what is bundled, each with the full text of its licence.
 *
 * @throws Error if a licence is not allowed: such a package must not be shipped
 */
export const noticesText = (bundled: readonly ForeignPackage[]): string => {
  const refused = refusedOf(bundled);
  if (refused.length > 0) throw new Error(`these licences are not allowed: ${refused.join(', ')}`);
  const intro = `This package holds code of ${bundled.length} other packages, bundled by the build. Each follows with its licence.`;
  const line = '-'.repeat(100);
  const parts = bundled.map((one) => `${line}\n${heading(one)}\n\n${one.text}`);
  return `${[intro, ...parts].join('\n\n')}\n`;
};
