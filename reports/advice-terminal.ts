import type { Calibration } from '../runs/schema/calibration.ts';
import type { NotEnoughAdvice, Recommendation } from '../runs/schema/recommendation.ts';
import type { Table } from './charts/figure.ts';
import { formatMs, formatNumber } from './format.ts';
import { ruleText } from './plan/grounds.ts';
import { comparedTable, predictedFor, predictionRows } from './plan/outlook.ts';
import { plannedForTable } from './plan/planned-for.ts';
import { sensitivityTable } from './plan/sensitivity.ts';
import { inForce, settingsText } from './plan/settings.ts';
import { textTable } from './text-table.ts';

const limitText = (name: string, ms: number | null): string =>
  `${name} ${ms === null ? 'no limit' : formatMs(ms)}`;

/** What the report has beside; the terminal keeps to what settles a decision. */
const onlyInReport: readonly string[] = ['p50 latency', 'p99 latency', 'mean replicas'];

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');
const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${title}\n${lines.map(indent).join('\n')}`;

/** Without its caption, and without a word over the names of the rows. */
const tableText = ({ columns, rows }: Table): string => textTable(['', ...columns.slice(1)], rows);

const renderRefusal = ({ reasons, runNext, warnings }: NotEnoughAdvice): string =>
  [
    'NO ADVICE: the data can’t carry one.',
    section(
      'Why',
      reasons.map(({ need, have }) => `needs ${need}, has ${have}`),
    ),
    section('Run next', runNext),
    section('Note', warnings),
  ]
    .filter(Boolean)
    .join('\n\n');

/** The advice for the terminal: what to set, what it will do, what it was chosen over, and what it rests on. */
export const renderAdvice = (advice: Recommendation | NotEnoughAdvice, calibration: Calibration): string => {
  if (advice.kind === 'notEnoughAdvice') return renderRefusal(advice);
  const { settings, load, compared, sensitivity, rejected, changes, inputs, warnings, search } = advice;
  const inUse = compared.current.settings;
  const limits = inForce(settings, advice.timeouts);
  const head =
    advice.basis === 'certain'
      ? `SET ${settingsText(settings, inUse)}`
      : `NOTHING MEETS THE SLO WITH THE ASKED CHANCE. Least regret: ${settingsText(settings, inUse)}`;
  const mix = plannedForTable(load);
  const outlook = predictionRows(advice).filter(([name]) => !onlyInReport.includes(name));
  return [
    head,
    indent(
      `${limitText('queue wait', limits.queueWaitMs)}, ${limitText('request timeout', limits.requestTimeoutMs)}`,
    ),
    advice.variant && indent(`${advice.variant.name}: ${advice.variant.why}`),
    section(`Planned for ${load.kind === 'day' ? 'a day' : 'a mix'}`, mix === null ? [] : [tableText(mix)]),
    section(`${predictedFor(load)}, with 95 % of what chance and model error allow`, [
      textTable(['', ''], outlook).trim(),
    ]),
    section('Compared on the same simulated runs', [tableText(comparedTable(advice))]),
    section(
      'Why the nearest others lost',
      rejected.map(({ settings: lost, excuse }) => `${settingsText(lost, inUse)}: ${excuse.sentence}`),
    ),
    section(
      'What each setting contributes: it alone turned, all others as advised',
      sensitivity.length === 0 ? [] : [tableText(sensitivityTable(advice))],
    ),
    section(
      'What would change the advice',
      changes.map(({ sentence }) => sentence),
    ),
    section('Rests on', [
      `autoscaler rule: ${ruleText(calibration)}`,
      ...inputs.map(({ name, value, provenance }) => `${name}: ${value} (${provenance})`),
    ]),
    section('Note', warnings),
    `${formatNumber(search.candidates)} candidates, ${formatNumber(search.draws)} draws, ${formatNumber(search.simulatedRequests)} simulated requests`,
  ]
    .filter(Boolean)
    .join('\n\n');
};
