import { z } from 'zod';
import { resultSchema } from '../result.ts';
import { resultFields } from './result-fields.ts';
import { runFields } from './run-fields.ts';
import { shownFields } from './shown-fields.ts';

/** A JSON Schema, as far as it is read here. */
type Schema = {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
};

/** One field of the result: its path, with `[]` for an element of a list and `{}` for a value by any name. */
export type ResultField = {
  readonly path: string;
  readonly type: string;
  readonly unit: string;
  /** Empty: nobody has said what it is. */
  readonly text: string;
};

/** What each field is, by its name or the end of its path. */
export const fieldWords: Readonly<Record<string, string>> = { ...resultFields, ...shownFields, ...runFields };

/** The parts of the config are explained in the config's own reference. */
const isConfig = (path: string): boolean => /^run\.config\.(load|plan|autoscaler|router)\./.test(path);

/**
 * The unit that a name tells.
 *
 * @example unitOf('p95Ms') // 'ms'
 */
export const unitOf = (name: string): string => {
  if (/(?:^at|At)Ms$/.test(name)) return 'ms since 1970';
  if (/(?:^ms|Ms)$/.test(name)) return 'ms';
  if (/PerSecond(?:Max)?$/.test(name)) return '1/s';
  if (/(?:^seconds|(?<!bad)Seconds)$/.test(name)) return 's';
  if (/(?:^second|Second)$/.test(name)) return 's';
  return /(?:^share|Share)$/.test(name) ? 'share, 0 to 1' : '';
};

/** The entry whose path is the longest end of this one. */
const wordsFor = (path: string): string | undefined => {
  const parts = path.replaceAll(/\[\]|\{\}/g, '').split('.');
  const ends = parts.map((_, i) => parts.slice(i).join('.'));
  const known = ends.find((end) => Object.hasOwn(fieldWords, end));
  return known === undefined ? undefined : fieldWords[known];
};

const typeOf = (schema: Schema): string => {
  const { type, anyOf, oneOf, enum: values, const: only } = schema;
  if (only !== undefined) return JSON.stringify(only);
  if (values !== undefined) return 'string';
  const variants = anyOf ?? oneOf;
  if (variants !== undefined) return [...new Set(variants.map(typeOf))].join(' or ');
  return type === undefined ? 'any' : [type].flat().join(' or ');
};

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const fieldOf = (path: string, name: string, schema: Schema): ResultField => ({
  path,
  type: typeOf(schema),
  unit: unitOf(name),
  text: wordsFor(path) ?? capitalized(schema.description ?? ''),
});

const fieldsIn = (schema: Schema, at: string): ResultField[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = at === '' ? name : `${at}.${name}`;
    return [fieldOf(path, name, field), ...fieldsIn(field, path)];
  }),
  ...(schema.items ? fieldsIn(schema.items, `${at}[]`) : []),
  ...(typeof schema.additionalProperties === 'object'
    ? fieldsIn(schema.additionalProperties, `${at}{}`)
    : []),
  ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((variant) => fieldsIn(variant, at)),
];

const described = (schema: Schema, at: string): Schema => {
  const { properties, items, additionalProperties: named, anyOf, oneOf } = schema;
  const withWords = ([name, field]: [string, Schema]): [string, Schema] => {
    const path = at === '' ? name : `${at}.${name}`;
    const { text, unit } = fieldOf(path, name, field);
    const description = [text, unit && `(${unit})`].filter(Boolean).join(' ');
    return [name, { ...described(field, path), ...(description !== '' && { description }) }];
  };
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(withWords)) }),
    ...(items && { items: described(items, `${at}[]`) }),
    ...(typeof named === 'object' && { additionalProperties: described(named, `${at}{}`) }),
    ...(anyOf && { anyOf: anyOf.map((variant) => described(variant, at)) }),
    ...(oneOf && { oneOf: oneOf.map((variant) => described(variant, at)) }),
  };
};

const bare = (): Schema =>
  z.toJSONSchema(resultSchema, { io: 'output', reused: 'inline', unrepresentable: 'any' }) as Schema;

/** Every field of a result once, in the order of its file; those of a choice stand under one path. */
export const resultFieldsOf = (): ResultField[] => {
  const all = fieldsIn(bare(), '').filter(({ path }) => !isConfig(path));
  return [...new Map(all.map((field) => [field.path, field])).values()];
};

/** The JSON Schema of `result.json`, with what each field is and its unit. */
export const resultJsonSchema = (): object => ({
  ...described(bare(), ''),
  $id: 'urn:headroom:result:1',
  title: 'result.json of Headroom, version 1',
});
