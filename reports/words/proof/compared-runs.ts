import type { ComparedRun, Comparison } from '../../../runs/schema/comparison.ts';
import { formatRate, threeDigits } from '../../format.ts';
import { sloText } from '../plan/planned-for.ts';
import { labelParts } from '../run/labels.ts';

const slosText = ({ slos }: ComparedRun): string =>
  slos.map(({ endpoint, slo }) => `${endpoint === null ? '' : `${endpoint}: `}${sloText(slo)}`).join('; ');

/** Whether a difference may be the autoscalers', by their kinds; undefined where all have the same, or none is known. */
const scalersText = (runs: readonly ComparedRun[]): string | undefined => {
  const kinds = new Set(runs.map(({ autoscaler }) => autoscaler));
  if (kinds.size === 1) return undefined;
  const isKnown = kinds.size > (kinds.has(null) ? 2 : 1);
  const what = isKnown ? 'The autoscalers differ' : 'It is not known whether the autoscalers differ';
  return `${what}: a difference may be theirs, not the service’s.`;
};

/** Of runs that are known by the names of their script and payload files alone; undefined: of none. */
const contentsText = (runs: readonly ComparedRun[]): string | undefined => {
  const older = runs.filter(({ hasContents }) => !hasContents).map(({ id }) => id);
  if (older.length === 0) return undefined;
  return `Recorded before contents were kept: ${older.join(', ')}. Whether a script or a payload was edited between the runs is not known.`;
};

/**
 * Each run with what a person knows it by, and the SLO: once where all have the same. The kinds of the autoscalers are named where they
 * differ, or may, and the runs of which the content of what was sent is not known.
 *
 * @example comparedRunLines(comparison)
 * // ['base: 2026-11-30-spike-2c86 · Release 2.4 · spike, peak 30/s', …, 'SLO: at most 1 % of the requests fail']
 */
export const comparedRunLines = ({ runs, sameSlo }: Pick<Comparison, 'runs' | 'sameSlo'>): string[] => {
  const [ofScalers, ofContents] = [scalersText(runs), contentsText(runs)];
  return [
    ...runs.map((run) =>
      [
        `${run.side}: ${run.id}`,
        ...labelParts(run),
        `${run.scenario}, peak ${formatRate(threeDigits(run.peakRatePerSecond))}`,
        ...(ofScalers === undefined ? [] : [`autoscaler: ${run.autoscaler ?? 'not known'}`]),
        ...(sameSlo ? [] : [`SLO: ${slosText(run)}`]),
      ].join(' · '),
    ),
    ...(sameSlo ? [`SLO: ${slosText(runs[0]!)}`] : []),
    ...(ofScalers === undefined ? [] : [ofScalers]),
    ...(ofContents === undefined ? [] : [ofContents]),
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
