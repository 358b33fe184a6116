import { escapeControls } from '../errors/escape-controls.ts';
import type { ListedRun, RunListEntry } from '../runs/schema/run-list.ts';
import { formatQuantity, formatRate } from './format.ts';
import { indentedLines, textTable } from './text-table.ts';
import { timesPeakText } from './words/proof/margin-fired.ts';
import { labelParts } from './words/run/labels.ts';
import { judgementOf } from './words/run/objectives.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How long ago, in its largest unit.
 *
 * @example formatAge(7_500_000) // '2 h ago'
 */
const formatAge = (ageMs: number): string => {
  if (ageMs < minuteMs) return 'now';
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  return ageMs < 2 * dayMs ? `${Math.floor(ageMs / hourMs)} h ago` : `${Math.floor(ageMs / dayMs)} d ago`;
};

const met = { met: true, notMet: false, cantTell: null } as const;

const verdictText = ({ verdict, status }: ListedRun): string => {
  if (verdict === 'unknown') return status === 'running' ? 'running?' : 'no report';
  const { symbol, word } = judgementOf(met[verdict]);
  return `${symbol} ${word}`;
};

const adviceWords: Readonly<Record<ListedRun['advice'], string>> = {
  none: '',
  nothingToProve: 'nothing to prove',
  notProven: 'not proven',
  confirmed: '✓ proven',
  marginMissed: '! margin missed',
  predictionOff: '! off',
  refuted: '✗ refuted',
  cantTell: '? open',
};

const rerunOf = ({ peakFactor }: ListedRun, planned: string): string =>
  peakFactor === null ? `re-run of ${planned}` : `${planned} at ${timesPeakText(peakFactor)}`;

/** What a person calls the run, and what it is to others: nothing for a run without labels. */
const detailLines = (run: ListedRun): string[] => {
  const parts = [
    ...labelParts({
      tags: run.tags,
      ...(run.title !== null && { title: run.title }),
      ...(run.commit !== null && { commit: run.commit }),
    }),
    ...run.baselines.map((name) => `baseline ${name}`),
    ...(run.provesAdviceOf === null ? [] : [rerunOf(run, run.provesAdviceOf)]),
  ];
  return parts.length === 0 ? [] : indentedLines(parts.join(' · '), 2);
};

/**
 * Runs for the terminal: a line for each, with its labels below.
 *
 * @param nowMs the age of a run counts from here
 */
export const renderRuns = (entries: readonly RunListEntry[], nowMs: number): string => {
  const runs = entries.filter((entry) => entry.kind === 'run');
  const [head, ...lines] = textTable(
    ['run', 'verdict', 'peak', 'when', 'advice'],
    runs.map((run) => [
      run.id,
      verdictText(run),
      formatRate(run.peakRatePerSecond),
      formatAge(nowMs - run.createdAtMs),
      adviceWords[run.advice],
    ]),
  ).split('\n');
  const broken = entries.filter((entry) => entry.kind === 'broken');
  return [
    ...(runs.length === 0 ? [] : [head]),
    ...lines.flatMap((line, i) => [line, ...detailLines(runs[i]!)]),
    ...broken.flatMap(({ id, why }) => [escapeControls(id), ...indentedLines(`can't be read: ${why}`, 2)]),
  ].join('\n');
};

/** What pruning removes, or would remove. */
export const renderPruned = (
  runs: readonly ListedRun[],
  { isDone, nowMs }: { readonly isDone: boolean; readonly nowMs: number },
): string => {
  const count = formatQuantity(runs.length, 'run');
  if (runs.length === 0) return 'no run is to be removed';
  return [
    renderRuns(runs, nowMs),
    isDone ? `${count} removed` : `${count} would be removed: add --yes to remove them`,
  ].join('\n\n');
};
