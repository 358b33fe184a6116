import { onTestFailed } from 'vitest';

/**
 * Says of the running test, should it fail, what it still waited for: a time limit that passes does not.
 *
 * @param waits the conditions that did not hold so far; their source text names them
 */
export const tellWaits = (waits: () => Iterable<(...seen: never[]) => boolean>): void =>
  onTestFailed(() => {
    for (const condition of waits()) console.error(`still waited for: ${condition}`);
  });
