/** What a key is for, as editors and the reference show it. */
type About = {
  readonly description: string;
  /** One value that a person could write there, as JavaScript has it; a function as its source. */
  readonly example: unknown;
  /** Of a number whose name does not say it, as `p95LatencyMs` does. */
  readonly unit?: string;
  /** What counts where the key is left out, if it is no fixed value: then the schema tells it. */
  readonly otherwise?: string;
};

/**
 * Describes a key of a schema: `z.number().meta(about('when the client gives up', 6000))`. It ends up in the JSON Schema,
 * and from there in the types that editors show and in docs/reference/config.md.
 */
export const about = (
  description: string,
  example: unknown,
  more: Pick<About, 'unit' | 'otherwise'> = {},
): About => ({ description, example, ...more });
