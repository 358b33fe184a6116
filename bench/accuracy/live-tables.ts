import { figureNames as wordsOf } from '../../reports/words/proof/figures.ts';
import { settingsText } from '../../reports/words/settings/settings.ts';
import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import type { LiveAssessed, LiveRun } from './live-run.ts';
import {
  beganAsPredicted,
  figureNames,
  liveCoverage,
  liveP95Errors,
  liveRejectedErrors,
  metRuns,
  undecidedRuns,
} from './live-score.ts';
import { percent, points, table } from './markdown.ts';
import type { Share } from './score.ts';
import { coverageInWords, quantilesInWords } from './tables.ts';

const figure = (value: number, unit: VerifiedLine['unit']): string =>
  unit === 'share' ? percent(value) : String(Number(value.toPrecision(3)));

/** Predicted middle with its interval, then what was measured; bold where it lies outside. Only measured at other peaks. */
const cellOf = ({ peakFactor, verification: { lines } }: LiveRun, name: string): string => {
  const line = lines.find((one) => wordsOf[one.figure] === name);
  if (line === undefined) return '';
  const { predicted, measured, unit, inside } = line;
  const found = measured === null ? 'none' : figure(measured, unit);
  if (peakFactor !== 1) return found;
  const prediction =
    predicted === null
      ? 'none'
      : `${figure(predicted.mid, unit)} (${figure(predicted.low, unit)} to ${figure(predicted.high, unit)})`;
  return `${prediction}: ${inside === false ? `**${found}**` : found}`;
};

const shown = [wordsOf.errorShare, wordsOf.rejectedShare, wordsOf.p95Latency, wordsOf.meanReplicas];

const inWords = (met: LiveRun['met']): string =>
  met === null ? 'no verdict' : met ? 'meets the SLO' : '**misses the SLO**';

/** The autoscaler's kind stands over the table. */
const settingsOf = ({ settings }: Verification): string =>
  settingsText(settings).replace(`${settings.policy.kind}: `, '');

const rowOf = (run: LiveRun): string[] => [
  `${run.peakFactor.toFixed(1)} times`,
  inWords(run.met),
  ...shown.map((name) => cellOf(run, name)),
  run.peakFactor === 1 ? `${run.verification.linesInside} of ${run.verification.linesCompared}` : '',
];

/** One service: what it is, its advice, and each firing of it in a row. */
export const serviceTable = ({ service, about, runs, refused }: LiveAssessed): string => {
  const head = `**${service}**: ${about}`;
  const [first] = runs;
  if (first === undefined) return `${head}. No advice: ${refused.join('; ')}.`;
  const advised = `${head}. Advice: ${settingsOf(first.verification)}`;
  return [advised, table(['peak', 'fired', ...shown, 'inside'], runs.map(rowOf))].join('\n\n');
};

const countsInWords = ({ share, of }: Share): string => `${Math.round((share ?? 0) * of)} of ${of}`;

/** How many firings meet the SLO, how many figures lie in their intervals, how far the middles are off. */
export const summaryOf = (services: readonly LiveAssessed[], seed: number): string => {
  const advised = services.filter(({ runs }) => runs.length > 0);
  const runs = advised.flatMap((service) => service.runs);
  const factors = [...new Set(runs.map(({ peakFactor }) => peakFactor))];
  return [
    `${services.length} services with seed ${seed}, ${services.length - advised.length} of them without an advice; their advices were fired ${runs.length} times.`,
    table(
      ['figure', 'measured'],
      [
        ['firings that meet the SLO (goal: 19 of 20)', countsInWords(metRuns(services))],
        ...factors.map((factor) => [
          `at ${factor.toFixed(1)} times the recorded peak`,
          countsInWords(metRuns(services, factor)),
        ]),
        ['of all firings, without a verdict', String(undecidedRuns(services))],
        ...figureNames(services).map((name) => [
          `${name}: in its 95 % interval`,
          coverageInWords(liveCoverage(services, name)),
        ]),
        ['error of the 503 share, median, points', quantilesInWords(liveRejectedErrors(services), points)],
        ['relative error of p95, median', quantilesInWords(liveP95Errors(services), percent)],
        ['firings that began with as many replicas as predicted', countsInWords(beganAsPredicted(services))],
      ],
    ),
    'By service; in each cell what was predicted for the recorded peak, with its interval, then what was measured, bold where it lies outside.',
  ].join('\n\n');
};
