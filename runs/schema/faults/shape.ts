import { z } from 'zod';
import { type Path, valueAt } from './show.ts';

type JsonSchema = {
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
};

/** The keys that a schema knows at a path of an input. */
export type KeysAt = (path: Path) => string[];

/** A schema never changes, and to describe a large one takes tens of milliseconds. */
const shapes = new WeakMap<z.ZodType, JsonSchema>();

const shapeOf = (schema: z.ZodType): JsonSchema => {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  shapes.set(schema, shape);
  return shape;
};

const propertiesOf = ({ properties }: JsonSchema): [string, JsonSchema][] => Object.entries(properties ?? {});

/** Whether a branch of a union is the one that the input names by its `kind`, `scenario` or another fixed value. */
const isMeant = (branch: JsonSchema, input: unknown): boolean =>
  propertiesOf(branch).every(([key, of]) => !('const' in of) || of.const === valueAt(input, [key]));

/** Whether the input has a key of a branch: `{ file, lines }` means the branch that knows `file`. */
const sharesKey = (branch: JsonSchema, input: unknown): boolean =>
  propertiesOf(branch).some(([key]) => valueAt(input, [key]) !== undefined);

const branchesOf = (schema: JsonSchema, input: unknown): JsonSchema[] => {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const possible = inner.filter((branch) => isMeant(branch, input));
  const sharing = possible.filter((branch) => sharesKey(branch, input));
  const meant = sharing.length > 0 ? sharing : possible;
  return [schema, ...meant.flatMap((branch) => branchesOf(branch, input))];
};

const below = (schema: JsonSchema, key: PropertyKey): JsonSchema[] => {
  if (typeof key === 'number') return schema.items ? [schema.items] : [];
  const known = propertiesOf(schema).find(([name]) => name === key)?.[1];
  if (known !== undefined) return [known];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
};

/**
 * Finds the keys that a schema knows at each path of an input. Of a union only the branch counts that the input has
 * chosen: a key of another kind would be no help.
 */
export const keysIn = (schema: z.ZodType, input: unknown): KeysAt => {
  // Only a fault asks, and most inputs have none.
  return (path) => {
    const found = path.reduce<JsonSchema[]>(
      (schemas, key, i) =>
        schemas
          .flatMap((one) => branchesOf(one, valueAt(input, path.slice(0, i))))
          .flatMap((one) => below(one, key)),
      [shapeOf(schema)],
    );
    const branches = found.flatMap((one) => branchesOf(one, valueAt(input, path)));
    return [...new Set(branches.flatMap((branch) => propertiesOf(branch).map(([name]) => name)))];
  };
};
