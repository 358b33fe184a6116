import { isUtf8 } from 'node:buffer';

const startsWith = (bytes: Uint8Array, ...head: readonly number[]): boolean =>
  head.every((byte, i) => bytes[i] === byte);

/** Which UTF-16 a file is in, by the mark at its start, as Windows programs write it; undefined: it has none. */
export const utf16Of = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  return startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : undefined;
};

/** Whether a file is packed by gzip, by its first bytes. */
export const isGzip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x1f, 0x8b);

/** Whether a file is a ZIP archive, as workbooks of Excel are, by its first bytes. */
export const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b, 3, 4);

const newline = 0x0a;

/** The first line that is not UTF-8, from 1. */
const firstBadLine = (bytes: Buffer): number => {
  for (let line = 1, start = 0; start <= bytes.length; line++) {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  throw new Error('each line is UTF-8, and all of them are not');
};

/** Why bytes are no text in UTF-8, with the encoding where it shows; undefined: they are. */
export const whyNotUtf8 = (bytes: Buffer): string | undefined => {
  if (utf16Of(bytes)) return 'it is in UTF-16: save it as UTF-8';
  if (isGzip(bytes)) return 'it is packed: unpack it first, with gunzip';
  if (bytes.includes(0)) return 'it holds zero bytes: no text, or UTF-16 without a mark; save it as UTF-8';
  return isUtf8(bytes)
    ? undefined
    : `it is not in UTF-8 (line ${firstBadLine(bytes)}), but perhaps in Latin-1 or Windows-1252: save it as UTF-8`;
};

/**
 * The text of a file in UTF-8, a mark at its start included. Another encoding is refused: read as UTF-8 it would hold other
 * letters, and so would a copy that is written.
 *
 * @throws Error that says why there is no such text, for whoever names the file
 */
export const utf8Text = (bytes: Buffer): string => {
  const reason = whyNotUtf8(bytes);
  if (reason !== undefined) throw new Error(reason);
  return bytes.toString('utf8');
};
