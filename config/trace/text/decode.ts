import { isGzip, isZip, utf16Of } from '../../../errors/encoding.ts';
import { refuseTrace } from '../tables/table.ts';

/** A text, and what it was written in where that is not UTF-8. */
type Decoded = { readonly text: string; readonly encoding: string | null };

const asUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * The text of a file: UTF-8, UTF-16 by its mark, or Windows-1252, which older spreadsheets write.
 *
 * @throws HeadroomError E_CONFIG for what is no text
 */
export const decodedText = (bytes: Uint8Array, file: string): Decoded => {
  if (isGzip(bytes)) refuseTrace({ file }, { what: 'it is compressed', fix: `gunzip ${file}` });
  if (isZip(bytes))
    refuseTrace(
      { file },
      { what: 'it is a ZIP archive or an Excel workbook', fix: 'unpack it, or save it as CSV' },
    );
  const utf16 = utf16Of(bytes);
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), encoding: 'UTF-16' };
  if (bytes.subarray(0, 65_536).includes(0))
    refuseTrace(
      { file },
      { what: 'it holds zero bytes: no text, or UTF-16 without a mark', fix: 'save it as UTF-8' },
    );
  const text = asUtf8(bytes);
  return text === undefined
    ? { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
    : { text, encoding: null };
};
