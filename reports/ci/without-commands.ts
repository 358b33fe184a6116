/** Invisible, and enough that a command is none any more. */
const gap = '\u200b';

/**
 * Text in which CI servers find no command: of an answer or a name that is printed, a log line must not set a variable
 * or a path of the job. GitHub takes "::" at the beginning of a line and "##[" anywhere, Azure Pipelines "##vso[" anywhere.
 *
 * @example withoutCommands('##vso[task.setvariable variable=a]b') // '##' + zero-width space + 'vso[task.setvariable variable=a]b'
 */
export const withoutCommands = (text: string): string => {
  // In JSON a "#" stands inside a string, where it may be written as an escape: the value stays what it is.
  if (/^\s*[[{]/.test(text)) return text.replace(/##(?=(?:vso)?\[)/gi, '#\\u0023');
  return text
    .replace(/##(?=(?:vso)?\[)/gi, `##${gap}`)
    .replace(/(^|[\r\n])([^\S\r\n]*):(?=:)/g, `$1$2:${gap}`);
};
