import type { Calibration } from '../runs/schema/calibration.ts';
import type { NotEnoughAdvice, Recommendation } from '../runs/schema/recommendation.ts';
import { formatMs, formatNumber } from './format.ts';
import { ruleText } from './plan/grounds.ts';
import { comparedTable, predictionRows } from './plan/outlook.ts';
import { settingsText } from './plan/settings.ts';
import { textTable } from './text-table.ts';

const limitText = (name: string, ms: number | null): string =>
  `${name} ${ms === null ? 'no limit' : formatMs(ms)}`;

/** What the report has beside; the terminal keeps to what settles a decision. */
const onlyInReport: readonly string[] = ['p50 latency', 'p99 latency', 'mean replicas'];

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');
const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${title}\n${lines.map(indent).join('\n')}`;

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
  const { settings, prediction, rejected, changes, inputs, warnings, search } = advice;
  const head =
    advice.basis === 'certain'
      ? `SET ${settingsText(settings)}`
      : `NOTHING MEETS THE SLO WITH THE ASKED CHANCE. Least regret: ${settingsText(settings)}`;
  const outlook = predictionRows(prediction).filter(([name]) => !onlyInReport.includes(name));
  const { columns, rows } = comparedTable(advice);
  return [
    head,
    indent(
      `${limitText('queue wait', settings.queueWaitMs)}, ${limitText('request timeout', settings.requestTimeoutMs)}`,
    ),
    section('Prediction for one run, with 95 % of what chance and model error allow', [
      textTable(['', ''], outlook).trim(),
    ]),
    section('Compared on the same simulated runs', [textTable(['', ...columns.slice(1)], rows)]),
    section(
      'Why the nearest others lost',
      rejected.map(({ settings: lost, excuse }) => `${settingsText(lost)}: ${excuse.sentence}`),
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
