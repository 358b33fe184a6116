import type { ErrorDetails } from '../../../errors/headroom-error.ts';
import { refuse } from '../refuse.ts';
import { collectLogLines } from './log-lines.ts';
import { collectRows } from './rows.ts';
import type { Table } from './table.ts';

/** The time of an access log: [01/Jul/1995:00:00:01 -0400] in the common form, [2024-05-01T10:00:00Z] in Envoy's. */
const stamp =
  /\[(\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]/;

/** A request follows the time: "GET /score HTTP/1.1" in quotes. */
const request = /"(?:[A-Z]{3,7} |-")/;

/** What a line asks for: the path, or of balancers the URL. */
const targetOf = (line: string): string | undefined => /"[A-Z]{3,7} (\S+)/.exec(line)?.[1];

const isoTime = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z`;

/**
 * A line of an AWS Application Load Balancer: when it answered stands in front, when the request came behind the rule that
 * it matched. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
const balancer = new RegExp(`^(?:https?|h2|grpcs|wss?) ${isoTime} \\S+ .*" \\S+ (?<came>${isoTime}) "`);

/** When the request of a line came; of most logs, when it ended. `undefined` for no line of an access log. */
const timeOf = (line: string): string | undefined =>
  balancer.exec(line)?.groups?.['came'] ?? (request.test(line) ? stamp.exec(line)?.[1] : undefined);

/** Where the request of a line begins: its time stands in front of it. */
const stampedRequest = new RegExp(`${stamp.source} "(?=[A-Z]{3,7} |-")`, 'g');

/** The requests of a line. Two lines are one where a line break was lost, as where a server was killed. */
const timesOf = (line: string): readonly string[] => {
  const time = timeOf(line);
  if (time === undefined) return [];
  const joined = [...line.matchAll(stampedRequest)].map(([, one]) => one!);
  return joined.length > 1 ? joined : [time];
};

/** The lines that are not empty, one after the other: there may be millions. */
const linesOf = function* (text: string): Generator<{ readonly content: string; readonly line: number }> {
  let from = 0;
  for (let line = 1; from <= text.length; line++) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    const content = text.slice(from, text[to - 1] === '\r' && to > from ? to - 1 : to);
    from = to + 1;
    if (content.trim() !== '') yield { content, line };
  }
};

/** Lines above the first one of a log, such as a banner or the rest of a line that was cut. */
const linesAboveMost = 5;

/** A line of the common or combined form: client, two names, time. No row of a table that holds such a line in a cell. */
const commonLine = /^[^\s,;{"]+ \S+ \S+ \[\d/;

/**
 * Whether a text is an access log: the common or combined form, Envoy's, or that of an AWS balancer. Of the common form one of the
 * first lines tells.
 */
export const isAccessLog = (text: string): boolean => {
  let at = 0;
  for (const { content } of linesOf(text)) {
    if (timeOf(content) !== undefined && (at === 0 || commonLine.test(content))) return true;
    if (++at > linesAboveMost) return false;
  }
  return false;
};

/**
 * The times of an access log: one request a line.
 *
 * @throws HeadroomError E_CONFIG with the lines that have no time
 */
export const readAccessLog = (text: string, file: string): Table => {
  const rows = collectRows();
  const lines = collectLogLines();
  const faulty: ErrorDetails[] = [];
  for (const { content, line } of linesOf(text)) {
    const times = timesOf(content);
    for (const time of times) rows.add(line, [time]);
    if (times.length > 0) lines.add(content, targetOf(content));
    else
      faulty.push({
        what: `trace: no line of an access log: ${content.slice(0, 80)}`,
        where: `${file}:${line}`,
      });
  }
  refuse(faulty, { fix: 'keep the lines of requests only', of: 'trace' });
  return {
    file,
    format: 'accessLog',
    header: ['time'],
    rows: rows.rows(),
    unit: 'eachRow',
    notes: lines.notes(),
  };
};

/** Whether a text is a W3C extended log, as IIS writes it. */
export const isW3cLog = (text: string): boolean => /^#Fields:.*\btime\b/m.test(text.slice(0, 4096));

/**
 * The times of a W3C extended log (https://www.w3.org/TR/WD-logfile.html): `#Fields:` names the cells, times are UTC.
 *
 * @throws HeadroomError E_CONFIG with the lines that have fewer cells than fields
 */
export const readW3cLog = (text: string, file: string): Table => {
  let fields: string[] = [];
  let lastDate = '';
  const rows = collectRows();
  const lines = collectLogLines();
  const faulty: number[] = [];
  for (const { content, line } of linesOf(text)) {
    if (content.startsWith('#')) {
      if (content.startsWith('#Fields:')) fields = content.slice(8).trim().split(/\s+/);
      lastDate = /^#Date:\s*(\S+)/.exec(content)?.[1] ?? lastDate;
      continue;
    }
    const cells = content.trim().split(/\s+/);
    const [date, time] = [cells[fields.indexOf('date')] ?? lastDate, cells[fields.indexOf('time')] ?? ''];
    if (cells.length !== fields.length) faulty.push(line);
    rows.add(line, [`${date} ${time}`]);
    lines.add(content, cells[fields.indexOf('cs-uri-stem')]);
  }
  refuse(
    faulty.map((line) => ({ what: 'trace: not as many cells as #Fields names', where: `${file}:${line}` })),
    { fix: 'correct the lines', of: 'trace' },
  );
  return {
    file,
    format: 'w3cLog',
    header: ['date and time [UTC]'],
    rows: rows.rows(),
    unit: 'eachRow',
    notes: lines.notes(),
  };
};
