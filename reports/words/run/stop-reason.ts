import type { K6Failure, Kill, RunnerLoss, StopReason } from '../../../runs/schema/result/stop-reason.ts';
import { formatMs, formatNumber, formatQuantity, formatSeconds } from '../../format.ts';
import { exitWords } from './k6-exit.ts';

type Of<Code extends StopReason['code']> = Extract<StopReason, { readonly code: Code }>;
type Words = { readonly [Code in StopReason['code']]: (reason: Of<Code>) => string };

const killText = (kill: Kill): string => {
  switch (kill.code) {
    case 'notBegun':
      return `the load had not begun after ${formatMs(kill.limitMs)}`;
    case 'stoodStill':
      return `the generator stood still: nothing came from it for ${formatMs(kill.limitMs)}`;
    case 'wentOn':
      return 'k6 went on long after its plan';
    case 'keptRunning':
      return 'k6 did not stop when told to';
    case 'keptRequests':
      return 'k6 did not cut the load when told to';
  }
};

/** Why k6 ended without its last line: who killed it or what its exit means, what to do, and the last words of its log. */
export const k6FailureText = ({ killed, lastWords, ...exit }: K6Failure): string => {
  const { meaning, fix } = exitWords(exit);
  const why = killed === null ? [meaning, fix] : [killText(killed)];
  return [...why, lastWords].filter(Boolean).join('; ');
};

/** A runner that is lost, and why. */
export const runnerLossText = ({ runner, failure }: RunnerLoss): string =>
  `${runner} was lost: ${failure.code === 'pod' ? failure.said : k6FailureText(failure)}`;

/**
 * What a script said as it ended the load. Of an exception the first line, and whether it was thrown before the load.
 *
 * @example abortedText('Error: no login\n\tat setup (file:///a.js:1:59(3))\n') // 'setup() of the script failed: Error: no login'
 */
const abortedText = (said: string): string => {
  const [first = '', ...stack] = said.trim().split('\n');
  if (!stack.some((line) => /^\s*at /.test(line))) return said.trim().replaceAll(/\s+/g, ' ');
  return stack.some((line) => /^\s*at setup \(/.test(line))
    ? `setup() of the script failed: ${first}`
    : first;
};

const words: Words = {
  ctrlC: () => 'asked to stop (Ctrl-C, SIGTERM or a client of mcp)',
  signal: ({ signal }) => `k6 was told to stop by a signal: ${signal}`,
  toolGone: () => 'the tool was gone, so the generator ended the load',
  autoStop: ({ failed, requests, overdue, windowSeconds }) => {
    const what = overdue === 0 ? 'failed' : `failed or are overdue (${formatNumber(overdue)})`;
    return `${formatNumber(failed)} of ${formatQuantity(requests, 'request')} ${what} over the last ${formatSeconds(windowSeconds)}`;
  },
  rateCap: ({ requestsPerSecondMax }) =>
    `the load wanted more than ${formatQuantity(requestsPerSecondMax, 'request')} per second, the most that the config permits`,
  replicaHours: ({ maxReplicaHours }) =>
    `its replicas have used the ${formatNumber(maxReplicaHours)} replica-hours of safety.maxReplicaHours`,
  aborted: ({ said }) => (said === null ? 'the script ended the load' : abortedText(said)),
  thresholds: ({ missed }) =>
    `a threshold of the script ended it by abortOnFail; missed: ${missed.map(({ metric, expression }) => `${metric} ${expression}`).join(', ')}`,
  k6Ended: k6FailureText,
  runnersLost: ({ losses }) => losses.map(runnerLossText).join('; '),
  runnersNotReady: ({ runners, readySeconds }) =>
    `${runners.join(', ')} not ready after ${formatSeconds(readySeconds)}: no load was fired`,
};

/**
 * Why a load ended before its plan, in words.
 *
 * @example stopReasonText({ code: 'ctrlC' }) // 'asked to stop (Ctrl-C, SIGTERM or a client of mcp)'
 */
export const stopReasonText = (reason: StopReason): string =>
  (words[reason.code] as (reason: StopReason) => string)(reason);
