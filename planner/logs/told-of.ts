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

/** A quotation in a sentence: a word stands before it, and no key; and it has begun with words of its own. */
const quotation = /[^\s:=,{[(]\s+(?<mark>["“'])[^"”]*\w[^"”]*[^"”:\s]\s+$/;

const isQuoted = (before: string): boolean => {
  const mark = quotation.exec(before)?.groups?.['mark'];
  if (mark === undefined) return false;
  return mark !== '"' || before.split('"').length % 2 === 0;
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
