/**
 * Makes control characters visible, and those that turn the direction of a text. The text is a stranger's: the body of an
 * answer, the name of a pod, a key of a file. It may not steer a terminal or disguise what a line says.
 *
 * @example escapeControls('a\u001b[2J\u202eb') // 'a\\u{1b}[2J\\u{202e}b'
 */
export const escapeControls = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );

/** The same for a text of several lines: its line breaks are ours and stay. */
export const escapeControlsInLines = (text: string): string =>
  text.split('\n').map(escapeControls).join('\n');
