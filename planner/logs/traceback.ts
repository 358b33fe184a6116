import type { LogLine } from './log-lines.ts';

/** How far below its head a traceback may end, in lines. */
export const tracebackLinesMost = 200;

/** The last line of a Python traceback: the exception and what it says. */
export const exceptionLine =
  /^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Exit|Interrupt|Warning|Timeout)\b/;

/** An exception may have any name; `INFO: …` is a line of a logger. */
const anyException = /^(?!(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):)(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?::\s|\s*$)/;

const head = /Traceback \(most recent call last\):\s*$/;

/** Whether a line begins a Python traceback. */
export const isTracebackHead = ({ text }: LogLine): boolean => head.test(text);

const chain =
  /^\s*(?:The above exception was the direct cause of|During handling of the above exception, another exception)/;

/** Whether the traceback that begins at a line was raised by the exception of the traceback before it. */
export const isChained = (lines: readonly LogLine[], at: number): boolean =>
  chain.test(lines[at - 1]?.text ?? '');

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
