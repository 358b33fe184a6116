import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';

/** More than this is no text that a person reads. */
const unpackedBytesMost = 1_048_576;

/** A body is cut, so its end may be missing. */
const packed = { maxOutputLength: unpackedBytesMost, finishFlush: constants.Z_SYNC_FLUSH };

/** https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1 */
const unpackers: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes, packed),
  deflate: (bytes) => inflateSync(bytes, packed),
  br: (bytes) => brotliDecompressSync(bytes, { ...packed, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/**
 * The text of a body, or of its beginning, unpacked. One that is not packed as its header says is taken as it is.
 *
 * @param encoding the header Content-Encoding
 */
export const textOf = (bytes: Buffer, encoding: string | undefined): string => {
  const unpack = unpackers[(encoding ?? '').trim().toLowerCase().replace(/^x-/, '')];
  try {
    return (unpack?.(bytes) ?? bytes).toString('utf8');
  } catch {
    return bytes.toString('utf8');
  }
};
