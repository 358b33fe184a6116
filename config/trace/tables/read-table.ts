import { isPlainMap } from '../../../runs/schema/plain.ts';
import { victoriaMetricsLines } from '../json/frames.ts';
import { readJsonDocument } from '../json/metrics.ts';
import { readJsonLines, tableOfObjects } from '../json/rows.ts';
import { refuseKnownTexts } from '../text/refuse-texts.ts';
import { readCsvTable } from './csv-table.ts';
import { isAccessLog, isW3cLog, readAccessLog, readW3cLog } from './log-tables.ts';
import { withLoggedDurations } from './logged-ends.ts';
import type { Table } from './table.ts';

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
  refuseKnownTexts(text, first, file);
  if (/^\s*[{[]/.test(first)) return withLoggedDurations(readJson(text, file));
  return readCsvTable(text, file);
};
