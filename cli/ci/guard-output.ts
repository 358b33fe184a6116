import type { Writable } from 'node:stream';
import { withoutCommands } from '../../reports/ci/without-commands.ts';

/** How guarded streams wrote before, so that our own commands can pass. */
const unguarded = new WeakMap<Writable, Writable['write']>();

/**
 * From now on nothing that is printed is a command to the CI server, whatever answer or name it is from: see
 * `withoutCommands`. Disposing gives the streams their own way of writing back.
 */
export const guardOutput = (streams: readonly Writable[]): Disposable => {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as Writable['write'];
    unguarded.set(stream, write);
    stream.write = ((chunk: unknown, ...rest: []) =>
      write(typeof chunk === 'string' ? withoutCommands(chunk) : chunk, ...rest)) as Writable['write'];
  }
  return {
    [Symbol.dispose]: () => {
      for (const stream of streams) {
        const write = unguarded.get(stream);
        if (write !== undefined) stream.write = write;
        unguarded.delete(stream);
      }
    },
  };
};

/** Prints commands to the CI server. Only for those that we made: text of others in them must be escaped. */
export const printCommands = (stream: Writable, commands: readonly string[]): void => {
  const write = unguarded.get(stream) ?? (stream.write.bind(stream) as Writable['write']);
  for (const command of commands) write(`${command}\n`);
};
