import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { contentTypeOf } from './content-types.ts';

/** A file of a form, with its content. */
type FormFile = {
  readonly name: string;
  readonly path: string;
  readonly fileName?: string | undefined;
  readonly contentType?: string | undefined;
  readonly content: Buffer;
};

/** What a form holds: fields first, as browsers without files after them do. */
type Form = { readonly fields: Readonly<Record<string, string>>; readonly files: readonly FormFile[] };

/** Quotes a name as browsers do: RFC 7578, section 2 and the HTML standard. */
const quoted = (name: string): string =>
  `"${name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')}"`;

const fieldPart = (name: string, value: string): Buffer[] => [
  Buffer.from(`Content-Disposition: form-data; name=${quoted(name)}\r\n\r\n${value}\r\n`),
];

const filePart = ({ name, path, fileName, contentType, content }: FormFile): Buffer[] => {
  const disposition = `form-data; name=${quoted(name)}; filename=${quoted(fileName ?? basename(path))}`;
  const head = `Content-Disposition: ${disposition}\r\nContent-Type: ${contentType ?? contentTypeOf(path)}\r\n\r\n`;
  return [Buffer.from(head), content, Buffer.from('\r\n')];
};

/**
 * The body of a form (multipart/form-data, RFC 7578). The boundary is a hash of what the form holds: the same form is
 * the same bytes, and no content holds its own hash.
 */
export const multipartBody = ({ fields, files }: Form): { body: Buffer; contentType: string } => {
  const parts = [
    ...Object.entries(fields).map(([name, value]) => fieldPart(name, value)),
    ...files.map(filePart),
  ];
  const hash = createHash('sha256');
  for (const piece of parts.flat()) hash.update(piece);
  const boundary = `headroom-${hash.digest('hex').slice(0, 32)}`;
  const pieces = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), ...part]);
  return {
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
};
