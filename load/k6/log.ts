import { createReadStream, existsSync } from 'node:fs';
import { linesOf } from './lines.ts';
import { blockedHostOf, entryOf, type UncaughtException } from './log-entry.ts';
import { parseLogfmt } from './logfmt.ts';
import { createTally, type Tally } from './tally.ts';

/** What a k6 log tells that its exit code does not. */
export type K6LogSummary = {
  readonly lines: number;
  /** 1 when the last line has no end: k6 was killed, or is still writing. That line is counted nowhere else. */
  readonly brokenLines: number;
  /** Each ended its iteration, or, outside of one, the run. Those in iterations leave k6's exit code 0. */
  readonly uncaughtExceptions: {
    readonly count: number;
    /** The first few that differ, in the order in which they came. */
    readonly kinds: readonly (UncaughtException & { readonly count: number })[];
  };
  /** Telemetry windows that never arrived: whatever was counted in them is lost. */
  readonly failedUploads: Tally;
  /** Requests that got no HTTP answer, by cause. */
  readonly failedRequests: Tally;
  /** Scenarios that ran out of virtual users: from then on arrivals were dropped. */
  readonly insufficientVus: readonly { readonly scenario: string; readonly activeVus: number }[];
  /** Hosts and addresses that requests were kept from, by k6's own lists or by Headroom's guard. */
  readonly blockedHosts: Tally;
  /** All else that k6 itself called a warning or an error. */
  readonly otherProblems: Tally;
};

const exceptionKindsMax = 5;

const createExceptionCounter = () => {
  const kinds = new Map<string, UncaughtException & { count: number }>();
  let count = 0;
  return {
    add: (exception: UncaughtException): void => {
      count += 1;
      const identity = `${exception.message}\n${exception.stack[0]}`;
      const kind = kinds.get(identity);
      if (kind !== undefined) kind.count += 1;
      else if (kinds.size < exceptionKindsMax) kinds.set(identity, { ...exception, count: 1 });
    },
    result: (): K6LogSummary['uncaughtExceptions'] => ({ count, kinds: [...kinds.values()] }),
  };
};

const createCounters = () => {
  const uncaughtExceptions = createExceptionCounter();
  const failedUploads = createTally();
  const failedRequests = createTally();
  const starvedScenarios = new Map<string, number>();
  const blockedHosts = createTally();
  const otherProblems = createTally();

  const add = (line: string): void => {
    const fields = parseLogfmt(line);
    const blockedHost = blockedHostOf(fields);
    if (blockedHost !== null) blockedHosts.add(blockedHost);
    const entry = entryOf(fields);
    if (entry.kind === 'uncaughtException') uncaughtExceptions.add(entry.exception);
    if (entry.kind === 'failedUpload') failedUploads.add(entry.cause);
    if (entry.kind === 'failedRequest') failedRequests.add(entry.cause);
    if (entry.kind === 'insufficientVus') starvedScenarios.set(entry.scenario, entry.activeVus);
    if (entry.kind === 'otherProblem') otherProblems.add(entry.message);
  };

  const summary = (lines: number, brokenLines: number): K6LogSummary => ({
    lines,
    brokenLines,
    uncaughtExceptions: uncaughtExceptions.result(),
    failedUploads: failedUploads.result(),
    failedRequests: failedRequests.result(),
    insufficientVus: [...starvedScenarios].map(([scenario, activeVus]) => ({ scenario, activeVus })),
    blockedHosts: blockedHosts.result(),
    otherProblems: otherProblems.result(),
  });

  return { add, summary };
};

/** Counts what must not be missed in the text of a k6 log, in memory that does not grow with its length. */
export const summariseK6Log = async (
  text: AsyncIterable<string> | Iterable<string>,
): Promise<K6LogSummary> => {
  const counters = createCounters();
  let lines = 0;
  let brokenLines = 0;
  for await (const line of linesOf(text)) {
    if (line.isWhole) {
      lines += 1;
      counters.add(line.text);
    } else brokenLines += 1;
  }
  return counters.summary(lines, brokenLines);
};

/**
 * The summary of the file that k6 wrote through `--log-output=file=<path>`. No file is no lines: a k6 that refuses its
 * command line ends before it opens one.
 */
export const readK6Log = (path: string): Promise<K6LogSummary> =>
  summariseK6Log(existsSync(path) ? createReadStream(path, { encoding: 'utf8' }) : []);
