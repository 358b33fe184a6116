import { isPlainMap } from '../../runs/schema/plain.ts';
import { readCsvTable } from './csv-table.ts';
import { victoriaMetricsLines } from './json-frames.ts';
import { readJsonDocument } from './json-metrics.ts';
import { readJsonLines, tableOfObjects } from './json-rows.ts';
import { isAccessLog, isW3cLog, readAccessLog, readW3cLog } from './log-tables.ts';
import { refuseTrace, type Table } from './table.ts';

/** A line of a log tells so at its beginning. What the pattern below costs grows with the square of what it is shown. */
const logBeginning = 200;

/** A time and a level: INFO and the like. */
const logLevel = /^\W?\d[^"]*\d\d:\d\d[^"]*\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b/;

const parsedOrNothing = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Lines that are a time series each. */
const exportedLines = (text: string, file: string): Table | undefined => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines[0]?.includes('"timestamps"')
    ? victoriaMetricsLines(lines.map(parsedOrNothing), file)
    : undefined;
};

const readJson = (text: string, file: string): Table => {
  const document = parsedOrNothing(text);
  if (document === undefined) return exportedLines(text, file) ?? readJsonLines(text, file);
  const isMetric =
    isPlainMap(document) &&
    ('errorType' in document ||
      Object.values(document).some((value) => typeof value === 'object' && value !== null));
  return isPlainMap(document) && !isMetric
    ? tableOfObjects(file, 'jsonLines', [{ line: 1, row: document }])
    : readJsonDocument(document, file);
};

/**
 * The table in a text, whatever form it has: the form is told by its first lines.
 *
 * @throws HeadroomError E_CONFIG for a form that is not understood
 */
export const readTable = (text: string, file: string): Table => {
  const first = /\S[^\r\n]*/.exec(text)?.[0] ?? '';
  if (isAccessLog(text)) return readAccessLog(text, file);
  if (isW3cLog(text)) return readW3cLog(text, file);
  if (/^[^\s{]*\{/.test(first) && first.trimEnd().endsWith('} =>'))
    return refuseTrace(
      { file },
      { what: "promtool's output for people", fix: 'export it as JSON: promtool query range -o json' },
    );
  if (/^\s*[{[]/.test(first)) return readJson(text, file);
  if (/^\s*</.test(first))
    return refuseTrace({ file }, { what: 'the file is HTML or XML', fix: 'export it as CSV or JSON' });
  if (/^# (?:HELP|TYPE) /m.test(text.slice(0, 4096)))
    return refuseTrace(
      { file },
      {
        what: 'the metrics of one moment, as Prometheus scrapes them',
        fix: 'export a range: query_range, or CSV from Grafana',
      },
    );
  if (logLevel.test(first.slice(0, logBeginning)))
    return refuseTrace(
      { file },
      {
        what: 'lines of an application log: which of them are requests is not known',
        fix: 'keep the times of requests, under a header line timestamp',
      },
    );
  return readCsvTable(text, file);
};
