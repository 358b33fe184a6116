import type { Health, Result } from '../../runs/schema/result.ts';
import { formatMs, formatNumber, formatQuantity } from '../format.ts';
import { stoppedText } from './verdict.ts';

type CheckName = Health['check'];
type Of<Name extends CheckName> = Extract<Health, { readonly check: Name }>;
type Words = { readonly [Name in CheckName]: (health: Of<Name>, result: Result) => string };

const arrivalsText = ({ phase, arrivals, planned }: Of<'plan'>['phasesOff'][number]): string =>
  `${phase} ${formatNumber(arrivals)} of ${formatNumber(planned)}`;

const lostText = ({ lostReasons, unreadableLines }: Of<'telemetry'>): string =>
  [
    ...lostReasons,
    ...(unreadableLines === 0 ? [] : [formatQuantity(unreadableLines, 'unreadable line')]),
  ].join('; ');

const unknownText = ({ unknownBecause, unread }: Of<'cluster'>): string => {
  if (unknownBecause === 'notConfigured') return 'no `cluster` in the config';
  const [first] = unread;
  return first === undefined ? 'no replica was seen' : `${first.resource}: ${first.reason}`;
};

const clusterText = (health: Of<'cluster'>): string => {
  const { unknownBecause, gaps, unread } = health;
  if (unknownBecause !== null) return `replicas are unknown: ${unknownText(health)}`;
  const resources = [...new Set(unread.map(({ resource }) => resource))];
  const faults = [
    ...(gaps === 0
      ? []
      : [`the watch had ${formatQuantity(gaps, 'gap')}: changes inside may have been missed`]),
    ...(resources.length === 0 ? [] : [`could not be read: ${resources.join(', ')}`]),
  ];
  return faults.join('; ') || 'every change of the replicas was seen';
};

const healthWords: Words = {
  run: ({ status }, { run }) =>
    status === 'ok' ? 'the load ran to its planned end' : `${run.status}: ${stoppedText(run)}`,
  telemetry: (health) =>
    health.status === 'ok'
      ? 'every window of k6 arrived, one after the other'
      : `data was lost: ${lostText(health)}. Counts are a lower bound`,
  answers: ({ sent, ended }) => {
    const counts = `${formatQuantity(sent, 'request')} sent, ${formatNumber(ended)} ended`;
    return sent === ended ? counts : `${counts}: ${formatNumber(sent - ended)} without a known end`;
  },
  plan: ({ status, tolerance, phasesOff }) => {
    if (status === 'unknown') return 'the load ended early';
    return phasesOff.length === 0
      ? `arrivals follow the plan within ${formatNumber(tolerance)} per phase`
      : `arrivals differ from the plan: ${phasesOff.map(arrivalsText).join(', ')}`;
  },
  generator: ({ dropped }) =>
    dropped === 0
      ? 'no planned arrival was dropped'
      : `${formatQuantity(dropped, 'planned arrival')} not sent: no virtual user was free. The service saw less than the plan`,
  cluster: clusterText,
  clock: ({ offset }) =>
    offset === null
      ? 'the offset of the cluster clock was not measured'
      : `the cluster clock is ${formatMs(Math.round(offset.offsetMs))} ± ${formatMs(Math.round(offset.uncertaintyMs))} from this machine's`,
  problem: ({ message }) => message,
};

/** One check in words: its name, and what was found. */
type HealthText = { readonly name: string; readonly detail: string };

/**
 * One check of the experiment in words.
 *
 * @example healthText({ check: 'generator', status: 'ok', dropped: 0 }, result).detail // 'no planned arrival was dropped'
 */
export const healthText = (health: Health, result: Result): HealthText => {
  const words = healthWords[health.check] as (health: Health, result: Result) => string;
  return { name: health.check === 'problem' ? health.code : health.check, detail: words(health, result) };
};
