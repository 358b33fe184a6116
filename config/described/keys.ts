import { unitOf } from '../../runs/schema/faults/units.ts';
import type { Described } from './schema.ts';

/** A key of the config: where it stands, and what may be said of it. */
export type DescribedKey = {
  /** From the top: `load<spike>.holdSeconds`; the name in <> is that of the form, `[]` an entry, `{}` any name. */
  readonly path: string;
  readonly name: string;
  readonly schema: Described;
  readonly isRequired: boolean;
  /** Whether it may be a number: that needs a unit. */
  readonly isNumber: boolean;
  /** Empty: it has none. */
  readonly unit: string;
};

/** The value that tells one form of an object from the others: a load's scenario, a rule's kind. */
const formOf = ({ properties }: Described): string | undefined => {
  const fixed = Object.values(properties ?? {}).find((one) => one.const !== undefined);
  return fixed === undefined ? undefined : String(fixed.const);
};

const branchesOf = (schema: Described): readonly Described[] => [
  ...(schema.anyOf ?? []),
  ...(schema.oneOf ?? []),
];

const takesNumber = (schema: Described): boolean =>
  schema.type === 'number' || schema.type === 'integer' || branchesOf(schema).some(takesNumber);

const unitIn = (name: string): string => (name.endsWith('PerSecond') ? 'requests/s' : (unitOf(name) ?? ''));

const keyOf = (above: string, name: string, schema: Described, isRequired: boolean): DescribedKey => ({
  path: above === '' ? name : `${above}.${name}`,
  name,
  schema,
  isRequired,
  isNumber: takesNumber(schema),
  unit: schema.unit ?? (takesNumber(schema) ? unitIn(name) : ''),
});

/** The keys of an object itself, without those of its forms and of the objects in it. */
export const ownKeysOf = ({ properties = {}, required = [] }: Described, above = ''): DescribedKey[] =>
  Object.entries(properties).map(([name, of]) => keyOf(above, name, of, required.includes(name)));

/** Every key of a schema, in the order in which it is written: a form of an object after the other. */
export const keysOf = (schema: Described, above = ''): DescribedKey[] => {
  const own = ownKeysOf(schema, above).flatMap((key) => [key, ...keysOf(key.schema, key.path)]);
  const { items, additionalProperties: named } = schema;
  const forms = branchesOf(schema).flatMap((branch) => {
    const form = formOf(branch);
    return keysOf(branch, form === undefined ? above : `${above}<${form}>`);
  });
  return [
    ...own,
    ...forms,
    ...(items === undefined ? [] : keysOf(items, `${above}[]`)),
    ...(typeof named === 'object' ? keysOf(named, `${above}{}`) : []),
  ];
};

/**
 * A value as a person writes it in a config.
 *
 * @example valueText({ file: './a.json' }) // "{ file: './a.json' }"
 */
const valueText = (value: unknown): string => {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, of]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
    return `${key}: ${valueText(of)}`;
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
};

/** What counts where a key is left out, in words. */
export const defaultText = ({ schema, isRequired }: DescribedKey): string => {
  if (isRequired) return 'none: it must be given';
  if (schema.otherwise !== undefined) return schema.otherwise;
  return schema.default === undefined ? '' : valueText(schema.default);
};

/** The example of a key, as a person writes it; empty where there is none. */
export const exampleText = ({ schema: { example } }: DescribedKey): string =>
  example === undefined ? '' : valueText(example);
