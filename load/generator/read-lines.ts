import type { Readable } from 'node:stream';
import { type LoadLine, loadLineSchema } from '../../runs/schema/load-series.ts';

/** What came of the generator's stream. */
export type StreamEnd = {
  /** Lines that are no JSON objects with a kind and a number, or not what their kind says: a broken generator. */
  readonly brokenLines: number;
  /** Why reading ended before the generator did; null where it did not. */
  readonly failure: string | null;
};

/** A longer line is none of the generator's: memory stays bounded whatever writes into the descriptor. */
const lineCharactersMax = 4 * 1024 * 1024;

/** Kinds of which single fields are read while the load runs: a fault in one must not end the tool. */
const checkedKinds: ReadonlySet<unknown> = new Set([
  'end',
  'exception',
  'note',
  'refused',
] satisfies LoadLine['kind'][]);

/** A line, checked as far as the live view needs; the schema checks all of them when the folder is read. */
const lineOf = (text: string): LoadLine | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('kind' in value && 'seq' in value)) return undefined;
    return checkedKinds.has(value.kind) ? loadLineSchema.safeParse(value).data : (value as LoadLine);
  } catch {
    return undefined;
  }
};

type LineReader = {
  /** Whole lines as they came, with their line ends. */
  readonly onText: (text: string) => void;
  readonly onLine: (line: LoadLine) => void;
  /** Text between the lines that is none: what else writes there. */
  readonly onOther?: (text: string) => void;
};

/** Cuts text into lines, however it comes. */
export const createLineReader = ({ onText, onLine, onOther }: LineReader) => {
  let rest = '';
  let brokenLines = 0;
  return {
    take: (chunk: string): void => {
      const text = rest + chunk;
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      if (rest.length > lineCharactersMax) {
        rest = '';
        brokenLines++;
      }
      if (end === 0) return;
      const whole = text.slice(0, end);
      onText(whole);
      for (const one of whole.trimEnd().split('\n')) {
        const line = lineOf(one);
        if (line !== undefined) onLine(line);
        else {
          brokenLines++;
          onOther?.(one);
        }
      }
    },
    /** The rest of the last line does not come, or comes again from its beginning. */
    forget: (): void => {
      rest = '';
    },
    /** Lines that could not be read, and a last one without its end. */
    brokenLines: (): number => brokenLines + (rest === '' ? 0 : 1),
  };
};

/** Reads the generator's stream to its end. Never rejects: what went wrong is told in the result. */
export const readLines = (stream: Readable, listener: LineReader): Promise<StreamEnd> => {
  const reader = createLineReader(listener);
  return new Promise((resolve) => {
    const finish = (failure: string | null): void => resolve({ brokenLines: reader.brokenLines(), failure });
    stream.setEncoding('utf8').on('data', reader.take);
    stream.once('end', () => finish(null));
    stream.once('error', (error) => finish(error.message));
    stream.once('close', () => finish(null));
  });
};
