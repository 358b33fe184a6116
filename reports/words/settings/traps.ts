import type { Trap } from '../../../planner/settings/trap.ts';
import { formatMs, formatNumber, formatQuantity, formatShare } from '../../format.ts';

/** What is wrong in a settings file, with the values seen, and what to do about it: two clauses. */
type TrapText = { readonly what: string; readonly fix: string };

type Words = {
  readonly [Rule in Trap['rule']]: (trap: Extract<Trap, { readonly rule: Rule }>) => TrapText;
};

const rangeText = (min: string | null, max: string | null): string => {
  if (max === null) return min === null ? 'whole numbers' : `${min} and above`;
  return min === null ? `${max} at most` : `${min} to ${max}`;
};

const trapWords: Words = {
  'bounds-out-of-order': ({ minReplicas, maxReplicas }) => ({
    what: `the minimum of ${formatQuantity(minReplicas, 'replica')} is above the maximum of ${formatNumber(maxReplicas)}`,
    fix: 'raise the maximum or lower the minimum',
  }),
  'scale-up-waits': ({ key, seconds }) => ({
    what: `${key} is ${formatNumber(seconds)}: more load adds no replica before it has lasted ${formatNumber(seconds)} s, so a shorter spike adds none`,
    fix: 'set 0, the default, and let scaleDown wait instead',
  }),
  'scale-up-off': ({ key }) => ({
    what: `${key} is Disabled: no load ever adds a replica`,
    fix: 'remove it, or set Max',
  }),
  'scale-up-slow': ({ key, podsPerMinute }) => ({
    what: `${key} let ${formatQuantity(podsPerMinute, 'replica')} a minute come at most, fewer than a controller adds without them`,
    fix: 'raise the value, shorten periodSeconds, or remove the policies',
  }),
  'share-for-percentage': ({ targetUtilization }) => ({
    what: `the target utilization is ${formatShare(targetUtilization)}`,
    fix: `write a percentage: ${formatNumber(10_000 * targetUtilization)} rather than ${formatNumber(100 * targetUtilization)}`,
  }),
  'queue-wait-reaches-timeout': ({ queueWaitMs, requestTimeoutMs }) => ({
    what: `a request may wait ${formatMs(queueWaitMs)} in the queue and times out after ${formatMs(requestTimeoutMs)}`,
    fix: 'keep the queue wait below the request timeout by at least the service time',
  }),
  'replicas-beside-autoscaling': ({ keys: [replicas, isOn] }) => ({
    what: `${replicas} stands beside ${isOn}, which the service refuses`,
    fix: `remove ${replicas}, or turn autoscaling off`,
  }),
  'ignored-without-autoscaling': ({ keys }) => ({
    what: `autoscaling is off here, and without it nothing reads ${keys.join(', ')}`,
    fix: 'remove them, or turn autoscaling on and leave the fixed number of replicas out',
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
  'unknown-key': ({ key, nearest }) => ({
    what: `${key} is not a key that the platform knows: it is refused, or has no effect`,
    fix: nearest === null ? 'remove it, or look up its name' : `did you mean ${nearest}?`,
  }),
  'misplaced-key': ({ key, belongs }) => ({
    what: `${key} has no effect in this place`,
    fix: `it belongs at ${belongs}: check the indentation`,
  }),
  'minimum-refused': ({ minReplicas, least }) => ({
    what: `the minimum is ${formatNumber(minReplicas)}, and the platform takes no less than ${formatNumber(least)}`,
    fix: `set the minimum to ${formatNumber(least)} or more`,
  }),
  'maximum-missing': ({ key }) => ({
    what: `${key} is missing, and the API refuses the object without it`,
    fix: `set ${key}`,
  }),
  'percentage-for-share': ({ key, share }) => ({
    what: `${key} is a share, so this is ${formatShare(share)}`,
    fix: `write ${formatNumber(share / 100)} for ${formatNumber(share)} %`,
  }),
  'out-of-range': ({ key, seen, min, max }) => ({
    what: `${key} is ${seen}, and the platform takes ${rangeText(min, max)}`,
    fix: 'choose a value in this range',
  }),
  unreadable: ({ key, seen, expected }) => ({
    what: `${key} is ${seen}`,
    fix: `expected ${expected}`,
  }),
  'wrong-type': ({ key, seen, wants, plain }) => ({
    what: `${key} is ${seen}, and the API takes ${wants === 'string' ? 'a text' : 'a number'} there`,
    fix:
      wants === 'number'
        ? 'write it without quotes'
        : `write it in quotes${plain === undefined ? '' : `: "${plain}"`}`,
  }),
  'scale-type-missing': () => ({
    what: 'the scale settings have no type, which the schema requires',
    fix: 'set the type to target_utilization (TargetUtilization in ARM)',
  }),
  'set-twice': ({ counts, ignored, seen }) => ({
    what: `${ignored} (${seen}) is set a second time beside ${counts}, which counts`,
    fix: `remove ${ignored}`,
  }),
  'dropped-annotation': ({ key, seen, counts, isSet }) => ({
    what: `${key} (${seen}) has no effect: KServe does not hand it on, and ${counts} counts${isSet ? '' : ', which is not set'}`,
    fix: isSet ? 'remove it' : `set ${counts} in its place`,
  }),
  'named-revision': ({ key, name, isRouted }) => ({
    what: `${key} is ${name}, and Knative takes changed settings under a new name only`,
    fix: `give it a new name with each change${isRouted ? ', in spec.traffic too' : ''}, or remove the name`,
  }),
  'split-traffic': ({ key, latestPercent }) => ({
    what: `${key} sends ${formatNumber(latestPercent)} % of the requests to the latest revision, the only one that changed settings reach`,
    fix: 'send all requests there before settings are planned or applied',
  }),
  'target-contradicts-type': ({ metric, type, field }) => ({
    what:
      field === ''
        ? `the target of ${metric} is of type ${type} and holds no value`
        : `the target of ${metric} is of type ${type}, but its number stands under ${field}`,
    fix: 'let type and field agree: Utilization with averageUtilization, AverageValue with averageValue, Value with value',
  }),
  'metric-not-simulated': ({ type, metric, hpaName, target }) => ({
    what: `the ${type} metric ${metric}${target === '' ? '' : ` (${target})`} is not simulated`,
    fix: `with ${hpaName} in autoscaler.metrics of the config it is; else it stays as it is, and at times when it asks for more replicas, it decides`,
  }),
  'metric-by-name': ({ metric, source }) => ({
    what: `only the name of ${metric} says what it counts: it is taken for ${source === 'concurrency' ? 'requests in flight' : 'requests/s'} of each pod`,
    fix: 'if it counts something else, the simulation does not hold',
  }),
  'several-cpu-targets': ({ targets }) => ({
    what: `there are ${formatNumber(targets.length)} CPU targets (${targets.map((one) => `${one} %`).join(', ')}), and the one that asks for most counts`,
    fix: 'keep one of them, as no plan can know which one it should set',
  }),
  'several-targets-of-metric': ({ metric, targets }) => ({
    what: `the metric ${metric} has ${formatNumber(targets.length)} targets (${targets.join(', ')}): the first is read, simulated and set, and the one that asks for most counts`,
    fix: 'keep one of them; the others stay as they are, and no plan knows what they ask for',
  }),
  'old-api': ({ seen, current }) => ({
    what: `${seen} is an old version of the API`,
    fix: `write it as ${current}: kubectl get hpa.v2.autoscaling -o yaml shows it so`,
  }),
  'in-annotation': ({ key, current }) => ({
    what: `${key} holds settings that this version of the API has no field for, and they are not read`,
    fix: `use ${current}: kubectl get hpa.v2.autoscaling -o yaml shows them there`,
  }),
  paused: ({ key }) => ({
    what: `${key} pauses scaling: the settings below have no effect while it is there`,
    fix: 'remove it before a test',
  }),
  'zero-not-simulated': ({ key, isSaid }) => ({
    what: `${key} is ${isSaid ? '0' : 'not set, and 0 by default'}: KEDA itself takes the last replica and brings the first one, which is not simulated`,
    fix: 'what is planned for begins with 1 replica',
  }),
  'idle-not-below-minimum': ({ key, idleReplicas, minReplicas }) => ({
    what: `${key} is ${formatNumber(idleReplicas)}, and KEDA takes less than the minimum of ${formatQuantity(minReplicas, 'replica')} only`,
    fix:
      minReplicas > 0
        ? 'set 0, the only value that KEDA supports, or remove it'
        : 'remove it: the minimum is 0 already',
  }),
  'idle-not-simulated': ({ key, idleReplicas, minReplicas }) => ({
    what: `${key} is ${formatNumber(idleReplicas)}: while no trigger is active KEDA keeps that many, not the minimum of ${formatNumber(minReplicas)}, which is not simulated`,
    fix: 'what is planned for begins with the minimum; after a rest the service does not',
  }),
  'fallback-above-maximum': ({ key, replicas, maxReplicas }) => ({
    what: `${key} is ${formatNumber(replicas)}, above the maximum of ${formatNumber(maxReplicas)}, which ends it: a fallback sets no more than that`,
    fix: 'lower it, or raise the maximum',
  }),
  'limit-below-request': ({ container, resource, limit, request }) => ({
    what: `the ${resource} limit${container === null ? '' : ` of container ${container}`} is ${limit}, below its request of ${request}: the API server refuses the pod`,
    fix: 'raise the limit, or lower the request',
  }),
  'target-out-of-reach': ({ metric, targetShare, mostShare, tolerance }) => ({
    what: `at their ${metric} limit the pods use ${formatShare(mostShare)} of their request, and an HPA adds none up to ${formatShare(tolerance)} above the target of ${formatShare(targetShare)}: no load ever adds a replica by this metric`,
    fix: 'lower the target, or raise the limit above the request',
  }),
  'second-autoscaler': ({ target, other }) => ({
    what: `${other} scales ${target} already, and the two fight over its replicas`,
    fix: 'keep one of them',
  }),
  'replicas-set-by-file': ({ replicas, scaler }) => ({
    what: `spec.replicas is ${formatNumber(replicas)}: each apply of this file sets it, whatever ${scaler} wants`,
    fix: 'remove it: the autoscaler sets the replicas',
  }),
  'exclude-each-other': ({ keys }) => ({
    what: `${keys.join(' and ')} exclude each other: the object is refused`,
    fix: 'keep one of them',
  }),
  'server-fields': ({ keys }) => ({
    what: `${keys.join(', ')} are filled in by the server`,
    fix: 'they are left out of what is written',
  }),
  'one-replica-at-most': ({ key, isSaid }) => ({
    what: `${key} is 1${isSaid ? '' : ' (the default)'}, so autoscaling can never add a replica`,
    fix: isSaid ? 'raise it, if more than one replica may run' : `set ${key}`,
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

/** What a trap is and what to do about it, apart from its level and its line. */
export const trapParts = (trap: Trap): TrapText => (trapWords[trap.rule] as (trap: Trap) => TrapText)(trap);

/**
 * A trap of a settings file in words.
 *
 * @example trapText({ rule: 'one-replica-at-most', level: 'warning', key: 'scale_settings.max_instances', isSaid: false })
 * // 'warning: scale_settings.max_instances is 1 (the default), so autoscaling can never add a replica: set scale_settings.max_instances'
 */
export const trapText = (trap: Trap): string => {
  const { what, fix } = trapParts(trap);
  const where = trap.line === undefined ? '' : ` (line ${trap.line})`;
  return `${trap.level}: ${what}${where}: ${fix}`;
};
