/** A tar archive has blocks of this size: a header, then the content, padded. */
const blockBytes = 512;

/** Text of a field of a header: it ends with its first zero byte. */
const fieldAt = (header: Buffer, from: number, to: number): string => {
  const field = header.subarray(from, to);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? field.length : end).toString();
};

/** The path in an extended header, for names that the plain one has no room for: `<length> path=<path>\n`. */
const extendedPath = (content: Buffer): string | undefined =>
  /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString())?.[1];

/**
 * The plain files of a tar archive (POSIX pax, as Go's archive/tar writes it), by their paths in it. The end of the archive
 * is a block of zeros, or where it is cut.
 *
 * @throws RangeError for a size that is no octal number
 */
export const tarFilesOf = (archive: Buffer): Map<string, Buffer> => {
  const files = new Map<string, Buffer>();
  let longPath: string | undefined;
  for (let at = 0; at + blockBytes <= archive.length && archive[at] !== 0; ) {
    const header = archive.subarray(at, at + blockBytes);
    const sizeText = fieldAt(header, 124, 136).trim();
    if (!/^[0-7]+$/.test(sizeText)) throw new RangeError(`no size of a file in a tar archive: ${sizeText}`);
    const size = Number.parseInt(sizeText, 8);
    const content = archive.subarray(at + blockBytes, at + blockBytes + size);
    const kind = String.fromCharCode(header[156]!);
    const name = [fieldAt(header, 345, 500), fieldAt(header, 0, 100)].filter(Boolean).join('/');
    if (kind === '0') files.set(longPath ?? name, content);
    longPath = kind === 'x' ? extendedPath(content) : undefined;
    at += blockBytes * (1 + Math.ceil(size / blockBytes));
  }
  return files;
};
