import { medianOfValues } from '../../../planner/stats/simple.ts';
import { numberStampOf } from '../stamps/epoch.ts';
import { namedDurationUs } from './named-duration.ts';
import { collectRows } from './rows.ts';
import type { LoggedDuration, Table } from './table.ts';

const nginxVariables = (
  'remote_addr remote_user request_uri uri request_length bytes_sent body_bytes_sent http_user_agent http_referer ' +
  'upstream_addr upstream_status upstream_response_time'
).split(' ');

/** nginx, whose variables have names of their own: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format */
const nginx = (table: Table): Table => {
  const index = table.header.indexOf('request_time');
  const known = nginxVariables.filter((name) => table.header.includes(name)).length;
  return index < 0 || known < 2 ? table : { ...table, logged: { index, unit: 's' } };
};

/** Caddy's loggers of requests begin so; those of its start, its admin endpoint and its errors don't. */
const accessLogger = 'http.log.access';

/** Fewer nanoseconds are perhaps milliseconds, and more seconds too: of half of the requests. */
const plausible = { nanosecondsLeast: 1e5, secondsMost: 60 } as const;

/** The unit of Caddy's durations: seconds with their fraction by default, whole nanoseconds, or text like 203.1ms. undefined: it can't be told. */
const durationUnitOf = (cells: readonly string[]): LoggedDuration['unit'] | undefined => {
  if (cells.every((cell) => namedDurationUs(cell) !== undefined)) return 'named';
  if (cells.some((cell) => numberStampOf(cell) === undefined)) return undefined;
  const numbers = cells.map(Number);
  const median = medianOfValues(numbers);
  if (numbers.every(Number.isInteger)) return median >= plausible.nanosecondsLeast ? 'ns' : undefined;
  return median <= plausible.secondsMost ? 's' : undefined;
};

/** Caddy: https://caddyserver.com/docs/caddyfile/directives/log. Lines of its other loggers are no requests. */
const caddy = (table: Table): Table => {
  const { header, rows } = table;
  const [logger, index] = [header.indexOf('logger'), header.indexOf('duration')];
  if (logger < 0) return table;
  const kept = collectRows();
  const others = new Set<string>();
  const durations: string[] = [];
  for (const { line, cells } of rows) {
    const name = cells[logger] ?? '';
    if (!name.startsWith(accessLogger)) others.add(name || 'no logger');
    else {
      kept.add(line, cells);
      durations.push(cells[index] ?? '');
    }
  }
  if (durations.length === 0) return table;
  const passedOver = rows.length - durations.length;
  const unit = durationUnitOf(durations);
  return {
    ...table,
    unit: 'eachRow',
    ...(passedOver > 0 && { rows: kept.rows(0, header.length) }),
    ...(unit !== undefined && { logged: { index, unit } }),
    notes: [
      ...table.notes,
      ...(passedOver > 0 ? [{ code: 'otherLoggers', rows: passedOver, names: [...others] } as const] : []),
      ...(unit === undefined ? [{ code: 'durationsUnread' } as const] : []),
    ],
  };
};

/**
 * The requests of a log in JSON, with the column of how long they took. It is for servers that write a line when a request has
 * ended, and do not say so in the name of the time. Other tables stay as they are.
 */
export const withLoggedDurations = (table: Table): Table =>
  table.format === 'jsonLines' || table.format === 'jsonRows' ? caddy(nginx(table)) : table;
