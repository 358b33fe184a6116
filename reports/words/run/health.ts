import type { Health } from '../../../runs/schema/result/health.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { formatMs, formatNumber, formatQuantity } from '../../format.ts';
import { errorBodiesText } from './error-bodies.ts';
import { problemText } from './problems.ts';
import { stoppedText } from './unfinished.ts';

type CheckName = Health['check'];
type Of<Name extends CheckName> = Extract<Health, { readonly check: Name }>;
type Words = { readonly [Name in CheckName]: (health: Of<Name>, result: Result) => string };

const arrivalsText = ({ phase, arrivals, planned }: Of<'plan'>['phasesOff'][number]): string =>
  `${phase} ${formatNumber(arrivals)} of ${formatNumber(planned)}`;

const lostText = ({ lostReasons, unreadableLines, linesLost, hasEnd }: Of<'telemetry'>): string =>
  [
    ...lostReasons,
    ...(linesLost === 0 ? [] : [`${formatQuantity(linesLost, 'line')} of the load generator never came`]),
    ...(hasEnd ? [] : ['the load generator did not say how it ended']),
    ...(unreadableLines === 0 ? [] : [formatQuantity(unreadableLines, 'unreadable line')]),
  ].join('; ');

const unknownText = ({ unknownBecause, unread }: Of<'cluster'>): string => {
  if (unknownBecause === 'notConfigured') return 'no `cluster` in the config';
  const [first] = unread;
  return first === undefined ? 'no replica was seen' : `${first.resource}: ${first.reason}`;
};

const clusterText = (health: Of<'cluster'>): string => {
  const { unknownBecause, gaps, unread, unreadableLines = 0 } = health;
  if (unknownBecause !== null) return `replicas are unknown: ${unknownText(health)}`;
  const resources = [...new Set(unread.map(({ resource }) => resource))];
  const [first] = unread;
  const faults = [
    ...(gaps === 0
      ? []
      : [`the watch had ${formatQuantity(gaps, 'gap')}: changes inside may have been missed`]),
    ...(unreadableLines === 0
      ? []
      : [`${formatQuantity(unreadableLines, 'unreadable line')}: changes may be missing`]),
    ...(first === undefined ? [] : [`could not be read: ${resources.join(', ')} (${first.reason})`]),
  ];
  return faults.join('; ') || 'every change of the replicas was seen';
};

const generatorText = (health: Of<'generator'>): string => {
  const { dropped, late, lateMsLimit, stalledMs, secondsAtFault } = health;
  const faults = [
    ...(dropped === 0
      ? []
      : [
          `${formatQuantity(dropped, 'planned arrival')} not sent: too many were in flight. The service saw less than the plan`,
        ]),
    ...(late === 0
      ? []
      : [`${formatQuantity(late, 'arrival')} sent more than ${formatMs(lateMsLimit)} late`]),
    ...(stalledMs === 0 ? [] : [`the generator or its machine stood still for ${formatMs(stalledMs)}`]),
    ...(secondsAtFault === 0
      ? []
      : [`${formatQuantity(secondsAtFault, 'second')} left out of every calibration`]),
  ];
  return faults.join('; ') || 'no planned arrival was dropped or late';
};

const runnersText = (health: Of<'runners'>): string => {
  const { runners, incomplete, throttled, late, clocksApart = [], cpuPressureSeconds, cuts } = health;
  const seconds = (n: number): string => formatMs(Math.round(n * 1000));
  const facts = [
    ...(incomplete.length === 0 ? [] : [`not known whole: ${incomplete.join(', ')}`]),
    ...throttled.map((one) => `${one.runner} was held back by its CPU limit for ${seconds(one.seconds)}`),
    ...late.map((one) => `${one.runner} fired ${formatQuantity(one.arrivals, 'arrival')} late`),
    ...clocksApart.map(
      ({ runner, aheadMs }) =>
        `the clock of ${runner} is ${formatMs(Math.abs(Math.round(aheadMs)))} ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's: its requests came so much ${aheadMs > 0 ? 'earlier' : 'later'} than they stand beside the replicas`,
    ),
    ...(cuts === 0 ? [] : [`${formatQuantity(cuts, 'cut connection')} taken up again, nothing lost by it`]),
    ...(health.status === 'ok' || cpuPressureSeconds === null
      ? []
      : [`tasks of a runner's machine waited ${seconds(cpuPressureSeconds)} for a CPU`]),
  ];
  const whole = `${formatQuantity(runners, 'runner')} fired the plan together, and all is known of each`;
  return facts.length === 0
    ? whole
    : `${health.status === 'ok' ? whole : formatQuantity(runners, 'runner')}: ${facts.join('; ')}`;
};

const healthWords: Words = {
  run: ({ status }, { run }) =>
    status === 'ok' ? 'the load ran to its planned end' : `${run.status}: ${stoppedText(run)}`,
  telemetry: (health) =>
    health.status === 'ok'
      ? 'every line of the load generator arrived, one after the other'
      : `data was lost: ${lostText(health)}. Counts are a lower bound`,
  answers: ({ sent, ended }) => {
    const counts = `${formatQuantity(sent, 'request')} sent, ${formatNumber(ended)} ended`;
    return sent === ended ? counts : `${counts}: ${formatNumber(sent - ended)} without a known end`;
  },
  plan: ({ status, phasesOff }) => {
    if (status === 'unknown') return 'the load ended early';
    return phasesOff.length === 0
      ? 'every planned arrival was sent, or counted as dropped'
      : `arrivals differ from the plan: ${phasesOff.map(arrivalsText).join(', ')}`;
  },
  generator: generatorText,
  runners: runnersText,
  cluster: clusterText,
  connections: ({ status, replicasAdded, openedSince, requestsSince }, { connections }) => {
    const facts = `since the first of ${formatQuantity(replicasAdded, 'new replica')} was ready, ${formatQuantity(openedSince, 'connection')} opened for ${formatQuantity(requestsSince, 'request')} (${connections.mode})`;
    return status === 'ok'
      ? facts
      : `${facts}. Behind a Service of layer 4 an old connection stays with its old replica, and new replicas get little load or none. There, fire with load.connections 'new', or with a maxAgeSeconds, if your callers connect so`;
  },
  clock: ({ offset, movedMs }) => {
    if (offset === null) return 'the offset of the cluster clock was not measured';
    const is = `the cluster clock is ${formatMs(Math.round(offset.offsetMs))} ± ${formatMs(Math.round(offset.uncertaintyMs))} from this machine's`;
    return movedMs === undefined
      ? is
      : `${is}, and moved by ${formatMs(Math.round(movedMs))} or more during the load: it was set, or its servers differ, so times that the cluster reports may be off by as much`;
  },
  bodies: ({ errors }, { endpoints }) => errorBodiesText(errors, endpoints.length > 1),
  problem: ({ problem }) => problemText(problem).detail,
};

/** One check in words: its name, and what was found. */
type HealthText = { readonly name: string; readonly detail: string };

/** Whether a check is well: a shape, so that no reader depends on the colour. */
export const healthSymbols: Readonly<Record<Health['status'], string>> = {
  ok: '✓',
  warning: '!',
  failed: '✗',
  unknown: '?',
};

/**
 * One check of the experiment in words.
 *
 * @example healthText({ check: 'generator', status: 'ok', dropped: 0, late: 0, … }, result).detail // 'no planned arrival was dropped or late'
 */
export const healthText = (health: Health, result: Result): HealthText => {
  const words = healthWords[health.check] as (health: Health, result: Result) => string;
  const name = health.check === 'problem' ? problemText(health.problem).name : health.check;
  return { name, detail: words(health, result) };
};
