import { escapeControls } from '../../../errors/escape-controls.ts';
import type { Fact, FactCode } from '../../../runs/schema/result/findings.ts';
import {
  formatMs,
  formatNumber,
  formatQuantity,
  formatRate,
  formatSeconds,
  formatShare,
  formatStretch,
} from '../../format.ts';

/** More names than these are counted. */
const namesMax = 3;

const list = (texts: readonly string[]): string => {
  const shown = texts.slice(0, namesMax).join(', ');
  return texts.length > namesMax ? `${shown} and ${texts.length - namesMax} more` : shown;
};

const quoted = ({ quotes }: Fact): string => list(quotes.map((text) => `“${escapeControls(text)}”`));
const named = ({ objects }: Fact): string => list(objects.map(escapeControls));
const numberOr = ({ numbers }: Fact, name: string, format: (value: number) => string): string | null => {
  const value = numbers[name];
  return value === undefined ? null : format(value);
};
const joined = (parts: readonly (string | null | false)[], by = ', '): string =>
  parts.filter((part) => part !== null && part !== false && part !== '').join(by);

const replicaWords = {
  desired: 'wanted',
  ready: 'ready',
  pending: 'not ready',
  minReplicas: 'at least',
  maxReplicas: 'at most',
};

const factWords: Readonly<Record<FactCode, (fact: Fact) => string>> = {
  requests: (fact) => `${formatNumber(fact.n)} × ${fact.objects.join(' and ')}`,
  replicas: (fact) =>
    `replicas: ${joined(Object.entries(replicaWords).map(([key, word]) => numberOr(fact, key, (n) => `${formatNumber(n)} ${word}`)))}`,
  utilization: (fact) =>
    `utilization ${joined([numberOr(fact, 'share', formatShare), numberOr(fact, 'target', (target) => `target ${formatShare(target)}`)])}`,
  inFlight: (fact) =>
    joined([
      numberOr(fact, 'inFlight', (n) => `${formatQuantity(n, 'request')} in flight`),
      numberOr(fact, 'slots', (n) => formatQuantity(n, 'slot')),
    ]),
  failedAfter: (fact) =>
    `failed after ${joined([numberOr(fact, 'medianMs', formatMs), numberOr(fact, 'limitMs', (ms) => `limit ${formatMs(ms)}`)])} (median)`,
  serviceTime: (fact) =>
    joined([
      numberOr(fact, 'okMedianMs', (ms) => `without a queue a request takes ${formatMs(ms)} (median)`),
      numberOr(fact, 'okSlowestMs', (ms) => `at most ${formatMs(ms)}`),
      numberOr(fact, 'medianMs', (ms) => `service time ${formatMs(ms)} (median)`),
      named(fact),
    ]),
  serviceGrew: (fact) =>
    joined([
      named(fact),
      numberOr(fact, 'perMinute', (share) => `service times grew by ${formatShare(share)} a minute`),
      numberOr(fact, 'ratePerSecond', (rate) => `at ${formatRate(rate)}`),
      numberOr(fact, 'replicas', (n) => `with ${formatQuantity(n, 'ready replica')}`),
    ]),
  startupLag: (fact) => `start-up lag ${numberOr(fact, 'lagSeconds', formatSeconds) ?? ''}`,
  condition: (fact) => `${named(fact)}: ${quoted(fact)}`,
  event: (fact) =>
    `event ${joined([numberOr(fact, 'count', (n) => `${formatNumber(n)} ×`), named(fact)], ' ')}: ${quoted(fact)}`,
  waiting: (fact) => `${named(fact)}: ${joined(['container waits', quoted(fact)])}`,
  terminated: (fact) =>
    `${named(fact)}: ${joined([
      'container ended',
      quoted(fact),
      numberOr(fact, 'exitCode', (code) => `exit code ${code}`),
      numberOr(fact, 'restarts', (n) => formatQuantity(n, 'restart')),
    ])}`,
  noNode: (fact) => `${named(fact)}: ${joined(['no node', quoted(fact)])}`,
  newPods: (fact) =>
    joined([
      `new: ${named(fact)}`,
      numberOr(fact, 'share', (share) => `${formatShare(share)} of the ready ones`),
    ]),
  endedPods: (fact) => joined([`ended: ${named(fact)}`, quoted(fact)]),
  lostPods: (fact) => joined([`no longer ready: ${named(fact)}`, quoted(fact)]),
  podsUntouched: (fact) => `${formatQuantity(fact.n, 'pod')}: none was made, restarted or ended`,
  noPod: () => 'there was no pod',
  answers: (fact) => `the answer said ${quoted(fact)}`,
  headers: (fact) => `headers ${list(fact.quotes)}`,
  cutOff: (fact) =>
    joined([
      numberOr(fact, 'atMs', (ms) => `cut off after ${formatMs(ms)}`),
      numberOr(fact, 'platformMs', (ms) => `platform’s limit ${formatMs(ms)}`),
      numberOr(fact, 'clientMs', (ms) => `client’s limit ${formatMs(ms)}`),
      numberOr(fact, 'tries', (n) => `${formatNumber(n)} tries`),
    ]),
  generator: (fact) =>
    joined([
      numberOr(fact, 'lateP99Ms', (ms) => `late by ${formatMs(ms)} (p99)`),
      numberOr(fact, 'stalledMs', (ms) => `stood still for ${formatMs(ms)}`),
    ]),
  desiredMoved: (fact) =>
    joined(
      [
        'wanted replicas',
        named(fact),
        numberOr(fact, 'from', (n) => `from ${formatNumber(n)}`),
        numberOr(fact, 'to', (n) => `to ${formatNumber(n)}`),
      ],
      ' ',
    ),
  rate: (fact) =>
    joined([
      numberOr(fact, 'ratePerSecond', (n) => `${formatRate(n)} in these seconds`),
      numberOr(fact, 'otherRatePerSecond', (n) => `${formatRate(n)} in the others`),
    ]),
};

/**
 * What was measured, without where: of a state, which has no seconds.
 *
 * @example stateText(fact) // 'Pod score-2: no node, “0/3 nodes are available: 3 Insufficient cpu.”'
 */
export const stateText = (fact: Fact): string => factWords[fact.code](fact);

/**
 * One measurement in words.
 *
 * @example factText(fact) // 'Pod score-2: container ended, “OOMKilled”, exit code 137, 1 restart (cluster.ndjson 0:08–0:12, n = 1)'
 */
export const factText = (fact: Fact): string =>
  `${factWords[fact.code](fact)} (${fact.file} ${formatStretch(fact.fromSecond, fact.toSecond)}, n = ${fact.n})`;
