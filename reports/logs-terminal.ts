import { escapeControls } from '../errors/escape-controls.ts';
import type { LogEntry, LogReading, ServedRequests } from '../planner/logs/read-log.ts';
import { formatMs, formatNumber, formatQuantity } from './format.ts';
import { indentedLines } from './text-table.ts';
import { bootedAgainText, logText } from './words/causes/logs.ts';

/** A log, and what it is called: its file, or pod and container. */
export type NamedReading = { readonly name: string; readonly reading: LogReading };

const timeText = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** @example spanText(0, 1000) // '1970-01-01 00:00:00 UTC to 00:00:01' */
const spanText = (firstAtMs: number | null, lastAtMs: number | null): string => {
  if (firstAtMs === null || lastAtMs === null) return 'no times that can be read';
  const [first, last] = [timeText(firstAtMs), timeText(lastAtMs)];
  if (first === last) return first;
  const isSameDay = first.slice(0, 10) === last.slice(0, 10);
  return `${first} to ${isSameDay ? last.slice(11, 19) : last}`;
};

const valuesShown = 6;

const valuesText = ({ values }: LogEntry): string => {
  if (values.length === 0) return '';
  const shown = values.slice(0, valuesShown).map(escapeControls).join(', ');
  return ` (${shown}${values.length > valuesShown ? ', …' : ''})`;
};

const entryLines = (entry: LogEntry): string[] => {
  const { means, todo } = logText(entry.code);
  return [
    ...indentedLines(`${formatNumber(entry.n)} × ${means}${valuesText(entry)}`, 2),
    ...indentedLines(spanText(entry.firstAtMs, entry.lastAtMs), 6),
    ...entry.quotes.flatMap((quote, i) =>
      indentedLines(`line ${entry.lineNumbers[i]}: ${escapeControls(quote)}`, 6),
    ),
    ...(todo === null ? [] : indentedLines(`to do: ${todo}`, 6)),
  ];
};

const servedLines = ({ n, byStatus, medianMs, p95Ms, maxMs }: ServedRequests): string[] => {
  const statuses = Object.entries(byStatus).map(([status, count]) => `${formatNumber(count)} × ${status}`);
  const times = `median ${formatMs(medianMs)}, p95 ${formatMs(p95Ms)}, longest ${formatMs(maxMs)} in the server`;
  return indentedLines(`${formatQuantity(n, 'request')} served: ${statuses.join(', ')}; ${times}`, 2);
};

const unknownErrorLines = (errors: LogReading['unknownErrors']): string[] =>
  errors === null
    ? []
    : [
        ...indentedLines(
          `${formatQuantity(errors.n, 'line')} at the level of an error, not known here; the first:`,
          2,
        ),
        ...indentedLines(`line ${errors.lineNumber}: ${escapeControls(errors.quote)}`, 6),
      ];

const readingLines = ({ name, reading }: NamedReading): string[] => {
  const { lines, firstAtMs, lastAtMs, entries, served, bootedAgain, unknownErrors } = reading;
  const again = bootedAgainText(bootedAgain);
  return [
    ...indentedLines(
      `${escapeControls(name)}: ${formatQuantity(lines, 'line')}, ${spanText(firstAtMs, lastAtMs)}`,
      0,
    ),
    ...(again === null ? [] : indentedLines(again, 2)),
    ...entries.flatMap(entryLines),
    ...(served === null ? [] : servedLines(served)),
    ...(entries.length === 0 && served === null ? ['  no line that is known'] : []),
    ...unknownErrorLines(unknownErrors),
  ];
};

/** What logs tell, for people: each known kind of line with count, time, quote and what to do. */
export const renderLogs = (readings: readonly NamedReading[]): string =>
  readings.map((one) => readingLines(one).join('\n')).join('\n\n');
