import { z } from 'zod';
import { about } from '../../runs/schema/about.ts';

/** A header's value as it is, or the environment variable that holds a secret one. */
const headerSchema = z.union(
  [
    z.string(),
    z.strictObject({
      env: z
        .string()
        .min(1)
        .meta(about('name of the environment variable that holds the value', 'TENANT_KEY')),
      prefix: z.string().default('').meta(about('what stands before the value', 'Token ')),
    }),
  ],
  { error: "expected text, or { env: 'NAME' } for a value that is secret; a number goes in quotes" },
);

/** A header's value, or where it is found. */
export type Header = z.output<typeof headerSchema>;

/** Headers by their names. */
export const headersSchema = z.record(z.string(), headerSchema);

/** Methods of a scoring request. */
export const methodSchema = z.enum(['POST', 'GET', 'PUT']);

/** A method of a scoring request. */
export type Method = z.infer<typeof methodSchema>;

/** The address of a scoring request; a key belongs into a variable, not into it. */
export const urlSchema = z
  .url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' })
  .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), {
    message:
      'holds a user or password: name an environment variable instead, target.auth: { env, prefix: "Basic " }',
  });

/** When a client gives up, in ms. */
export const timeoutSchema = z.number().int().min(100).max(600_000);
