import { z } from 'zod';
import { configSchema } from '../schema/config.ts';

/** A part of the config's JSON Schema, with what `about` says of it. */
export type Described = {
  readonly description?: string;
  readonly example?: unknown;
  readonly unit?: string;
  readonly otherwise?: string;
  /** TypeScript of what JSON Schema can't say: a function. */
  readonly typeText?: string;
  /** The key may be left out, but not be undefined. */
  readonly isExact?: boolean;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Described | boolean;
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
};

/** The JSON Schema of k6.config.ts's default export, with everything that the schema says of its keys. */
export const describedConfig = (): Described =>
  z.toJSONSchema(configSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodExactOptional) jsonSchema['isExact'] = true;
    },
  }) as Described;
