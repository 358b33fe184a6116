import { type DescribedKey, defaultText, exampleText, ownKeysOf } from './keys.ts';
import type { Described } from './schema.ts';

const plainTypes: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** What an editor shows above a key. */
const docLines = (key: DescribedKey): string[] => {
  const { description = '' } = key.schema;
  const lines = [
    `${description.charAt(0).toUpperCase()}${description.slice(1)}.`,
    ...(key.unit === '' ? [] : [`Unit: ${key.unit}.`]),
    `@default ${defaultText(key)}`,
    `@example ${key.name}: ${exampleText(key)}`,
  ];
  return lines.map((line) => line.replaceAll('*/', '*\\/'));
};

const propertyLines = (key: DescribedKey, indent: string): string[] => {
  const { isExact = false } = key.schema;
  const type = typeText(key.schema, `${indent}  `);
  const value = key.isRequired ? `: ${type}` : isExact ? `?: ${type}` : `?: ${type} | undefined`;
  return [
    `${indent}  /**`,
    ...docLines(key).map((line) => `${indent}   * ${line}`),
    `${indent}   */`,
    `${indent}  ${key.name}${value};`,
  ];
};

const objectText = (schema: Described, indent: string): string => {
  return ['{', ...ownKeysOf(schema).flatMap((key) => propertyLines(key, indent)), `${indent}}`].join('\n');
};

/** The TypeScript type of a part of the config, with a comment on each key. */
const typeText = (schema: Described, indent: string): string => {
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (branches.length > 0) return branches.map((branch) => typeText(branch, indent)).join(' | ');
  if (schema.typeText !== undefined) return schema.typeText;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.items !== undefined) return `(${typeText(schema.items, indent)})[]`;
  if (schema.properties !== undefined) return objectText(schema, indent);
  if (typeof schema.additionalProperties === 'object')
    return `{ [name: string]: ${typeText(schema.additionalProperties, indent)} }`;
  return plainTypes[schema.type ?? ''] ?? 'unknown';
};

/**
 * The declarations that `import { defineConfig } from` this package gives an editor: the type of k6.config.ts with
 * description, unit, default and example of every key. It needs no other file, so no other package either.
 */
export const defineConfigTypes = (schema: Described): string =>
  [
    '/** What a person writes in k6.config.ts. */',
    `export type ConfigInput = ${typeText(schema, '')};`,
    '',
    '/** Gives k6.config.ts its types; returns what it was given. */',
    'export declare const defineConfig: (config: ConfigInput) => ConfigInput;',
    '',
  ].join('\n');
