import { figureNames as wordsOf } from '../../reports/words/figures.ts';
import { settingsText } from '../../reports/words/settings.ts';
import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import type { LiveAssessed, LiveRun } from './live-run.ts';
import {
  beganAsPredicted,
  confirmedAdvices,
  figureNames,
  liveCoverage,
  liveP95Errors,
  liveRejectedErrors,
} from './live-score.ts';
import { percent, points, table } from './markdown.ts';
import type { Share } from './score.ts';
import { coverageInWords, quantilesInWords } from './tables.ts';

const figure = (value: number, unit: VerifiedLine['unit']): string =>
  unit === 'share' ? percent(value) : String(Number(value.toPrecision(3)));

/** Foretold middle with its interval, then what was measured; bold where that lies outside. */
const cellOf = ({ lines }: Verification, name: string): string => {
  const line = lines.find((one) => wordsOf[one.figure] === name);
  if (line === undefined) return '';
  const { predicted, measured, unit, inside } = line;
  const foretold =
    predicted === null
      ? 'none'
      : `${figure(predicted.mid, unit)} (${figure(predicted.low, unit)} to ${figure(predicted.high, unit)})`;
  const found = measured === null ? 'none' : figure(measured, unit);
  return `${foretold}: ${inside === false ? `**${found}**` : found}`;
};

const shown = [wordsOf.errorShare, wordsOf.rejectedShare, wordsOf.p95Latency, wordsOf.meanReplicas];

const words = {
  confirmed: 'meets the SLO',
  predictionOff: 'meets the SLO, prediction off',
  refuted: 'misses the SLO',
  cantTell: 'can’t tell',
} as const;

/** The autoscaler's kind stands over the table. */
const settingsOf = ({ settings }: Verification): string =>
  settingsText(settings).replace(`${settings.policy.kind}: `, '');

const rowOf = ({ of, verification }: LiveRun): string[] => [
  `${of} (${settingsOf(verification)})`,
  words[verification.verdict],
  ...shown.map((name) => cellOf(verification, name)),
  `${verification.linesInside} of ${verification.linesCompared}`,
];

/** One service: what it is, and each of its re-runs in a row. */
export const serviceTable = ({ service, about, runs, refused }: LiveAssessed): string => {
  const head = `**${service}**: ${about}`;
  if (runs.length === 0) return `${head}. No advice: ${refused.join('; ')}.`;
  return [head, table(['settings', 're-run', ...shown, 'inside'], runs.map(rowOf))].join('\n\n');
};

const countsInWords = ({ share, of }: Share): string => `${Math.round((share ?? 0) * of)} of ${of}`;

/** How many figures of all runs lie in their intervals, how far the middles are off, how many advices hold. */
export const summaryOf = (services: readonly LiveAssessed[], seed: number): string => {
  const advised = services.filter(({ runs }) => runs.length > 0);
  const runs = advised.flatMap((service) => service.runs);
  return [
    `${services.length} services with seed ${seed}, ${services.length - advised.length} of them without an advice; ${runs.length} re-runs.`,
    table(
      ['figure', 'measured'],
      [
        ...figureNames(services).map((name) => [
          `${name}: in its 95 % interval`,
          coverageInWords(liveCoverage(services, name)),
        ]),
        ['error of the 503 share, median, points', quantilesInWords(liveRejectedErrors(services), points)],
        ['relative error of p95, median', quantilesInWords(liveP95Errors(services), percent)],
        ['advice confirmed', countsInWords(confirmedAdvices(services))],
        ['re-run began with as many replicas as predicted', countsInWords(beganAsPredicted(services))],
      ],
    ),
    'By service; in each cell what was foretold, with its interval, then what was measured, bold where it lies outside.',
  ].join('\n\n');
};
