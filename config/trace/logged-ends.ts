import type { Table } from './table.ts';

/** A server that writes a line of JSON when a request has ended, and does not say so in the name of the time. */
type EndLogger = {
  /** The column of how long a request took, in seconds. */
  readonly duration: string;
  /** Whether the line is that server's: by what no other one writes. */
  readonly isIts: (table: Table) => boolean;
};

const nginxVariables = (
  'remote_addr remote_user request_uri uri request_length bytes_sent body_bytes_sent http_user_agent http_referer ' +
  'upstream_addr upstream_status upstream_response_time'
).split(' ');

const loggers: readonly EndLogger[] = [
  {
    // nginx, whose variables have names of their own: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
    duration: 'request_time',
    isIts: ({ header }) => nginxVariables.filter((name) => header.includes(name)).length >= 2,
  },
  {
    // Caddy: https://caddyserver.com/docs/caddyfile/directives/log
    duration: 'duration',
    isIts: ({ header, rows }) =>
      (rows.at(0)?.cells[header.indexOf('logger')] ?? '').startsWith('http.log.access'),
  },
];

/** The column of durations, in seconds, of a log that is known to be written when requests end; null: of no other table. */
export const loggedDurationOf = (table: Table): number | null => {
  if (table.format !== 'jsonLines' && table.format !== 'jsonRows') return null;
  const one = loggers.find(({ duration, isIts }) => table.header.includes(duration) && isIts(table));
  return one === undefined ? null : table.header.indexOf(one.duration);
};
