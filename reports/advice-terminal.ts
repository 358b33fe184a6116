import type { Calibration } from '../runs/schema/calibration.ts';
import type { PolicySettings } from '../runs/schema/policy.ts';
import type {
  NotEnoughAdvice,
  PlannedSettings,
  Prediction,
  Recommendation,
} from '../runs/schema/recommendation.ts';
import { formatMs, formatNumber, formatSeconds, formatShare } from './format.ts';
import { knobTexts } from './knobs.ts';
import { plannedForTable } from './planned-for.ts';
import { sensitivityTable } from './sensitivity.ts';
import { textTable } from './text-table.ts';

type Range = { readonly low: number; readonly mid: number; readonly high: number };

const range = ({ low, mid, high }: Range, format: (value: number) => string): string =>
  `${format(mid)} (${format(low)} to ${format(high)})`;

const orNone = (value: Range | null, format: (value: number) => string): string =>
  value === null ? 'none' : range(value, format);

const boundsText = (policy: PolicySettings): string => {
  if (policy.kind === 'fixed') return `${policy.replicas} replicas`;
  const most =
    policy.kind === 'knative' && policy.maxReplicas === 0 ? 'no maximum' : `max ${policy.maxReplicas}`;
  return `min ${policy.minReplicas}, ${most}`;
};

const targetText = (policy: PolicySettings): string | undefined => {
  if ('targetUtilization' in policy) return `target ${formatShare(policy.targetUtilization)}`;
  if (policy.kind === 'keda-http') return `target ${formatNumber(policy.targetValue)} ${policy.metric}`;
  if (policy.kind === 'hpa')
    return policy.metrics.map((metric) => `${metric.name} ${formatNumber(metric.targetValue)}`).join(', ');
  return undefined;
};

type WithPolicy = Pick<PlannedSettings, 'policy'>;

/**
 * Settings in a few words: "hpa: cpu 0.5, min 12, max 24, scale down after 60 s".
 *
 * @param inUse what the policy's own knobs are compared with; by default the platform's documented defaults
 */
export const settingsText = ({ policy }: WithPolicy, inUse?: WithPolicy): string => {
  const words = [targetText(policy), boundsText(policy), ...knobTexts(policy, inUse?.policy)];
  return `${policy.kind}: ${words.filter(Boolean).join(', ')}`;
};

const limitText = (name: string, ms: number | null): string =>
  `${name} ${ms === null ? 'no limit' : formatMs(ms)}`;

const hoursPerDay = 24;

const priceRows = ({ cost: { perHour } }: Prediction, isDay: boolean): [string, string][] => {
  if (perHour === null) return [];
  const perDay = (value: number): string => formatNumber(hoursPerDay * value);
  return [
    ['price per hour', range(perHour, formatNumber)],
    ...(isDay ? [['price per day', range(perHour, perDay)] as [string, string]] : []),
  ];
};

const predictionRows = ({ prediction, load }: Recommendation): [string, string][] => [
  ['chance of meeting the SLO', range(prediction.meetsSlo, formatShare)],
  ['requests that fail', range(prediction.errorShare, formatShare)],
  ['503', range(prediction.rejectedShare, formatShare)],
  ['504 or timeout', range(prediction.timedOutShare, formatShare)],
  ['p95 latency', orNone(prediction.latencyMs.p95, formatMs)],
  ['most replicas', range(prediction.replicas.max, formatNumber)],
  ['recovered after', orNone(prediction.secondsToRecover, formatSeconds)],
  ['replica-hours per hour', range(prediction.cost.replicas, formatNumber)],
  ...priceRows(prediction, load.kind === 'day'),
];

type Scored = { readonly settings: PlannedSettings; readonly prediction: Prediction };

const comparedRow = (name: string, { settings, prediction }: Scored, inUse: PlannedSettings): string[] => [
  name,
  settingsText(settings, inUse),
  formatShare(prediction.meetsSlo.mid),
  formatShare(prediction.errorShare.mid),
  prediction.latencyMs.p95 === null ? 'none' : formatMs(prediction.latencyMs.p95.mid),
  formatNumber(prediction.cost.meanReplicas),
];

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');
const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${title}\n${lines.map(indent).join('\n')}`;

const policyLine = ({ policy }: Calibration): string =>
  `autoscaler rule: ${policy.settings.kind} (${{ identified: 'identified by its replicas', cantTell: 'the runs can’t tell', notTried: 'not tried' }[policy.verdict]})`;

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
  const head =
    advice.basis === 'certain'
      ? `SET ${settingsText(settings, inUse)}`
      : `NOTHING MEETS THE SLO WITH THE ASKED CHANCE. Least regret: ${settingsText(settings, inUse)}`;
  const scored = [
    comparedRow('advice', advice, inUse),
    comparedRow('now', compared.current, inUse),
    comparedRow('help page’s formula', compared.pageFormula, inUse),
  ];
  return [
    head,
    indent(
      `${limitText('queue wait', settings.queueWaitMs)}, ${limitText('request timeout', settings.requestTimeoutMs)}`,
    ),
    advice.variant && indent(`${advice.variant.name}: ${advice.variant.why}`),
    section(
      `Planned for ${load.kind === 'day' ? 'a day' : 'a mix'}`,
      [plannedForTable(load)].filter(Boolean),
    ),
    section(
      load.kind === 'day'
        ? 'Prediction for the hardest part of a day, with 95 % of what chance and model error allow'
        : 'Prediction for one run, with 95 % of what chance and model error allow',
      [textTable(['', ''], predictionRows(advice)).trim()],
    ),
    section('Compared on the same simulated runs', [
      textTable(['', 'settings', 'meets SLO', 'failed', 'p95', 'replicas'], scored),
    ]),
    section(
      'Why the nearest others lost',
      rejected.map(({ settings: lost, excuse }) => `${settingsText(lost, inUse)}: ${excuse.sentence}`),
    ),
    section(
      'What each setting contributes: it alone turned, all others as advised',
      sensitivity.length === 0 ? [] : [sensitivityTable(sensitivity, settings.policy)],
    ),
    section(
      'What would change the advice',
      changes.map(({ sentence }) => sentence),
    ),
    section('Rests on', [
      policyLine(calibration),
      ...inputs.map(({ name, value, provenance }) => `${name}: ${value} (${provenance})`),
    ]),
    section('Note', warnings),
    `${formatNumber(search.candidates)} candidates, ${formatNumber(search.draws)} draws, ${formatNumber(search.simulatedRequests)} simulated requests`,
  ]
    .filter(Boolean)
    .join('\n\n');
};
