/**
 * How k6 ended, and what that makes of the run:
 * complete = k6 ended in order (how the load ended stands in its end line); interrupted = it was cut short, what was
 * recorded holds; failed = k6 never fired it, or broke down.
 */
type K6Verdict = 'complete' | 'interrupted' | 'failed';

/** What an exit code of k6 tells, and what to do about it. */
type K6Meaning = {
  /** What happened, for people. */
  readonly meaning: string;
  readonly verdict: K6Verdict;
  /** What to do about it; null where nothing is wrong. */
  readonly fix: string | null;
};

type K6ExitCode = K6Meaning & { readonly code: number };

const readLog = 'read k6.log in the run folder';

/** Every exit code of k6 v2 (errext/exitcodes), and the two that come from the frame around it: Go's 2 and cobra's 255. */
export const k6ExitCodes: readonly K6ExitCode[] = [
  {
    code: 0,
    meaning: 'k6 ended in order',
    verdict: 'complete',
    fix: null,
  },
  {
    code: 2,
    meaning: 'the Go runtime gave up',
    verdict: 'failed',
    fix: 'look for memory limits; report it to k6',
  },
  {
    code: 97,
    meaning: 'the run in Grafana Cloud failed',
    verdict: 'failed',
    fix: 'take cloud options out of the scenario',
  },
  {
    code: 98,
    meaning: 'the progress in Grafana Cloud could not be read',
    verdict: 'failed',
    fix: 'take cloud options out of the scenario',
  },
  {
    code: 99,
    meaning: "a threshold of the script's own was not met",
    verdict: 'complete',
    fix: 'state the limit as slo in the config: Headroom judges it, k6 need not',
  },
  {
    code: 100,
    meaning: 'setup() took longer than setupTimeout',
    verdict: 'failed',
    fix: 'make setup() faster, or raise setupTimeout in the scenario',
  },
  {
    code: 101,
    meaning: 'the load ended, then teardown() took longer than teardownTimeout',
    verdict: 'complete',
    fix: 'make teardown() faster, or raise teardownTimeout in the scenario',
  },
  { code: 102, meaning: 'something in k6 timed out', verdict: 'failed', fix: readLog },
  { code: 103, meaning: "the run was stopped through k6's REST API", verdict: 'interrupted', fix: null },
  {
    code: 104,
    meaning: 'k6 refuses its configuration',
    verdict: 'failed',
    fix: `${readLog}: it names the option`,
  },
  { code: 105, meaning: 'k6 was told to stop by a signal', verdict: 'interrupted', fix: null },
  { code: 106, meaning: 'the port of its REST API is taken', verdict: 'failed', fix: 'unset K6_ADDRESS' },
  {
    code: 107,
    meaning:
      'the script threw an exception outside its iterations: while loading, or in setup() or teardown()',
    verdict: 'failed',
    fix: `${readLog}: it has the line of the scenario`,
  },
  { code: 108, meaning: 'the script ended the run with test.abort()', verdict: 'interrupted', fix: null },
  { code: 109, meaning: 'k6 itself panicked', verdict: 'failed', fix: `${readLog}, and report it to k6` },
  {
    code: 110,
    meaning: 'the script marked the run as failed with test.fail()',
    verdict: 'complete',
    fix: readLog,
  },
  { code: 255, meaning: 'k6 failed without a reason of its own', verdict: 'failed', fix: readLog },
];

const meaningOfSignal = (signal: NodeJS.Signals): K6Meaning =>
  signal === 'SIGKILL'
    ? {
        meaning: 'k6 was killed (SIGKILL): by the second Ctrl-C, or by the system for want of memory',
        verdict: 'interrupted',
        fix: 'if nobody killed it, give the machine more memory, or lower safety.maxInFlight',
      }
    : { meaning: `k6 was ended by ${signal}`, verdict: 'interrupted', fix: null };

/**
 * What it means that k6 ended with this code, or by this signal (Node gives one and null for the other). Code 0 alone
 * is no proof of a good run: the end line of the generator's stream says how the load ended.
 *
 * @example meaningOf(99, null).verdict // 'complete'
 */
export const meaningOf = (code: number | null, signal: NodeJS.Signals | null): K6Meaning => {
  if (signal !== null) return meaningOfSignal(signal);
  return (
    k6ExitCodes.find((known) => known.code === code) ?? {
      meaning: `k6 ended with code ${code}, which it does not document`,
      verdict: 'failed',
      fix: readLog,
    }
  );
};
