import type { LogLine } from './log-lines.ts';

/** How far below its head a traceback may end, in lines. */
export const tracebackLinesMost = 200;

/** The last line of a Python traceback: the exception and what it says. */
export const exceptionLine =
  /^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Exit|Interrupt|Warning|Timeout)\b/;

/** An exception may have any name; `INFO: …` is a line of a logger. */
const anyException = /^(?!(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):)(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?::\s|\s*$)/;

/** What an exception says may take several lines. */
const messageLinesMost = 20;

const head = /Traceback \(most recent call last\):\s*$/;

/** Whether a line begins a Python traceback. */
export const isTracebackHead = ({ text }: LogLine): boolean => head.test(text);

const inHandling = /^\s*During handling of the above exception, another exception/;
const directCause = /^\s*The above exception was the direct cause of/;

/** Whether the traceback that begins at a line was raised by the exception of the traceback before it. */
export const isChained = (lines: readonly LogLine[], at: number): boolean =>
  [inHandling, directCause].some((chain) => chain.test(lines[at - 1]?.text ?? ''));

/** The line with the exception that ends the traceback that begins at a line; null: the log has no end of it. */
export const tracebackEnd = (lines: readonly LogLine[], at: number): LogLine | null => {
  let isFirst = true;
  for (const line of lines.slice(at + 1, at + tracebackLinesMost)) {
    if (isTracebackHead(line)) return null;
    // Frames are indented.
    if (/^\s/.test(line.text)) continue;
    if (exceptionLine.test(line.text) || (isFirst && anyException.test(line.text))) return line;
    isFirst = false;
  }
  return null;
};

/**
 * The exception that left the code: of those that were raised while another one was handled, the last. One that names another
 * as its direct cause only wraps it.
 *
 * @param end the line with the exception that ends the first traceback
 */
export const exceptionThatLeft = (lines: readonly LogLine[], end: LogLine): LogLine => {
  const at = lines.indexOf(end) + 1;
  const next = lines.slice(at, at + messageLinesMost).findIndex(isTracebackHead);
  if (next < 1 || !inHandling.test(lines[at + next - 1]!.text)) return end;
  const further = tracebackEnd(lines, at + next);
  return further === null ? end : exceptionThatLeft(lines, further);
};
