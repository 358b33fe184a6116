import { readFile } from 'node:fs/promises';
import { isGzip, utf16Of } from '../errors/encoding.ts';

/** Text, or why a file holds none. */
export type FileText = { readonly text: string } | { readonly reason: string };

/** As Git does: text has no NUL there, whatever a crash of a node left further on. */
const lookedAtBytes = 8000;

const decoded = (content: Buffer, encoding: string): FileText => ({
  text: new TextDecoder(encoding).decode(content),
});

/**
 * The text of a log, or of what kubectl printed, which is only read: odd bytes of a log stay odd. Windows PowerShell writes `>` in UTF-16, with a mark at
 * its start. What is no text is refused: a log in which no line is known is an answer, and this would not be one.
 *
 * @throws Error as `readFile`
 */
export const textOfFile = async (file: string): Promise<FileText> => {
  const content = await readFile(file);
  const utf16 = utf16Of(content);
  if (utf16) return decoded(content, utf16);
  if (isGzip(content)) return { reason: 'it is packed: unpack it first, with gunzip' };
  if (content.subarray(0, lookedAtBytes).includes(0))
    return { reason: 'it is not text, or its encoding is unknown' };
  return decoded(content, 'utf-8');
};
