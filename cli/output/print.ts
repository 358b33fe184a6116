import { escapeControlsInLines } from '../../errors/escape-controls.ts';

/** An answer for people on stdout: what strangers wrote in it is shown, and steers nothing. */
export const print = (text: string): void => console.log(escapeControlsInLines(text));

/** A remark for people on stderr, in the same form. */
export const printNote = (text: string): void => console.error(escapeControlsInLines(text));

type AnswerOptions = {
  readonly asJson: boolean;
  /** The same for people. */
  readonly text: () => string;
};

/** An answer on stdout: as one line of JSON for machines, or as text for people. */
export const printAnswer = (value: unknown, { asJson, text }: AnswerOptions): void =>
  asJson ? console.log(JSON.stringify(value)) : print(text());

/**
 * Whether a stream is to be written in colour: FORCE_COLOR decides, then NO_COLOR (https://no-color.org), then the terminal.
 */
export const usesColor = (
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors'>,
  env: NodeJS.ProcessEnv = process.env,
): boolean => {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR']) return false;
  return stream.isTTY && stream.hasColors();
};
