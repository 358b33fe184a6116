import type { K6Exit } from '../../../runs/schema/result/stop-reason.ts';

/** What an end of k6 means, and what to do about it: null where nothing is wrong. */
type ExitWords = { readonly meaning: string; readonly fix: string | null };

const readLog = 'read k6.log in the run folder';

/** For every exit code of k6 v2 (errext/exitcodes), Go's 2 and cobra's 255. */
const byCode: Readonly<Record<number, ExitWords>> = {
  0: { meaning: 'k6 ended in order', fix: null },
  2: { meaning: 'the Go runtime gave up', fix: 'look for memory limits; report it to k6' },
  97: { meaning: 'the run in Grafana Cloud failed', fix: 'take cloud options out of the scenario' },
  98: {
    meaning: 'the progress in Grafana Cloud could not be read',
    fix: 'take cloud options out of the scenario',
  },
  99: {
    meaning: "a threshold of the script's own was not met",
    fix: 'state the limit as slo in the config: Headroom judges it, k6 need not',
  },
  100: {
    meaning: 'setup() took longer than setupTimeout',
    fix: 'make setup() faster, or raise setupTimeout in the scenario',
  },
  101: {
    meaning: 'the load ended, then teardown() took longer than teardownTimeout',
    fix: 'make teardown() faster, or raise teardownTimeout in the scenario',
  },
  102: { meaning: 'something in k6 timed out', fix: readLog },
  103: { meaning: "the run was stopped through k6's REST API", fix: null },
  104: { meaning: 'k6 refuses its configuration', fix: `${readLog}: it names the option` },
  105: { meaning: 'k6 was told to stop by a signal', fix: null },
  106: { meaning: 'the port of its REST API is taken', fix: 'unset K6_ADDRESS' },
  107: {
    meaning:
      'the script threw an exception outside its iterations: while loading, or in setup() or teardown()',
    fix: `${readLog}: it has the line of the scenario`,
  },
  108: { meaning: 'the script ended the run with test.abort()', fix: null },
  109: { meaning: 'k6 itself panicked', fix: `${readLog}, and report it to k6` },
  110: { meaning: 'the script marked the run as failed with test.fail()', fix: readLog },
  255: { meaning: 'k6 failed without a reason of its own', fix: readLog },
};

const ofSignal = (signal: string | null): ExitWords => {
  if (signal !== 'SIGKILL') return { meaning: `k6 was ended by ${signal ?? 'a signal'}`, fix: null };
  return {
    meaning: 'k6 was killed (SIGKILL)',
    fix: 'if nobody did (a second Ctrl-C does), the system may have run out of memory: give the machine more, or lower safety.maxInFlight',
  };
};

/**
 * How the process of k6 ended, in words.
 *
 * @example exitWords({ exitCode: 0, signal: null }).meaning // 'k6 ended in order'
 */
export const exitWords = ({ exitCode, signal }: K6Exit): ExitWords => {
  if (exitCode === null) return ofSignal(signal);
  const meaning = `k6 ended with code ${exitCode}, which it does not document`;
  return byCode[exitCode] ?? { meaning, fix: readLog };
};
