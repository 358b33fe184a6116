import { refuseTrace } from '../tables/table.ts';

/** A time and a level: INFO and the like. */
const logLevel = /^\W?\d[^"]*\d\d:\d\d[^"]*\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b/;

/** A line of Go's log, whose words follow the time, or of nginx's error log: https://pkg.go.dev/log, https://nginx.org/en/docs/ngx_core_module.html#error_log */
const slashedLog =
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:\[[a-z]+\] \d+#\d+:|(?:[\w/]+\.go:\d+: )?(?!(?:AM|PM|UTC|GMT)\b)[A-Za-z]+:? )/;

/** A line of a log tells so at its beginning. What the pattern costs grows with the square of what it is shown. */
const logBeginning = 200;

/** Texts that are known by how they begin, and hold no table: what they are, and what to export instead. */
const known: readonly {
  /** The first line. */
  readonly begins: RegExp;
  readonly ends?: string;
  readonly what: string;
  readonly fix: string;
}[] = [
  {
    begins: /^[^\s{]*\{/,
    ends: '} =>',
    what: "promtool's output for people",
    fix: 'export it as JSON: promtool query range -o json',
  },
  { begins: /^\s*</, what: 'the file is HTML or XML', fix: 'export it as CSV or JSON' },
  {
    begins: /^RUN\t\S+\t/,
    what: "Gatling's simulation.log, whose lines differ",
    fix: 'keep the start of each REQUEST line (ms since 1970), a line each under timestamp_ms',
  },
  {
    begins: /^Running [^@]* test @ /,
    what: 'the summary of wrk, which has no time of a request',
    fix: 'export the traffic from what served it: an access log, or counts of each second',
  },
  {
    begins: /^\d{4}-\d\d-\d\dT\S+ \{\w+="/,
    what: "logcli's output for people",
    fix: 'export it as JSON lines: logcli query -o jsonl',
  },
];

/**
 * @param text with `first`, its first line that is not blank
 * @throws HeadroomError E_CONFIG for a text that is known and no trace
 */
export const refuseKnownTexts = (text: string, first: string, file: string): void => {
  const found = known.find(({ begins, ends = '' }) => begins.test(first) && first.trimEnd().endsWith(ends));
  if (found !== undefined) refuseTrace({ file }, { what: found.what, fix: found.fix });
  if (/^# (?:HELP|TYPE) /m.test(text.slice(0, 4096)))
    refuseTrace(
      { file },
      {
        what: 'the metrics of one moment, as Prometheus scrapes them',
        fix: 'export a range: query_range, or CSV from Grafana',
      },
    );
  if ([logLevel, slashedLog].some((form) => form.test(first.slice(0, logBeginning))))
    refuseTrace(
      { file },
      {
        what: 'lines of an application log: which of them are requests is not known',
        fix: 'keep the times of requests, under a header line timestamp',
      },
    );
};
