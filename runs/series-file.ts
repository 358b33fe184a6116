import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { z } from 'zod';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';

type SeriesWriter<Line> = AsyncDisposable & {
  readonly append: (lines: readonly Line[]) => void;
  /** Whole lines that are JSON already, with their line ends: kept as they are. */
  readonly appendText: (text: string) => void;
  /** Resolves once the disk takes no more; never where it takes all. */
  readonly failed: Promise<HeadroomError>;
  /** Resolves when every line is on disk. @throws HeadroomError E_DISK */
  readonly close: () => Promise<void>;
};

/**
 * An append-only file of JSON lines. Each batch goes to the system in one write, so a killed process leaves at most
 * one broken line, the last. What the disk has not taken yet waits in memory, without a limit: a load must not wait for the disk,
 * and its lines are some kilobytes each second.
 */
export const openSeries = <Line>(folder: string, name: string): SeriesWriter<Line> => {
  const path = join(folder, name);
  const stream = createWriteStream(path, { flags: 'a' });
  const failed = new Promise<HeadroomError>((resolve) => {
    stream.once('error', (error) =>
      resolve(
        new HeadroomError('E_DISK', {
          what: `${name} can't be written: ${messageOf(error)}`,
          where: path,
          fix: 'check the free space and the rights of the folder',
          cause: error,
        }),
      ),
    );
  });
  const appendText = (text: string): void => {
    if (text !== '' && stream.writable) stream.write(text);
  };
  /** What the disk did not take; undefined where all is there. */
  const ended = async (): Promise<HeadroomError | undefined> => {
    stream.end();
    const written = finished(stream).then(
      () => undefined,
      () => failed,
    );
    return Promise.race([written, failed]);
  };
  return {
    append: (lines) => appendText(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    appendText,
    failed,
    close: async () => {
      const fault = await ended();
      if (fault !== undefined) throw fault;
    },
    [Symbol.asyncDispose]: async () => {
      await ended();
    },
  };
};

type SeriesRead<Line> = {
  readonly lines: Line[];
  /** Lines that were no JSON or broke the schema: one, the last, after a kill; more mean a damaged file. */
  readonly dropped: number;
};

/**
 * Reads a series file, checking each line. An absent file is an empty series: a run may have ended before its first line.
 */
export const readSeries = async <T extends z.ZodType>(
  folder: string,
  name: string,
  schema: T,
): Promise<SeriesRead<z.output<T>>> => {
  const lines: z.output<T>[] = [];
  let dropped = 0;
  const parse = (text: string): z.output<T> | undefined => {
    try {
      const parsed = schema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  };
  try {
    for await (const text of createInterface({ input: createReadStream(join(folder, name)) })) {
      const line = parse(text);
      if (line === undefined) dropped++;
      else lines.push(line);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { lines, dropped };
};
