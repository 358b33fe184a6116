/** One line of a container's log. */
export type LogLine = {
  /** From 1, in the text that was read. */
  readonly number: number;
  /** Since the epoch; null: the line, and those before it, have no time. */
  readonly atMs: number | null;
  /** Without the time that a log collector put in front. */
  readonly text: string;
};

/** Sequences by which a program colours a terminal: ESC [ … letter. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const colours = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/** In front of a line, of `kubectl logs --timestamps` and `docker logs -t`; a container runtime adds stream and flag. */
const collected =
  /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d))\s(?:(?:stdout|stderr) [FP] )?(?<rest>.*)$/;

/** Written by the program itself: azmlinfsrv, Python's logging, gunicorn in brackets, v1's "time+00:00 - source". */
const written =
  /^\[?(?<day>\d{4}-\d\d-\d\d)[ T](?<clock>\d\d:\d\d:\d\d)(?:[.,](?<fraction>\d+))?\s?(?<zone>Z|[+-]\d\d:?\d\d)?/;

/** A field of a line of JSON or logfmt. */
const field =
  /^(?:\{.*?"(?:ts|time|timestamp|@timestamp|asctime)"\s*:\s*"|(?:[^"]*\s)?(?:ts|time|timestamp)="?)(?<time>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^"\s]*)/;

/** @example zoneOf('+0530') // '+05:30' */
const zoneOf = (zone: string | undefined): string =>
  zone === undefined ? 'Z' : zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');

const msOf = (text: string): number | null => {
  const { day, clock, fraction = '0', zone } = written.exec(text)?.groups ?? {};
  if (day === undefined) return null;
  const ms = Date.parse(`${day}T${clock}.${fraction.slice(0, 3)}${zoneOf(zone)}`);
  return Number.isNaN(ms) ? null : ms;
};

type Timed = { readonly atMs: number | null; readonly text: string };

/** A line of Docker's own log file. */
const fromDockerJson = (line: string): Timed | null => {
  if (!line.startsWith('{"log":')) return null;
  try {
    const { log, time } = JSON.parse(line) as { log?: unknown; time?: unknown };
    if (typeof log !== 'string') return null;
    return { atMs: typeof time === 'string' ? msOf(time) : null, text: log.replace(/\n$/, '') };
  } catch {
    // Cut off in the middle: it is a text like any other.
    return null;
  }
};

const timed = (line: string): Timed => {
  const fromJson = fromDockerJson(line);
  if (fromJson !== null) return fromJson;
  const { time, rest } = collected.exec(line)?.groups ?? {};
  if (time !== undefined) return { atMs: msOf(time), text: rest ?? '' };
  return { atMs: msOf(field.exec(line)?.groups?.['time'] ?? line), text: line };
};

/** `az ml online-deployment get-logs` and scripts often print the whole log as one JSON text. */
const unquoted = (text: string): string => {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"') || !trimmed.endsWith('"') || trimmed.includes('\n')) return text;
  try {
    const value: unknown = JSON.parse(trimmed);
    return typeof value === 'string' ? value : text;
  } catch {
    // A line that happens to stand in quotes.
    return text;
  }
};

/**
 * The lines of a log with their times, of any of the forms in which people have one: `kubectl logs` with and without
 * `--timestamps`, Docker, a container runtime's file, `get_logs()`, `az ml online-deployment get-logs`. A line without a time,
 * such as one of a traceback, has that of the line before it. A program's own time without a zone counts as UTC, which
 * containers have.
 */
export const logLines = (log: string): LogLine[] => {
  let lastMs: number | null = null;
  return unquoted(log)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => {
      const { atMs, text } = timed(line.replaceAll(colours, ''));
      lastMs = atMs ?? lastMs;
      return { number: i + 1, atMs: lastMs, text };
    })
    .filter(({ text }) => text.trim() !== '');
};
