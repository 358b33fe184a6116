type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

type Content = { readonly schema?: Schema; readonly example?: unknown };

type Operation = {
  readonly parameters?: readonly { readonly in?: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, Content>> };
};

type Description = { readonly paths?: Readonly<Record<string, { readonly post?: Operation }>> };

/** Schemas may refer to themselves. */
const depthMost = 8;

const scalars: Readonly<Record<string, unknown>> = { number: 0.1, integer: 1, string: 'text', boolean: true };

const resolved = (schema: Schema, root: unknown): Schema => {
  if (schema.$ref === undefined) return schema;
  const path = schema.$ref.replace(/^#\//, '').split('/');
  const found = path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
    root,
  );
  return (found ?? {}) as Schema;
};

/** A value of a schema: its own example, or the simplest that fits. */
const valueOfSchema = (given: Schema, root: unknown, depth = 0): unknown => {
  if (depth > depthMost) return null;
  const schema = resolved(given, root);
  const { example, default: usual, enum: choices, items, properties, allOf, anyOf, oneOf } = schema;
  const own = example ?? usual ?? choices?.[0];
  if (own !== undefined) return own;
  if (allOf) return Object.assign({}, ...allOf.map((one) => valueOfSchema(one, root, depth + 1)));
  const first = anyOf?.[0] ?? oneOf?.[0];
  if (first) return valueOfSchema(first, root, depth + 1);
  if (items) return [valueOfSchema(items, root, depth + 1)];
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).map(([key, one]) => [key, valueOfSchema(one, root, depth + 1)]),
    );
  return scalars[schema.type ?? ''] ?? {};
};

/**
 * A request body by a service's own description (Swagger 2 or OpenAPI 3); undefined where it has none for this path.
 *
 * @example sampleFor(swagger, '/score') // { data: [[0.1]] }
 */
export const sampleFor = (description: unknown, path: string): unknown => {
  const { paths = {} } = description as Description;
  const post = (paths[path] ?? Object.entries(paths).find(([own]) => path.endsWith(own))?.[1])?.post;
  const json = Object.entries(post?.requestBody?.content ?? {}).find(([type]) => type.includes('json'))?.[1];
  if (json?.example !== undefined) return json.example;
  const schema = json?.schema ?? post?.parameters?.find(({ in: place }) => place === 'body')?.schema;
  return schema === undefined ? undefined : valueOfSchema(schema, description);
};

const requestMs = 5_000;

/** Where services describe themselves: beside the scoring path (Azure ML), or at the root (FastAPI). */
const places = ['swagger.json', '/openapi.json', '/swagger.json'];

/** Asks the service for its description and makes a body of it; undefined where it serves none. Follows no redirect. */
export const fetchSample = async (url: string): Promise<unknown> => {
  for (const place of places) {
    const at = new URL(place, url);
    const signal = AbortSignal.timeout(requestMs);
    const description = await fetch(at, { signal, redirect: 'error' })
      .then((answer) => (answer.ok ? (answer.json() as Promise<unknown>) : undefined))
      // A service that serves no description, or nothing that is one, is the usual case.
      .catch(() => undefined);
    const sample = description === undefined ? undefined : sampleFor(description, new URL(url).pathname);
    if (sample !== undefined) return sample;
  }
  return undefined;
};
