import { escapeControls, escapeControlsInLines } from '../../errors/escape-controls.ts';
import { formatSeconds } from '../../reports/format.ts';
import { fitLines } from '../../reports/text-table.ts';
import { failuresShown, type LiveStatus, liveBlock, liveLine } from './live-lines.ts';
import { columnsOf } from './print.ts';

/** A long calculation: what it is at, and what share of it is done. */
export type Step = { readonly text: string; readonly share: number };

/** Where a running verb tells how it goes: notes as lines of their own, the live block in place. */
export type Progress = {
  /** A step that is done or begins: one line, always. */
  readonly note: (text: string) => void;
  readonly status: (status: LiveStatus) => void;
  readonly step: (step: Step) => void;
  /** Removes the live block, so that the summary stands alone. */
  readonly close: () => void;
};

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

const secondsNow = (): number => performance.now() / 1000;

/** Nothing is predicted from less than this share of the work. */
const shareLeast = 0.15;

/** How long a calculation will still take, by how long it took so far; empty where that tells too little. */
const timeLeft = (share: number, seconds: number): string =>
  share < shareLeast || share >= 1
    ? ''
    : `, about ${formatSeconds(Math.ceil((seconds * (1 - share)) / share))} left`;

const percent = (share: number): string => `${String(Math.round(share * 100)).padStart(3)} %`;

/** A terminal: a few live lines, redrawn in place. */
const onTerminal = (stream: Stream): Progress => {
  let drawn = 0;
  let began: number | null = null;
  const failures: number[] = [];
  const clear = (): void => {
    if (drawn > 0) stream.write(`${drawn > 1 ? `\u001b[${drawn - 1}A` : ''}\r\u001b[J`);
    drawn = 0;
  };
  const draw = (lines: readonly string[]): void => {
    clear();
    const width = Math.max(20, columnsOf(stream) - 1);
    stream.write(lines.map((line) => escapeControls(line).slice(0, width)).join('\n'));
    drawn = lines.length;
  };
  return {
    note: (text) => {
      clear();
      stream.write(`${fitLines(escapeControlsInLines(text), columnsOf(stream))}\n`);
    },
    status: (status) => {
      failures.push(Object.values(status.errors).reduce((sum, n) => sum + n, 0));
      if (failures.length > failuresShown) failures.shift();
      draw(liveBlock(status, failures));
    },
    step: ({ text, share }) => {
      began ??= secondsNow();
      draw([`${percent(share)}  ${text}${timeLeft(share, secondsNow() - began)}`]);
    },
    close: clear,
  };
};

/** Seconds between two plain lines of one phase, so that a CI log stays short. */
const plainIntervalSeconds = 15;

/** No terminal: a line when a phase or a step begins, and at most one each 15 s. */
const plain = (stream: Stream): Progress => {
  let phase = '';
  let step = '';
  let lastAtSeconds = 0;
  return {
    note: (text) => void stream.write(`${escapeControlsInLines(text)}\n`),
    status: (status) => {
      const isNewPhase = status.phase !== phase;
      if (!isNewPhase && status.elapsedSeconds - lastAtSeconds < plainIntervalSeconds) return;
      phase = status.phase;
      lastAtSeconds = status.elapsedSeconds;
      stream.write(`${escapeControls(liveLine(status))}\n`);
    },
    step: ({ text, share }) => {
      if (text === step) return;
      step = text;
      stream.write(`${percent(share)}  ${text}\n`);
    },
    close: () => {},
  };
};

const silent: Progress = { note: () => {}, status: () => {}, step: () => {}, close: () => {} };

/**
 * Progress on stderr, in the form that suits it; none where a person wants to be left alone. A terminal that calls itself dumb, such
 * as a shell in Emacs or a serial console, moves no cursor: it gets the lines of a log.
 */
export const createProgress = (
  stream: Stream,
  {
    quiet = false,
    env = process.env,
  }: { readonly quiet?: boolean | undefined; readonly env?: NodeJS.ProcessEnv } = {},
): Progress => {
  if (quiet) return silent;
  return stream.isTTY && env['TERM'] !== 'dumb' ? onTerminal(stream) : plain(stream);
};
