import { z } from 'zod';

/**
 * The version of a file's shape. A file of another version is refused with who wrote it: an older Headroom, or a newer one.
 *
 * @param known the version that this Headroom writes
 * @param file what it is called in the message, such as 'this folder'
 * @param again what to do about an older one, such as 'record it again'
 */
export const versionSchema = <Known extends number>(
  known: Known,
  { file, again }: { readonly file: string; readonly again: string },
) =>
  z.literal(known, {
    error: ({ input }) =>
      typeof input === 'number' && input > known
        ? `${file} was written by a newer Headroom: read it with that one`
        : `${file} was written by an older Headroom: ${again}`,
  });
