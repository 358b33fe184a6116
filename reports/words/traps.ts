import type { Trap } from '../../planner/settings/trap.ts';
import { formatMs, formatNumber, formatQuantity, formatShare } from '../format.ts';

/** What is wrong in a settings file, with the values seen, and what to do about it: two clauses. */
type TrapText = { readonly what: string; readonly fix: string };

type Words = {
  readonly [Rule in Trap['rule']]: (trap: Extract<Trap, { readonly rule: Rule }>) => TrapText;
};

const trapWords: Words = {
  'bounds-out-of-order': ({ minReplicas, maxReplicas }) => ({
    what: `the minimum of ${formatQuantity(minReplicas, 'replica')} is above the maximum of ${formatNumber(maxReplicas)}`,
    fix: 'raise the maximum or lower the minimum',
  }),
  'share-for-percentage': ({ targetUtilization }) => ({
    what: `the target utilization is ${formatShare(targetUtilization)}`,
    fix: `write a percentage: ${formatNumber(10_000 * targetUtilization)} rather than ${formatNumber(100 * targetUtilization)}`,
  }),
  'queue-wait-reaches-timeout': ({ queueWaitMs, requestTimeoutMs }) => ({
    what: `a request may wait ${formatMs(queueWaitMs)} in the queue and times out after ${formatMs(requestTimeoutMs)}`,
    fix: 'keep the queue wait below the request timeout by at least the service time',
  }),
  'replicas-beside-autoscaling': () => ({
    what: 'numReplicas stands beside autoScaler.autoscaleEnabled, which the service refuses',
    fix: 'remove numReplicas, or turn autoscaling off',
  }),
  'short-default-timeout': ({ requestTimeoutMs }) => ({
    what: `request_timeout_ms is not set, so requests end with 504 after ${formatMs(requestTimeoutMs)} (v1 waited 60 s)`,
    fix: 'set request_settings.request_timeout_ms above your slowest request',
  }),
  'timeout-above-limit': ({ requestTimeoutMs, limitMs }) => ({
    what: `request_timeout_ms is ${formatMs(requestTimeoutMs)}; an endpoint on Kubernetes allows ${formatMs(limitMs)} at most`,
    fix: `set at most ${limitMs}, and make longer work a batch job`,
  }),
  'timeout-often-refused': ({ requestTimeoutMs, refusedMs }) => ({
    what: `request_timeout_ms is ${formatMs(requestTimeoutMs)}; deployments above about ${formatMs(refusedMs)} have been refused with "Invalid value provided for Timeout Seconds for Probe"`,
    fix: `stay at or below ${refusedMs} if the deployment is refused`,
  }),
  'misspelled-key': ({ key }) => ({
    what: `${key} is not a key of a deployment, so what it holds has no effect`,
    fix: `call it ${key}s`,
  }),
  'one-replica-at-most': () => ({
    what: 'max_instances is 1 (the default), so autoscaling can never add a replica',
    fix: 'set scale_settings.max_instances',
  }),
  'bounds-without-autoscaling': () => ({
    what: 'scale_settings.type is default, which runs instance_count replicas whatever max_instances says',
    fix: 'set scale_settings.type to target_utilization',
  }),
  'slots-differ-from-workers': ({ slots, workers }) => ({
    what: `max_concurrent_requests_per_instance is ${formatNumber(slots)}, but the inference server runs ${formatQuantity(workers, 'worker')}`,
    fix: 'set environment_variables.WORKER_COUNT to the same number, unless your own server handles concurrency',
  }),
  'target-above-slots': ({ target, slots }) => ({
    what: `the target of ${formatQuantity(target, 'request')} for each replica is above containerConcurrency ${formatNumber(slots)}, which counts instead`,
    fix: 'lower the target, or raise containerConcurrency',
  }),
};

/**
 * A trap of a settings file in words.
 *
 * @example trapText({ rule: 'one-replica-at-most', level: 'warning' })
 * // 'warning: max_instances is 1 (the default), so autoscaling can never add a replica: set scale_settings.max_instances'
 */
export const trapText = (trap: Trap): string => {
  const { what, fix } = (trapWords[trap.rule] as (trap: Trap) => TrapText)(trap);
  return `${trap.level}: ${what}: ${fix}`;
};
