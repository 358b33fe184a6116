import type { ChildProcess } from 'node:child_process';

/** What the library keeps of the way in which it starts login plugins. */
type Starter = { execFn?: (...args: readonly unknown[]) => ChildProcess };

const running = new Set<ChildProcess>();

const endAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

/**
 * Lets no login plugin outlive this process: one that hangs, or waits for a person who is gone, would stay for ever.
 * The library gives no handle of what it starts, so the function that starts it is wrapped.
 *
 * @param authenticators the library's own, of which one starts plugins
 */
export const endPluginsAtExit = (authenticators: readonly Starter[]): void => {
  for (const authenticator of authenticators) {
    const start = authenticator.execFn;
    if (start === undefined) continue;
    authenticator.execFn = (...args) => {
      const child = start(...args);
      if (running.size === 0) process.once('exit', endAll);
      running.add(child);
      child.once('close', () => {
        running.delete(child);
        if (running.size === 0) process.off('exit', endAll);
      });
      return child;
    };
  }
};
