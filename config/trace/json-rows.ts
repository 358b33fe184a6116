import type { TraceFormat } from '../../runs/schema/trace-reading.ts';
import { refuse } from './refuse.ts';
import { refuseTrace, type Table } from './table.ts';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed JSON value is an object, no array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields of one row: more are no trace but a document. */
const fieldsMax = 500;
const depthMax = 4;

/** A JSON value as a cell. */
export const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Objects inside an object have their names put together: request.time. */
const flat = (
  row: JsonObject,
  into: Map<string, string>,
  path: readonly string[] = [],
): Map<string, string> => {
  for (const [key, value] of Object.entries(row)) {
    const name = [...path, key];
    if (isObject(value) && name.length < depthMax) flat(value, into, name);
    else if (into.size < fieldsMax) into.set(name.join('.'), cellOf(value));
  }
  return into;
};

/** A row of JSON and the line, or the position in its list, where it stands. */
type JsonRow = { readonly line: number; readonly row: JsonObject };

/** A table of JSON objects: a column for each field. */
export const tableOfObjects = (file: string, format: TraceFormat, objects: readonly JsonRow[]): Table => {
  const maps = objects.map(({ line, row }) => ({ line, cells: flat(row, new Map()) }));
  const header = [...new Set(maps.flatMap(({ cells }) => [...cells.keys()]))];
  const rows = maps.map(({ line, cells }) => ({ line, cells: header.map((name) => cells.get(name) ?? '') }));
  return { file, format, header, rows, notes: [] };
};

const parseLine = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
};

/**
 * A table of JSON lines.
 *
 * @throws HeadroomError E_CONFIG with the lines that are no object
 */
export const readJsonLines = (text: string, file: string): Table => {
  const lines = text
    .split(/\r?\n/)
    .map((content, i) => ({ line: i + 1, content }))
    .filter(({ content }) => content.trim() !== '')
    .map(({ line, content }) => ({ line, row: parseLine(content) }));
  const faulty = lines.filter(({ row }) => !isObject(row));
  if (faulty.length > 0 && faulty.length === lines.length)
    refuseTrace(
      { file },
      { what: 'the file begins like JSON but is none', fix: 'export it again, as JSON or CSV' },
    );
  refuse(
    faulty.map(({ line }) => ({ what: 'trace: the line is no JSON object', where: `${file}:${line}` })),
    { fix: 'correct the lines: one object on each', of: 'trace' },
  );
  return tableOfObjects(file, 'jsonLines', lines as readonly JsonRow[]);
};
