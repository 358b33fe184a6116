/** A cell with what would end it in quotes, as in RFC 4180. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A table of RFC 4180: a line of names, then the rows; lines end in CRLF. */
export const csvText = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
