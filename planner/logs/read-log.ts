import { withoutSecretShapes } from '../../errors/redact/shapes.ts';
import { medianOfValues, quantileOfValues } from '../stats/simple.ts';
import { knownLines, type LogCode, logCodes, servedRequest } from './known-lines.ts';
import { logLevelOf } from './log-level.ts';
import { type LogLine, logLines } from './log-lines.ts';
import { isToldOf } from './told-of.ts';
import {
  exceptionLine,
  exceptionThatLeft,
  isChained,
  isTracebackHead,
  tracebackEnd,
  tracebackLinesMost,
} from './traceback.ts';

/** What one kind of line told. */
export type LogEntry = {
  readonly code: LogCode;
  readonly n: number;
  /** Since the epoch; null where the log has no times. */
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** Numbers of the first lines of its kind, as `quotes`. */
  readonly lineNumbers: readonly number[];
  /** What changed from line to line, each once: processes, resources, times. */
  readonly values: readonly string[];
  /** The first lines, or the exception that followed; redacted, cut. */
  readonly quotes: readonly string[];
};

/** Requests that the inference server logged as done. */
export type ServedRequests = {
  readonly n: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
};

/**
 * Why workers were started again.
 *
 * - `memory`: they were killed, and not for being stuck
 * - `stuck`: they were killed as they answered nothing for the worker timeout
 * - `mixed`: some of them for `memory`, some for `stuck`
 * - `boot`: they ended while they loaded the model
 * - `unexplained`: nothing tells; Azure ML's help page reads it as too little memory
 */
export type BootReason = 'memory' | 'stuck' | 'mixed' | 'boot' | 'unexplained';

/** What a log tells. */
export type LogReading = {
  readonly lines: number;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** Most telling first. */
  readonly entries: readonly LogEntry[];
  /** null: the log has none. */
  readonly served: ServedRequests | null;
  /** null: no worker was started again. */
  readonly bootedAgain: { readonly n: number; readonly reason: BootReason } | null;
  /** Lines that the program calls errors, where no line is known; null: some is known, or there are none. */
  readonly unknownErrors: { readonly n: number; readonly lineNumber: number; readonly quote: string } | null;
};

type Match = {
  readonly code: LogCode;
  readonly value: string | null;
  readonly line: LogLine;
  readonly quote: string;
};

const quotesMost = 3;
const quoteLengthMost = 300;
const valuesMost = 20;

const cut = (text: string): string => {
  const redacted = withoutSecretShapes(text.trim());
  return redacted.length > quoteLengthMost ? `${redacted.slice(0, quoteLengthMost)}…` : redacted;
};

/** Of a failure that a traceback follows, the exception: it says more than the line that begins it. */
const exceptionAfter = (lines: readonly LogLine[], at: number): string | null => {
  for (const line of lines.slice(at + 1, at + tracebackLinesMost)) {
    const { text } = line;
    if (exceptionLine.test(text)) return exceptionThatLeft(lines, line).text;
    if (knownLines.some(({ pattern }) => pattern.test(text)) || servedRequest.test(text)) return null;
  }
  return null;
};

const withTraceback: ReadonlySet<LogCode> = new Set(['initFailed', 'runFailed', 'scriptNotLoaded']);

const matchOf = (lines: readonly LogLine[], at: number): Match | null => {
  const line = lines[at]!;
  for (const { code, pattern } of knownLines) {
    const found = pattern.exec(line.text);
    if (found === null || isToldOf(code, line.text, found.index)) continue;
    const exception = withTraceback.has(code) ? exceptionAfter(lines, at) : null;
    // Its own line tells it, with the limit.
    if (code === 'runFailed' && exception?.includes('UserScriptTimeout')) return null;
    return { code, value: found.groups?.['value'] ?? null, line, quote: cut(exception ?? line.text) };
  }
  return null;
};

const isKnown = ({ text }: LogLine): boolean => knownLines.some(({ pattern }) => pattern.test(text));

/** Whether the traceback is that of a failure whose known line stands above it, and quotes its exception already. */
const isOfKnownFailure = (lines: readonly LogLine[], at: number): boolean => {
  for (const { text } of lines.slice(Math.max(0, at - tracebackLinesMost), at).reverse()) {
    if (exceptionLine.test(text) || servedRequest.test(text)) return false;
    const known = knownLines.find(({ pattern }) => pattern.test(text));
    if (known !== undefined) return withTraceback.has(known.code);
  }
  return false;
};

/** A traceback of which no known line tells, by its last line. Of chained ones the one that left the code counts. */
const tracebackOf = (lines: readonly LogLine[], at: number): Match | null => {
  const head = lines[at]!;
  if (isToldOf('traceback', head.text, head.text.search(/Traceback \(most/))) return null;
  if (!isTracebackHead(head) || isChained(lines, at) || isOfKnownFailure(lines, at)) return null;
  const end = tracebackEnd(lines, at);
  const line = end === null ? head : exceptionThatLeft(lines, end);
  return isKnown(line) ? null : { code: 'traceback', value: null, line, quote: cut(line.text) };
};

const entryOf = (code: LogCode, matches: readonly Match[]): LogEntry => {
  const first = [...new Map(matches.map((match) => [match.quote, match])).values()].slice(0, quotesMost);
  return {
    code,
    n: matches.length,
    firstAtMs: matches[0]!.line.atMs,
    lastAtMs: matches.at(-1)!.line.atMs,
    lineNumbers: first.map(({ line }) => line.number),
    values: [...new Set(matches.flatMap(({ value }) => value ?? []))].slice(0, valuesMost),
    quotes: first.map(({ quote }) => quote),
  };
};

const servedOf = (lines: readonly LogLine[]): ServedRequests | null => {
  const served = lines.flatMap(({ text }): { readonly status: string; readonly ms: number }[] => {
    const { status, ms } = servedRequest.exec(text)?.groups ?? {};
    return status === undefined ? [] : [{ status, ms: Number(ms) }];
  });
  if (served.length === 0) return null;
  const sorted = served.map(({ ms }) => ms).sort((a, b) => a - b);
  const byStatus: Record<string, number> = {};
  for (const { status } of served) byStatus[status] = (byStatus[status] ?? 0) + 1;
  return {
    n: served.length,
    byStatus,
    medianMs: medianOfValues(sorted),
    p95Ms: quantileOfValues(sorted, 0.95),
    maxMs: sorted.at(-1)!,
  };
};

/**
 * A server starts each of its workers once; what is more was started again. "Booting worker" alone does not show why, so
 * the lines about the end of workers are asked: gunicorn kills a worker that is stuck with the same signal as the kernel one
 * that has no memory left, but says WORKER TIMEOUT before.
 */
const bootedAgainOf = (matches: readonly Match[]): LogReading['bootedAgain'] => {
  const boots = matches.filter(({ code }) => code === 'bootingWorker');
  const lastBoot = boots.at(-1)?.line.number ?? 0;
  // After an end that no start follows, nothing was started again.
  const ends = matches.filter(
    ({ code, line }) =>
      ['workerKilled', 'workerTimeout', 'workerFailedToBoot'].includes(code) && line.number < lastBoot,
  );
  const firstEnd = ends[0]?.line.number ?? Number.POSITIVE_INFINITY;
  const again = boots.filter(({ line }) => line.number > firstEnd).length;
  const stuck = new Set(ends.filter(({ code }) => code === 'workerTimeout').map(({ value }) => value));
  const killed = ends.filter(({ code, value }) => code === 'workerKilled' && !stuck.has(value));
  if (again > 0 && killed.length > 0) return { n: again, reason: stuck.size > 0 ? 'mixed' : 'memory' };
  if (again > 0 && stuck.size > 0) return { n: again, reason: 'stuck' };
  if (again > 0) return { n: again, reason: 'boot' };
  const ready = matches.filter(({ code }) => code === 'workerReady').length;
  // Several workers begin one after the other within a moment; with their "ready" lines nothing is repeated.
  if (boots.length < 2 || ready >= boots.length || isOneStart(boots)) return null;
  return { n: boots.length - 1, reason: 'unexplained' };
};

/** The workers of one server are forked within seconds. */
const oneStartMs = 5_000;

const isOneStart = (boots: readonly Match[]): boolean => {
  const [first, last] = [boots[0]?.line.atMs ?? null, boots.at(-1)?.line.atMs ?? null];
  return first !== null && last !== null && last - first < oneStartMs;
};

/** gunicorn kills a worker that was stuck by the same signal as the kernel one without memory: the timeout tells of both. */
const withoutStuck = (matches: readonly Match[]): readonly Match[] => {
  const stuckAt = new Map(
    matches.flatMap(({ code, value, line }) =>
      code === 'workerTimeout' && value !== null ? [[value, line.number] as const] : [],
    ),
  );
  return matches.filter(
    ({ code, value, line }) =>
      code !== 'workerKilled' || (stuckAt.get(value ?? '') ?? Number.POSITIVE_INFINITY) > line.number,
  );
};

const unknownErrorsOf = (lines: readonly LogLine[]): LogReading['unknownErrors'] => {
  const errors = lines.filter(({ text }) => logLevelOf(text) === 'failure');
  const [first] = errors;
  return first === undefined ? null : { n: errors.length, lineNumber: first.number, quote: cut(first.text) };
};

/** Reads a container's log: the lines that are known are counted, timed and quoted, and the served requests are summed up. */
export const readLog = (log: string): LogReading => {
  const lines = logLines(log);
  const matches = lines.flatMap((_, at) => matchOf(lines, at) ?? tracebackOf(lines, at) ?? []);
  const byCode = Map.groupBy(withoutStuck(matches), ({ code }) => code);
  return {
    lines: lines.length,
    firstAtMs: lines.find(({ atMs }) => atMs !== null)?.atMs ?? null,
    lastAtMs: lines.at(-1)?.atMs ?? null,
    entries: logCodes.flatMap((code) => {
      const of = byCode.get(code);
      return of === undefined ? [] : [entryOf(code, of)];
    }),
    served: servedOf(lines),
    bootedAgain: bootedAgainOf(matches),
    unknownErrors: matches.length === 0 ? unknownErrorsOf(lines) : null,
  };
};
