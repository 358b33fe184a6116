import { type ErrorDetails, HeadroomError } from '../../../errors/headroom-error.ts';
import type { TraceGaps } from '../../../runs/schema/load/trace-gaps.ts';
import type { TraceFormat, TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import type { TraceUnit } from '../../../runs/schema/load/trace-units.ts';
import type { DateOrder } from '../stamps/calendar.ts';
import type { EpochUnit } from '../stamps/epoch.ts';
import type { CsvRow, Rows } from './rows.ts';

/** How long each request took, in a log that is written when requests end: its column, and its unit or that each cell names its own. */
export type LoggedDuration = { readonly index: number; readonly unit: EpochUnit | 'named' };

/** Any form of trace as a table: cells are text, as they were written. */
export type Table = {
  /** Path for messages. */
  readonly file: string;
  readonly format: TraceFormat;
  /** Empty where the trace has none. */
  readonly header: readonly string[];
  /** Without the header; as many cells as the header, or as the first row. */
  readonly rows: Rows;
  /** Cells stand between semicolons: numbers may have decimal commas. */
  readonly decimalCommas?: boolean;
  /** What the form itself says of its rows. */
  readonly stepSeconds?: number;
  readonly unit?: TraceUnit;
  readonly logged?: LoggedDuration;
  readonly notes: readonly TraceNote[];
};

/** What the user decides about a trace: the fields of `load`. */
export type TraceOptions = {
  readonly column?: string | readonly string[] | undefined;
  readonly unit?: TraceUnit | undefined;
  /** Seconds of a row. */
  readonly step?: number | undefined;
  /** What a step without a number is taken for. */
  readonly gaps?: TraceGaps | undefined;
  readonly timeZone?: string | undefined;
  readonly dateOrder?: DateOrder | undefined;
};

/** Ends the reading: what is not understood is refused, with the way out. */
export const refuseTrace = (
  { file }: Pick<Table, 'file'>,
  { what, line, fix }: { readonly what: string; readonly line?: number | undefined; readonly fix: string },
): never => {
  throw new HeadroomError('E_CONFIG', {
    what: `trace: ${what}`,
    where: line === undefined ? file : `${file}:${line}`,
    fix,
  });
};

/** What a column is called, for messages and for the reading. */
export const nameOf = ({ header }: Pick<Table, 'header'>, index: number): string =>
  header[index] || `column ${index + 1}`;

/** A cell that is not what its column holds. */
export const faultyCell = (
  table: Pick<Table, 'header' | 'file'>,
  { line, cells }: CsvRow,
  { index, expected }: { readonly index: number; readonly expected: string },
): ErrorDetails => ({
  what: `trace: ${nameOf(table, index)} is "${(cells[index] ?? '').slice(0, 80)}", expected ${expected}`,
  where: `${table.file}:${line}`,
});

/** Names in a message: all of a few, the first of many. */
export const listed = (names: readonly string[]): string =>
  names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
