import { stripVTControlCharacters } from 'node:util';
import { formatMs, formatNumber } from '../../reports/format.ts';

/** What the live line shows; null: not known (yet). */
export type LiveStatus = {
  readonly elapsedSeconds: number;
  readonly totalSeconds: number;
  readonly phase: string;
  readonly offeredRatePerSecond: number;
  readonly achievedRatePerSecond: number;
  /** Requests of the last second that were sent again after a failure. */
  readonly retries: number;
  readonly p95Ms: number | null;
  /** Requests of the last second that did not end in 2xx, by outcome. */
  readonly errors: Readonly<Record<string, number>>;
  readonly ready: number | null;
  readonly desired: number | null;
};

/** Where a running load tells how it goes: notes as lines of their own, the live line in place. */
export type Progress = {
  /** A step that is done or begins: one line, always. */
  readonly note: (text: string) => void;
  readonly status: (status: LiveStatus) => void;
  /** Removes the live line, so that the summary stands alone. */
  readonly close: () => void;
};

/**
 * Seconds as minutes and seconds, whole ones.
 *
 * @example clock(95) // '1:35'
 */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

/** One line with the state of the load. */
const liveLine = (status: LiveStatus): string => {
  const errors = Object.entries(status.errors)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([outcome, n]) => `${n} × ${outcome}`);
  return [
    `${clock(status.elapsedSeconds)}/${clock(status.totalSeconds)} ${status.phase}`,
    `${formatNumber(Math.round(status.achievedRatePerSecond))}/${formatNumber(Math.round(status.offeredRatePerSecond))} req/s${status.retries === 0 ? '' : ` + ${formatNumber(status.retries)} retries`}`,
    `p95 ${status.p95Ms === null ? '–' : formatMs(status.p95Ms)}`,
    errors.length === 0 ? 'no errors' : errors.join(', '),
    `replicas ${status.ready ?? '?'}/${status.desired ?? '?'} ready`,
  ].join(' · ');
};

/** A terminal: one live line, redrawn in place. */
const onTerminal = (stream: NodeJS.WriteStream): Progress => {
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stream.write('\r\u001b[2K');
    isDrawn = false;
  };
  return {
    note: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    status: (status) => {
      clear();
      stream.write(
        stripVTControlCharacters(liveLine(status)).slice(0, Math.max(20, (stream.columns ?? 80) - 1)),
      );
      isDrawn = true;
    },
    close: clear,
  };
};

/** Seconds between two plain lines of one phase: a CI log is no television. */
const plainIntervalSeconds = 15;

/** No terminal: a line when a phase begins, and at most one each 15 s. */
const plain = (stream: NodeJS.WritableStream): Progress => {
  let phase = '';
  let lastAtSeconds = 0;
  return {
    note: (text) => void stream.write(`${text}\n`),
    status: (status) => {
      const isNewPhase = status.phase !== phase;
      if (!isNewPhase && status.elapsedSeconds - lastAtSeconds < plainIntervalSeconds) return;
      phase = status.phase;
      lastAtSeconds = status.elapsedSeconds;
      stream.write(`${liveLine(status)}\n`);
    },
    close: () => {},
  };
};

/** Progress on stderr, in the form that suits it. */
export const createProgress = (stream: NodeJS.WriteStream): Progress =>
  stream.isTTY ? onTerminal(stream) : plain(stream);
