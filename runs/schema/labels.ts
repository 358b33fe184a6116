import { z } from 'zod';

/** Characters that would break a line of a list, or turn its direction: controls, line ends, direction marks. */
const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u;

/** What a person calls a run: one line of text. */
export const titleSchema = z
  .string()
  .trim()
  .min(1, 'expected some text')
  .max(100, 'expected at most 100 characters')
  .regex(oneLine, 'expected one line of plain text');

/** A short word by which runs are found again, such as `nightly` or `team=search`. */
const tagSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._:/=+-]{0,49}$/u,
    'expected one word of at most 50 characters, such as nightly or team=search',
  );

/** Tags of a run, each once. */
export const tagsSchema = z
  .array(tagSchema)
  .max(20, 'expected at most 20 tags')
  .refine((tags) => new Set(tags).size === tags.length, { message: 'names a tag twice' });

/** The commit that was checked out where the config lies. */
export const commitSchema = z.strictObject({
  /** The whole hash, SHA-1 or SHA-256. */
  id: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  /** null: none, as HEAD names a commit and no branch. */
  branch: z.string().nullable(),
  /** Tracked files differ from the commit. */
  hasChanges: z.boolean(),
});

/** The commit that was checked out where the config lies. */
export type Commit = z.infer<typeof commitSchema>;
