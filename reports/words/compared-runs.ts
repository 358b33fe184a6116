import type { ComparedRun, Comparison } from '../../runs/schema/comparison.ts';
import { formatRate, threeDigits } from '../format.ts';
import { labelParts } from './labels.ts';
import { sloText } from './planned-for.ts';

const slosText = ({ slos }: ComparedRun): string =>
  slos.map(({ endpoint, slo }) => `${endpoint === null ? '' : `${endpoint}: `}${sloText(slo)}`).join('; ');

/**
 * Each run with what a person knows it by, and the SLO: once where all have the same. The autoscalers are named where they differ.
 *
 * @example comparedRunLines(comparison)
 * // ['base: 2026-11-30-spike-2c86 · Release 2.4 · spike, peak 30/s', …, 'SLO: at most 1 % of the requests fail']
 */
export const comparedRunLines = ({ runs, sameSlo }: Pick<Comparison, 'runs' | 'sameSlo'>): string[] => {
  const haveSameScaler = new Set(runs.map(({ autoscaler }) => autoscaler)).size === 1;
  return [
    ...runs.map((run) =>
      [
        `${run.side}: ${run.id}`,
        ...labelParts(run),
        `${run.scenario}, peak ${formatRate(threeDigits(run.peakRatePerSecond))}`,
        ...(haveSameScaler ? [] : [`autoscaler: ${run.autoscaler ?? 'not known'}`]),
        ...(sameSlo ? [] : [`SLO: ${slosText(run)}`]),
      ].join(' · '),
    ),
    ...(sameSlo ? [`SLO: ${slosText(runs[0]!)}`] : []),
    ...(haveSameScaler ? [] : ['The autoscalers differ: a difference may be theirs, not the service’s.']),
  ];
};

/**
 * Which runs are compared with which, for a title: by what people call them, where they do.
 *
 * @example comparedTitle(comparison) // 'Release 2.5 compared with Release 2.4'
 */
export const comparedTitle = ({ runs }: Pick<Comparison, 'runs'>): string => {
  const named = (side: ComparedRun['side']): string =>
    runs
      .filter((run) => run.side === side)
      .map(({ id, title }) => title ?? id)
      .join(', ');
  return `${named('compared')} compared with ${named('base')}`;
};
