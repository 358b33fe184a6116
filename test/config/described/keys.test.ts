import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from '../../../config/described/json-schema.ts';
import { type DescribedKey, defaultText, exampleText, keysOf } from '../../../config/described/keys.ts';
import { type Described, describedConfig } from '../../../config/described/schema.ts';
import { about } from '../../../runs/schema/about.ts';

const keys = keysOf(describedConfig());

/** The least words of a description: with fewer it only repeats the key. */
const wordsLeast = 3;

/** What an editor would not show of a key. */
const missingOf = (key: DescribedKey): string[] => [
  ...((key.schema.description ?? '').split(' ').length < wordsLeast ? ['description'] : []),
  ...(defaultText(key) === '' ? ['default'] : []),
  ...(key.isNumber && key.unit === '' ? ['unit'] : []),
  ...(exampleText(key) === '' ? ['example'] : []),
];

const incomplete = (of: readonly DescribedKey[]): string[] =>
  of.flatMap((key) => missingOf(key).map((what) => `${key.path}: no ${what}`));

describe('the keys of k6.config.ts', () => {
  it('each have a description, a default, a unit and an example', () => {
    expect(keys.length).toBeGreaterThan(250);
    expect(incomplete(keys)).toEqual([]);
  });

  it.each([
    [z.number(), ['description', 'default', 'unit', 'example']],
    [z.string().describe('the name'), ['description', 'default', 'example']],
    [z.number().optional().meta(about('how long it lasts', 3)), ['default', 'unit']],
  ])('would be found if one of these were missing', (schema, missing) => {
    const described = z.toJSONSchema(z.object({ key: schema.optional() }), { io: 'input' }) as Described;
    expect(incomplete(keysOf(described))).toEqual(missing.map((what) => `key: no ${what}`));
  });

  it('have examples that their own schema takes', () => {
    const wrong = keys.filter(({ schema: { const: fixed, enum: choices, example, type } }) => {
      if (fixed !== undefined) return example !== fixed;
      if (choices !== undefined) return !choices.includes(example);
      const types = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean' } as const;
      const wanted = types[type as keyof typeof types];
      return wanted !== undefined && typeof example !== wanted;
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('are found in every form of a load and of an autoscaler', () => {
    const paths = new Set(keys.map(({ path }) => path));
    for (const path of [
      'load<spike>.retries.backoffMs',
      'load<replay>.mix{}.weight',
      'autoscaler<hpa>.behavior.scaleDown.policies[].value',
      'autoscaler<knative>.panicThreshold',
      'endpoints[].payload.multipart.files{}.contentType',
      'apply.azure.deployment',
    ])
      expect(paths).toContain(path);
  });
});

describe('the JSON Schema of k6.config.ts', () => {
  const schema = configJsonSchema() as Described & { readonly $schema: string };

  it('names its draft, and shows all that is said of a key in its description', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.properties?.['target']?.properties?.['requestTimeoutMs']?.description).toBe(
      'when the client gives up. Unit: ms. Default: the timeout of router, else the documented one of the platform, + 5 s, so that its 504 is seen; at most 65 s. Example: 6000',
    );
  });

  it('has no word that JSON Schema does not know', () => {
    const words = new Set(keysOf(schema).flatMap((key) => Object.keys(key.schema)));
    expect(words).toContain('examples');
    for (const own of ['example', 'unit', 'otherwise', 'typeText', 'isExact'])
      expect(words).not.toContain(own);
  });
});
