import { readFileSync, statSync } from 'node:fs';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import { decodedText } from './decode.ts';

/** Some ten million requests; the text is held in memory as a whole. */
const traceBytesMax = 256 * 1024 * 1024;

/** The text of a trace, and a note where it is not UTF-8. */
type TraceText = { readonly text: string; readonly notes: readonly TraceNote[] };

/**
 * The text of a trace.
 *
 * @param file an absolute path
 * @param of what the user calls it, for messages
 * @throws HeadroomError E_CONFIG for a file that is too large or no text; what Node throws for one that is not there
 */
export const readTraceText = (file: string, of: string): TraceText => {
  const { size } = statSync(file);
  if (size > traceBytesMax) {
    throw new HeadroomError('E_CONFIG', {
      what: `${of} has ${size} bytes, more than ${traceBytesMax}`,
      where: file,
      fix: 'cut it, or count its requests per second first',
    });
  }
  const { text, encoding } = decodedText(readFileSync(file), file);
  return { text, notes: encoding === null ? [] : [{ code: 'encoding', name: encoding }] };
};
