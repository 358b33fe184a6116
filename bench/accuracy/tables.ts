import { meanOfValues } from '../../planner/stats/simple.ts';
import { type Assessed, type Beliefs, typicalRuns } from './assess.ts';
import type { CheapestPair } from './cheapest.ts';
import { followTables } from './follow-table.ts';
import { percent, points, table } from './markdown.ts';
import { withNoise } from './noise.ts';
import { settingNames } from './proposals.ts';
import {
  againstPage,
  type Coverage,
  costRatios,
  coverageOf,
  p95Chance,
  p95Errors,
  p95TypicalErrors,
  passesOf,
  type Quantiles,
  rejectedErrors,
  type Share,
  shareOf,
  trialsOf,
} from './score.ts';
import type { BenchConditions, Conditions } from './traffic.ts';

const shareInWords = ({ share, of }: Share): string => `${percent(share)} of ${of}`;

export const coverageInWords = ({ inside, below, above }: Coverage): string =>
  `${shareInWords(inside)} (${below} below, ${above} above)`;

export const quantilesInWords = (quantiles: Quantiles | null, figure: (value: number) => string): string =>
  quantiles === null
    ? 'none'
    : `${figure(quantiles.median)}; 90th percentile ${figure(quantiles.p90)}; of ${quantiles.of}`;

/** The same, and where the 90th percentile of other services of the same kind may lie. */
const noisyInWords = (
  assessed: readonly Assessed[],
  quantilesOf: (services: readonly Assessed[]) => Quantiles | null,
  figure: (value: number) => string,
): string => {
  const noise = withNoise(assessed, (services) => quantilesOf(services)?.p90 ?? null);
  const range =
    noise === null ? '' : `; 95 % of resamples have it from ${figure(noise.low)} to ${figure(noise.high)}`;
  return `${quantilesInWords(quantilesOf(assessed), figure)}${range}`;
};

const figuresOf = (assessed: readonly Assessed[], { margin }: Conditions): string => {
  const nextPeak = `${1 + margin} times the peak`;
  const trials = trialsOf(assessed);
  const passes = passesOf(assessed);
  const hard = rejectedErrors(trials, { hard: true });
  const costs = (against: keyof CheapestPair): string =>
    noisyInWords(
      assessed,
      (services) => costRatios(services, { against }),
      (ratio) => ratio.toFixed(3),
    );
  return table(
    ['figure', 'goal', 'measured'],
    [
      ['error share in its 95 % interval', '90 to 99 %', coverageInWords(coverageOf(trials, 'errorShare'))],
      ['503 share in its 95 % interval', '90 to 99 %', coverageInWords(coverageOf(trials, 'rejectedShare'))],
      ['p95 latency in its 95 % interval', '90 to 99 %', coverageInWords(coverageOf(trials, 'p95Ms'))],
      [
        'error of the 503 share, median, points',
        '≤ 0.5',
        quantilesInWords(rejectedErrors(trials, { hard: false }), points),
      ],
      ['the same where 503s came or were predicted', '', quantilesInWords(hard, points)],
      [
        'relative error of p95, median',
        '≤ 8 %; 90th percentile ≤ 15 %',
        noisyInWords(assessed, (services) => p95Errors(trialsOf(services)), percent),
      ],
      ['the same of who knows the truth, by chance', '', quantilesInWords(p95Chance(trials), percent)],
      [
        `without that chance: against the median of ${typicalRuns.count} runs`,
        '',
        quantilesInWords(p95TypicalErrors(trials), percent),
      ],
      ['advice passes its re-run', '≥ 97 %', shareInWords(passes.rerun)],
      ['the same, where the advice is certain', '≥ 95 %', shareInWords(passes.certain)],
      [`advice passes a run at ${nextPeak}`, '≥ 95 %', shareInWords(passes.margin)],
      ['runs that the advice passes, 20 per service', '≥ 97 %', percent(passes.meanShare)],
      [`the same at ${nextPeak}`, '≥ 95 %', percent(passes.marginMeanShare)],
      [
        'advice holds in 60 further runs at both peaks',
        '',
        shareInWords(shareOf(assessed, ({ adviceIsProven }) => adviceIsProven)),
      ],
      [
        'cost / cheapest that holds also in further runs, median',
        '≤ 1.03; 90th percentile ≤ 1.15',
        costs('proven'),
      ],
      ['cost / cheapest in the runs of its own search, median', '', costs('searched')],
    ],
  );
};

const settingsOf = (assessed: readonly Assessed[]): string =>
  table(
    [
      'settings',
      'runs',
      'miss the SLO',
      'error share covered',
      'p95 covered',
      'error of 503 share, median points',
      'error of p95, median',
    ],
    settingNames.map((name) => {
      const trials = trialsOf(assessed, name);
      const missed = trials.filter(({ measured }) => !measured.meets).length;
      const [rejected, p95] = [rejectedErrors(trials, { hard: false }), p95Errors(trials)];
      return [
        name,
        String(trials.length),
        String(missed),
        percent(coverageOf(trials, 'errorShare').inside.share),
        percent(coverageOf(trials, 'p95Ms').inside.share),
        rejected === null ? 'none' : points(rejected.median),
        p95 === null ? 'none' : percent(p95.median),
      ];
    }),
  );

const pageOf = (assessed: readonly Assessed[], example: Assessed): string => {
  const rows = againstPage(assessed).map((row) => [
    row.load,
    String(row.services),
    percent(row.adviceMissShare),
    percent(row.pageMissShare),
    row.replicaHoursRatio.toFixed(2),
  ]);
  const own = [
    '20 requests/s × 10 s',
    '1',
    percent(1 - example.adviceMetShare),
    percent(1 - example.pageMetShare),
    `${(example.adviceReplicas / example.pageReplicas).toFixed(2)} (${example.adviceReplicas.toFixed(0)} of ${example.pageReplicas} replicas)`,
  ];
  return table(
    [
      'load at the peak',
      'services',
      'advice misses the SLO in',
      "Azure ML's formula misses it in",
      'replica-hours, advice / page',
    ],
    [...rows, own],
  );
};

/** What nobody tells the planner, and what a guess would be worth. */
const beliefsOf = (assessed: readonly Assessed[]): string => {
  const row = (name: string, guess: number, pick: (beliefs: Beliefs) => number | null): string[] => {
    const known = assessed.map(({ beliefs }) => pick(beliefs)).filter((belief) => belief !== null);
    const wrong = shareOf(known, (belief) => belief < misledBelow);
    return [
      name,
      String(known.length),
      percent(guess),
      percent(known.length === 0 ? null : meanOfValues(known)),
      percent(wrong.share),
    ];
  };
  return table(
    ['hidden', 'services', 'a guess', 'belief in the truth, mean', `below ${percent(misledBelow)}`],
    [
      row('number of router instances', 1 / 4, ({ instances }) => instances),
      row('how requests find their replica, behind no azureml-fe', 1 / 6, ({ balancing }) => balancing),
      row('what a timed-out request does to its slot', 1 / 2, ({ onTimeout }) => onTimeout),
      row("reading of the autoscaler's rule", 1 / 4, ({ reading }) => reading),
    ],
  );
};

/** Less belief in the truth than this misleads a plan. */
const misledBelow = 0.05;

/** Behind azureml-fe the truth has up to three routers, which know nothing of each other's requests; else replicas queue. */
const instancesOf = (assessed: readonly Assessed[]): string =>
  table(
    [
      'router instances',
      'services',
      'error share covered',
      'p95 covered',
      'error of p95, median',
      'runs that the advice passes',
      'cost / cheapest, median',
      '90th percentile',
    ],
    [1, 2, 3, null].map((instances) => {
      const some = assessed.filter(({ routerInstances }) => routerInstances === instances);
      const trials = trialsOf(some);
      const costs = costRatios(some, { against: 'proven' });
      return [
        instances === null ? 'queues at replicas' : String(instances),
        String(some.length),
        percent(coverageOf(trials, 'errorShare').inside.share),
        percent(coverageOf(trials, 'p95Ms').inside.share),
        percent(p95Errors(trials)?.median ?? null),
        percent(passesOf(some).meanShare),
        costs?.median.toFixed(3) ?? 'none',
        costs?.p90.toFixed(3) ?? 'none',
      ];
    }),
  );

/** All tables of the bench in virtual time, as Markdown. */
export const virtualTables = (bench: {
  readonly assessed: readonly Assessed[];
  readonly refused: number;
  readonly example: Assessed;
  readonly seed: number;
  readonly conditions: BenchConditions;
  readonly elapsedSeconds: number;
}): string => {
  const { assessed, refused, example, seed, conditions, elapsedSeconds } = bench;
  const { margin, spikeShare, showsRouterPods } = conditions;
  const seen = showsRouterPods ? "; recordings see how many pods Azure ML's router has" : '';
  return [
    `${assessed.length} services with seed ${seed}, ${refused} more without an advice; margin ${percent(margin)}, ${percent(spikeShare)} of the time at the spike${seen}; ${elapsedSeconds} s.`,
    figuresOf(assessed, conditions),
    'Where somebody fires the run that a plan asks for, and plans again:',
    followTables(assessed),
    'By settings:',
    settingsOf(assessed),
    'What nobody tells the planner, and how much it believes in what is true after one recording:',
    beliefsOf(assessed),
    'By the number of router instances:',
    instancesOf(assessed),
    "Against Azure ML's formula:",
    pageOf(assessed, example),
  ].join('\n\n');
};
