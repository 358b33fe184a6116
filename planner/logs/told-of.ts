import type { LogCode } from './known-lines.ts';
import { logLevelOf } from './log-level.ts';
import { exceptionLine } from './traceback.ts';

/** What a user may write of, in a text that a service then logs. */
const writtenOf: ReadonlySet<LogCode> = new Set([
  'gpuOutOfMemory',
  'outOfMemory',
  'modelNotFound',
  'traceback',
]);

/** In front of a message: nothing, or what a logger puts there, or a key of JSON; and the name of an exception. */
const messageBegins =
  /(?:^|\s-\s|[\]|]\s*|\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING):?\s+|\b(?:msg|message|event|err|error|exception)"?\s*[:=]\s*"?)(?:[\w.]*(?:Error|Exception):\s*)?$/;

/** Whether a sign stands behind a word and a blank, and no key or bracket: so a quotation opens in a sentence. */
const opens = (before: string, at: number): boolean => {
  const lead = before.slice(0, at);
  const word = lead.trimEnd();
  return word !== lead && !/^[:=,{[(]?$/.test(word.slice(-1));
};

/** Whether a text ends inside a quotation that has begun with words of its own. */
const isQuoted = (before: string): boolean => {
  const said = before.trimEnd();
  if (said === before || /["”:]$/.test(said.slice(-1))) return false;
  const last = Math.max(before.lastIndexOf('"'), before.lastIndexOf('”'));
  const marks = [...before.slice(last + 1).matchAll(/["“']/g)].map(({ index }) => last + 1 + index);
  const mark = (before[last] === '"' ? [last, ...marks] : marks).find((at) => opens(before, at));
  if (mark === undefined || !/\w/.test(said.slice(mark + 1, -1))) return false;
  return before[mark] !== '"' || before.split('"').length % 2 === 0;
};

/**
 * Whether a line only tells of a failure, as a text that somebody sent: its level is information, or it quotes a sentence. What such a
 * line begins with counts all the same: TorchServe logs as information all that a worker prints.
 *
 * @param at where the known words begin in the line
 * @example isToldOf('gpuOutOfMemory', 'INFO text: our pod shows CUDA out of memory', 26) // true
 */
export const isToldOf = (code: LogCode, text: string, at: number): boolean => {
  if (!writtenOf.has(code)) return false;
  const [before, level] = [text.slice(0, at), logLevelOf(text)];
  if (level === 'failure' || messageBegins.test(before) || exceptionLine.test(text)) return false;
  return level === 'information' || isQuoted(before);
};
