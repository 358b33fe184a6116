import { escapeControlsInLines } from '../../errors/escape-controls.ts';
import { fitLines, usualColumns } from '../../reports/text-table.ts';

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

/** Columns of a terminal: the usual number where it tells none, or 0, as a terminal without a window does. */
export const columnsOf = ({ columns }: Pick<Terminal, 'columns'>): number => columns || usualColumns;

/**
 * Text as a stream shows it: what strangers wrote in it steers nothing, and on a terminal no line is cut. In a pipe lines stay
 * as long as they are, for grep.
 */
export const shownOn = (stream: Terminal, text: string): string => {
  const shown = escapeControlsInLines(text);
  return stream.isTTY ? fitLines(shown, columnsOf(stream)) : shown;
};

/** Columns that an answer may take: those of a terminal; a pipe has no end. */
export const terminalWidth = (stream: Terminal = process.stdout): number =>
  stream.isTTY ? columnsOf(stream) : Number.POSITIVE_INFINITY;

/** How the summary of a run is shown on a terminal. A pipe gets the same lines as a terminal of the usual width. */
export const summaryLook = (stdout: NodeJS.WriteStream = process.stdout) => ({
  color: usesColor(stdout),
  width: columnsOf(stdout),
});

/** An answer for people on stdout. */
export const print = (text: string): void => console.log(shownOn(process.stdout, text));

/** A remark for people on stderr. */
export const printNote = (text: string): void => console.error(shownOn(process.stderr, text));

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
