import type { TraceFormat } from '../../../runs/schema/load/trace-reading.ts';
import { isPlainMap, type PlainMap } from '../../../runs/schema/plain.ts';
import { refuse } from '../refuse.ts';
import { collectRows } from '../tables/rows.ts';
import { refuseTrace, type Table } from '../tables/table.ts';

/** Fields of one row: more are no trace but a document. */
const fieldsMax = 500;
const depthMax = 4;

/** A JSON value as a cell. */
export const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Sets the cell of each field. Objects inside an object have their names put together: request.time. */
const eachField = (
  row: PlainMap,
  set: (name: string, cell: string) => void,
  { path = '', depth = 1 } = {},
): void => {
  for (const key of Object.keys(row)) {
    const value = row[key];
    const name = `${path}${key}`;
    if (isPlainMap(value) && depth < depthMax) eachField(value, set, { path: `${name}.`, depth: depth + 1 });
    else set(name, cellOf(value));
  }
};

/** A row of JSON and the line, or the position in its list, where it stands. */
export type JsonRow = { readonly line: number; readonly row: PlainMap };

/** Fields of each request of a HAR: its `time` is how long it took. http://www.softwareishard.com/blog/har-12-spec/ */
const isHar = (fields: readonly string[]): boolean =>
  fields.includes('startedDateTime') && fields.some((name) => name.startsWith('request.'));

/** A table of JSON objects: a column for each field. Nothing is kept of an object but its cells: there may be millions. */
export const tableOfObjects = (file: string, format: TraceFormat, objects: Iterable<JsonRow>): Table => {
  const columns = new Map<string, number>();
  const rows = collectRows();
  for (const { line, row } of objects) {
    const cells = new Map<number, string>();
    eachField(row, (name, cell) => {
      if (cells.size >= fieldsMax) return;
      const column = columns.get(name) ?? columns.size;
      columns.set(name, column);
      cells.set(column, cell);
    });
    rows.add(
      line,
      Array.from({ length: columns.size }, (_, column) => cells.get(column) ?? ''),
    );
  }
  const header = [...columns.keys()];
  const unit = isHar(header) ? ({ unit: 'eachRow' } as const) : {};
  return { file, format, header, rows: rows.rows(0, header.length), ...unit, notes: [] };
};

const parseLine = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
};

/** The object of each line that is not empty; lines that hold none are put into `faulty`. */
const objectsOfLines = function* (text: string, faulty: number[]): Generator<JsonRow> {
  let from = 0;
  for (let line = 1; from <= text.length; line++) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    const content = text.slice(from, to).trim();
    from = to + 1;
    if (content === '') continue;
    const row = parseLine(content);
    if (isPlainMap(row)) yield { line, row };
    else faulty.push(line);
  }
};

/**
 * A table of JSON lines.
 *
 * @throws HeadroomError E_CONFIG with the lines that are no object
 */
export const readJsonLines = (text: string, file: string): Table => {
  const faulty: number[] = [];
  const table = tableOfObjects(file, 'jsonLines', objectsOfLines(text, faulty));
  if (faulty.length > 0 && table.rows.length === 0)
    refuseTrace(
      { file },
      { what: 'the file begins like JSON but is none', fix: 'export it again, as JSON or CSV' },
    );
  refuse(
    faulty.map((line) => ({ what: 'trace: the line is not JSON object', where: `${file}:${line}` })),
    { fix: 'correct the lines: one object on each', of: 'trace' },
  );
  return table;
};
