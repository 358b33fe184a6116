import { inForce } from '../../planner/recommend/trials/in-force.ts';
import type { PlannedSettings, Prediction, Recommendation } from '../../runs/schema/recommendation.ts';
import type { Table } from '../charts/figure.ts';
import { formatMs, formatNumber, formatSeconds, formatShare } from '../format.ts';
import { monthText } from '../words/plan/cost.ts';
import { changeSentence, excuseText, excuseTitles } from '../words/plan/excuses.ts';
import { shownName } from '../words/plan/headroom.ts';
import { metRunsText } from '../words/plan/met-runs.ts';
import { formulaName } from '../words/plan/page-formula.ts';
import { figureNames } from '../words/proof/figures.ts';
import { bareSettingsText, knobChanges, settingsText } from '../words/settings/settings.ts';
import { startsReplicas } from './starts.ts';

type Range = { readonly low: number; readonly mid: number; readonly high: number };
type Format = (value: number) => string;

const rangeText = (range: Range | null, format: Format): string =>
  range === null ? 'none' : `${format(range.mid)} (${format(range.low)} to ${format(range.high)})`;

type Row = readonly [name: string, value: string];

const hoursPerDay = 24;

const priceRows = ({ perHour }: Prediction['cost'], isDay: boolean): Row[] => {
  if (perHour === null) return [];
  const perDay = (value: number): string => formatNumber(hoursPerDay * value);
  const day: Row[] = isDay ? [['price per day', rangeText(perHour, perDay)]] : [];
  return [
    ['price per hour', rangeText(perHour, formatNumber)],
    ...day,
    ['price per month', rangeText(perHour, monthText)],
  ];
};

/** What the SLO is held against beside the load as it was fired: a higher peak, or without a margin just chance. */
const harderName = ({ margin }: Recommendation['load'], withMargin: string): string =>
  margin === 0 ? 'at random' : withMargin;

/** What the advised settings are predicted to do, name and value: the median, of a cost the mean, and the interval for one further run. */
export const predictionRows = (advice: Recommendation): Row[] => {
  const { prediction, load } = advice;
  const { latencyMs, replicas, cost } = prediction;
  const counts: Row[] = startsReplicas(advice)
    ? [
        [figureNames.meanReplicas, rangeText(replicas.mean, formatNumber)],
        [figureNames.mostReplicas, rangeText(replicas.max, formatNumber)],
      ]
    : [];
  return [
    ['chance of meeting the SLO', rangeText(prediction.meetsSlo, formatShare)],
    [
      `the same ${harderName(load, 'with the margin')}`,
      rangeText(prediction.meetsSloWithMargin, formatShare),
    ],
    [figureNames.errorShare, rangeText(prediction.errorShare, formatShare)],
    [figureNames.rejectedShare, rangeText(prediction.rejectedShare, formatShare)],
    [figureNames.timedOutShare, rangeText(prediction.timedOutShare, formatShare)],
    [figureNames.p50Latency, rangeText(latencyMs.p50, formatMs)],
    [figureNames.p95Latency, rangeText(latencyMs.p95, formatMs)],
    [figureNames.p99Latency, rangeText(latencyMs.p99, formatMs)],
    ...counts,
    [figureNames.secondsToRecover, rangeText(prediction.secondsToRecover, formatSeconds)],
    ['replica-hours per hour, mean', rangeText(cost.replicas, formatNumber)],
    ...priceRows(cost, load.kind === 'day'),
  ];
};

/** Knob by knob: now, advised, and which way it goes. Where nothing holds, nothing is advised: they are the nearest. */
export const knobTable = ({ compared, settings, timeouts, basis }: Recommendation): Table => ({
  caption: `Every setting that ${basis === 'certain' ? 'the advice' : 'what came nearest'} names`,
  columns: ['setting', 'now', shownName({ basis }), 'change'],
  rows: knobChanges(inForce(compared.current.settings, timeouts), inForce(settings, timeouts)).map(
    ({ name, now, advised, way }) => [name, now ?? 'not set', advised, way],
  ),
});

type Scored = { readonly settings: PlannedSettings; readonly prediction: Prediction };

/** The advice, the settings in use and Azure ML's formula, by name. */
export const scoredOf = (advice: Recommendation): readonly (readonly [name: string, scored: Scored])[] => [
  [advice.basis === 'certain' ? 'advice' : 'nearest', advice],
  ['now', advice.compared.current],
  [formulaName, advice.compared.pageFormula],
];

/** The advice, the settings in use and Azure ML's formula side by side, on the same simulated runs. */
export const comparedTable = (advice: Recommendation): Table => ({
  caption:
    'On the same simulated runs; the median of each prediction; replicas are replica-hours per hour, their mean',
  columns: [
    'candidate',
    'settings',
    'meets SLO',
    harderName(advice.load, 'with margin'),
    'failed',
    'p95',
    'replicas',
  ],
  rows: scoredOf(advice).map(([name, { settings, prediction }]) => [
    name,
    settingsText(settings, advice.compared.current.settings),
    metRunsText(prediction, prediction.meetsSlo),
    metRunsText(prediction, prediction.meetsSloWithMargin),
    formatShare(prediction.errorShare.mid),
    prediction.latencyMs.p95 === null ? 'none' : formatMs(prediction.latencyMs.p95.mid),
    formatNumber(prediction.cost.meanReplicas),
  ]),
});

/** The candidates that lost by the reason that sank them, with the nearest of each. */
export const reasonsTable = ({ rejected, compared }: Recommendation): Table => ({
  caption: 'By reason, with the nearest',
  columns: ['reason', 'settings', 'nearest'],
  rows: [...Map.groupBy(rejected, ({ excuse }) => excuse.kind)].map(([kind, lost]) => [
    excuseTitles[kind],
    formatNumber(lost.reduce((sum, { alike }) => sum + 1 + alike, 0)),
    bareSettingsText(lost[0]!.settings, compared.current.settings),
  ]),
});

/** The nearest candidates that lost, each with the reason that sank it. */
export const rejectedTable = ({ rejected, compared }: Recommendation): Table => ({
  caption: 'Nearest in cost first, the cheaper ones before the dearer ones',
  columns: ['settings', 'replicas', 'why it lost'],
  rows: rejected.map((lost) => [
    settingsText(lost.settings, compared.current.settings),
    formatNumber(lost.meanReplicas),
    excuseText(lost),
  ]),
});

/** What would change the advice, a sentence each. */
export const changeLines = (advice: Recommendation): string[] =>
  advice.changes
    .filter(({ what }) => what === 'peak' || startsReplicas(advice))
    .map((change) => changeSentence(change, advice.headroom))
    .filter((sentence) => sentence !== undefined);
