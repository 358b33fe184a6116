/**
 * How k6 ended, and what that makes of the run:
 * complete = k6 ended in order (how the load ended stands in its end line); interrupted = it was cut short, what was
 * recorded holds; failed = k6 never fired it, or broke down.
 */
type K6Verdict = 'complete' | 'interrupted' | 'failed';

/** Every exit code of k6 v2 (errext/exitcodes), and the two that come from the frame around it: Go's 2 and cobra's 255. */
export const k6Verdicts: Readonly<Record<number, K6Verdict>> = {
  0: 'complete',
  2: 'failed',
  97: 'failed',
  98: 'failed',
  99: 'complete',
  100: 'failed',
  101: 'complete',
  102: 'failed',
  103: 'interrupted',
  104: 'failed',
  105: 'interrupted',
  106: 'failed',
  107: 'failed',
  108: 'interrupted',
  109: 'failed',
  110: 'complete',
  255: 'failed',
};

/**
 * What it makes of a run that k6 ended with this code, or by a signal. Code 0 alone is no proof of a good run: the end
 * line of the generator's stream says how the load ended. A code that k6 does not document is a failure.
 *
 * @param exitCode null: k6 was ended by a signal
 * @example verdictOfExit(99) // 'complete'
 */
export const verdictOfExit = (exitCode: number | null): K6Verdict =>
  exitCode === null ? 'interrupted' : (k6Verdicts[exitCode] ?? 'failed');
