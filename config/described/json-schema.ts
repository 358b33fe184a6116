import { type DescribedKey, defaultText, exampleText, ownKeysOf } from './keys.ts';
import { type Described, describedConfig } from './schema.ts';

/** What an editor shows on a key: all that is said of it, as editors show the description alone. */
const shown = (key: DescribedKey): string => {
  const parts = [
    key.schema.description,
    ...(key.unit === '' ? [] : [`Unit: ${key.unit}`]),
    `Default: ${defaultText(key)}`,
    `Example: ${exampleText(key)}`,
  ];
  return parts.join('. ');
};

/** Words of ours that JSON Schema does not know. */
const ownWords: readonly string[] = ['unit', 'otherwise', 'typeText', 'isExact'];

const standard = ({ example, ...schema }: Described): object => ({
  ...Object.fromEntries(Object.entries(schema).filter(([word]) => !ownWords.includes(word))),
  ...(example !== undefined && { examples: [example] }),
});

const withDescriptions = (schema: Described): object => {
  const { properties, items, additionalProperties: named, anyOf, oneOf } = schema;
  const keys = ownKeysOf(schema).map((key) => [
    key.name,
    { ...withDescriptions(key.schema), description: shown(key) },
  ]);
  return standard({
    ...schema,
    ...(properties && { properties: Object.fromEntries(keys) }),
    ...(items && { items: withDescriptions(items) }),
    ...(typeof named === 'object' && { additionalProperties: withDescriptions(named) }),
    ...(anyOf && { anyOf: anyOf.map(withDescriptions) }),
    ...(oneOf && { oneOf: oneOf.map(withDescriptions) }),
  });
};

/**
 * The JSON Schema of k6.config.ts's default export, for editors and other tools. Functions appear as "anything". Each key's
 * description has its unit, default and an example.
 */
export const configJsonSchema = (): object => withDescriptions(describedConfig());
