import {
  allowedRunSpread,
  type Comparison,
  type Difference,
  decidingFigures,
  type Effect,
  isDeciding,
  isRuledOut,
  type LoadDifference,
} from '../../../runs/schema/comparison.ts';
import {
  capitalize,
  formatMs,
  formatNumber,
  formatOr,
  formatQuantity,
  formatShare,
  signed,
} from '../../format.ts';
import { comparedNames } from './figures.ts';

type Words = { readonly symbol: string; readonly word: string };

const verdictWords: Readonly<Record<Difference['verdict'], Words>> = {
  better: { symbol: '✓', word: 'better' },
  same: { symbol: '=', word: 'same' },
  worse: { symbol: '✗', word: 'worse' },
  cantTell: { symbol: '?', word: "can't tell" },
};

/** A word and a shape for what a comparison comes to. */
export const comparedWords = (verdict: Difference['verdict']): string => {
  const { symbol, word } = verdictWords[verdict];
  return `${symbol} ${word}`;
};

const unlikeWords: Readonly<Record<LoadDifference, string>> = {
  phases: 'their phases',
  rates: 'the rates of their phases',
  endpoints: 'their endpoints',
  timeout: "the client's timeout",
  work: 'what is sent',
  script: 'the text of their script, or of what it imports',
  payloads: 'the bodies of their requests',
  retries: 'how clients try again',
};

/** @example unlikeText(['rates']) // 'the loads differ in the rates of their phases' */
export const unlikeText = (unlike: readonly LoadDifference[]): string =>
  `the loads differ in ${unlike.map((part) => unlikeWords[part]).join(', ')}`;

const sameLoad = 'compare runs of the same load';

/**
 * What to do about unlike loads. Bytes of files and bodies differ where nobody has edited them, too.
 *
 * @example unlikeFix(['rates']) // 'compare runs of the same load, or say --unlike'
 */
export const unlikeFix = (unlike: readonly LoadDifference[]): string => {
  const causes = [
    ...(unlike.includes('payloads')
      ? [
          'a body is made again when the config is read, such as by Date.now() (make it in a payload function)',
        ]
      : []),
    ...(unlike.some((part) => part === 'payloads' || part === 'script')
      ? ['a file ends its lines by CRLF in one run and by LF in the other']
      : []),
  ];
  return causes.length === 0
    ? `${sameLoad}, or say --unlike`
    : `${sameLoad}; or say --unlike where all that differs is that ${causes.join(', or that ')}`;
};

const missingWords: Readonly<Record<NonNullable<Difference['missing']>, string>> = {
  notMeasured: 'not every run has this figure',
  notCalibrated: 'the base can’t be simulated, so what two runs differ by chance is unknown',
  notSimulated:
    'the simulated base does not show what was measured, so what two runs differ by chance is unknown',
};

const namesOf = (figures: readonly Pick<Difference, 'figure'>[]): string =>
  figures.map(({ figure }) => comparedNames[figure]).join(', ');

/** Which figures have no interval, and why: a line for each reason; none where all have one. */
export const missingTexts = (figures: readonly Difference[]): string[] =>
  [...Map.groupBy(figures, ({ missing }) => missing)].flatMap(([missing, same]) =>
    missing === null ? [] : [`${namesOf(same)}: ${missingWords[missing]}`],
  );

const cantTellText = (open: readonly Difference[]): string => {
  const known = open.filter(({ difference }) => difference !== null);
  return known.length === 0
    ? `there is no interval for ${namesOf(open)}, so what chance does is unknown`
    : `the interval of ${namesOf(known)} holds both chance and a difference that matters`;
};

const decidedBy = ({ figures, effects, verdict }: Comparison): string => {
  const found = figures.filter((figure) => isDeciding(figure) && figure.verdict === verdict);
  if (verdict === 'cantTell') return cantTellText(found);
  if (verdict === 'same') return 'no difference that matters';
  const inputs = effects.filter((effect) => effect.verdict === verdict).map(({ of }) => ({ figure: of }));
  return `in ${namesOf([...found, ...inputs])}`;
};

/**
 * Whether the runs met their SLO, which a comparison does not ask.
 *
 * @example metSloText(comparison) // 'The SLO was met by 1 of 1 base run and by 0 of 1 compared run.'
 */
export const metSloText = ({ base, compared, metSlo, sameSlo }: Comparison): string => {
  const [ofBase, ofCompared] = [
    `${formatNumber(metSlo.base)} of ${formatQuantity(base.length, 'base run')}`,
    `${formatNumber(metSlo.compared)} of ${formatQuantity(compared.length, 'compared run')}`,
  ];
  const own = sameSlo ? '' : ' Their SLOs differ: each run is held against its own.';
  return `The SLO was met by ${ofBase} and by ${ofCompared}.${own}`;
};

/** The one line that a comparison comes to. */
export const comparisonText = (comparison: Comparison): string =>
  `${capitalize(verdictWords[comparison.verdict].word)}: ${decidedBy(comparison)}.`;

/** A smaller change of a share is none that anybody acts on. */
const leastShareTold = 0.0005;

/** How each figure that decides is written. */
const decidingFormats = { errorShare: formatShare, p95Latency: formatMs } as const;

/** What was measured in place of what was simulated; none where an interval leaves no move out. */
const ruledOutTexts = (effect: Effect, figures: readonly Difference[]): string[] =>
  decidingFigures.flatMap((name) => {
    const [by, measured] = [effect[name], figures.find(({ figure }) => figure === name)];
    if (by === null || measured?.difference == null || !isRuledOut(measured, by)) return [];
    const { low, high } = measured.difference;
    const format = decidingFormats[name];
    return [
      `As measured, ${comparedNames[name]} moved by ${signed(low, format)} to ${signed(high, format)}, which leaves that out: the simulation is off here, and this move decides nothing.`,
    ];
  });

/**
 * What an input does to the figures that decide, and where that is not what was measured.
 *
 * @example effectText({ of: 'startupLag', errorShare: 0.012, p95Latency: null, verdict: 'worse' }, [])
 *   // 'The typical start-up of the compared runs alone moves the simulated base: requests that fail +1.2 %.'
 */
export const effectText = (effect: Effect, figures: readonly Difference[]): string => {
  const { of, errorShare, p95Latency } = effect;
  const moved = [
    ...(p95Latency === null ? [] : [`${comparedNames.p95Latency} ${signed(p95Latency, formatMs)}`]),
    ...(errorShare === null || Math.abs(errorShare) < leastShareTold
      ? []
      : [`${comparedNames.errorShare} ${signed(errorShare, formatShare)}`]),
  ];
  const isUnknown = p95Latency === null && errorShare === null;
  const by = isUnknown ? 'by an unknown amount' : moved.length === 0 ? 'not at all' : moved.join(', ');
  const what = of === 'routerOverhead' ? 'the base' : 'the simulated base';
  return [
    `The ${comparedNames[of]} of the compared runs alone moves ${what}: ${by}.`,
    ...ruledOutTexts(effect, figures),
  ].join(' ');
};

/** Below it the latencies of those that succeeded are, to a reader, those of all requests. */
const failedShareTold = 0.01;

/** Whose latencies are compared, where many requests failed: none says anything of those. */
export const latenciesText = (figures: readonly Difference[]): string[] => {
  const errors = figures.find(({ figure }) => figure === 'errorShare');
  const failed = [errors?.base ?? 0, errors?.compared ?? 0];
  return Math.max(...failed) < failedShareTold
    ? []
    : ['Latencies are those of requests that succeeded; what failed is not in them.'];
};

/** What service times are where no server tells its own: then what a request takes beyond its service is unknown too. */
export const serviceTimesText = (figures: readonly Difference[]): string[] => {
  const [service, overhead] = (['serviceTime', 'routerOverhead'] as const).map((name) =>
    figures.find(({ figure }) => figure === name),
  );
  return service?.base == null || overhead?.base !== null
    ? []
    : [
        'Service times are latencies of seconds without a queue, as no answer stated its own: the network is in them, and waits behind another request at the same replica.',
      ];
};

/** Shares of which one side has none or all: how many requests there were is what bounds them. */
const isAtEnd = ({ unit, base, compared, difference }: Difference): boolean =>
  unit === 'share' && difference !== null && [base, compared].some((share) => share === 0 || share === 1);

/** What the intervals rest on. */
export const chanceText = (comparison: Comparison): string => {
  const { simulatedRuns, sameArrivals, base, compared, figures } = comparison;
  const sides = `This is ${formatQuantity(base.length, 'run')} against ${formatNumber(compared.length)}.`;
  if (simulatedRuns === 0)
    return `The base can’t be simulated, so what two runs come to by chance is unknown. It needs watched replicas, enough answers, and one request per arrival. ${sides}`;
  const runs = formatQuantity(simulatedRuns, 'simulated run');
  const arrivals = sameArrivals
    ? 'These fire the same arrivals, as the compared runs did.'
    : 'Each draws its own arrivals.';
  const single =
    base.length + compared.length > 2
      ? ''
      : ' Whether machines were slower on that day, single runs can’t show.';
  return [
    'An interval holds 99 % of the differences that chance makes.',
    `How large they are is taken from ${runs} of the base. ${arrivals}`,
    ...(figures.some(isAtEnd)
      ? ['Of 0 % and 100 % the interval is no narrower than the number of requests leaves open.']
      : []),
    'For service time, start-up and router overhead it is taken from their own values.',
    `Typical times may differ by ${formatShare(allowedRunSpread)} more from run to run.`,
    `${sides}${single}`,
  ].join(' ');
};

/** What to do where a comparison can't tell. The runs are counted for the figures that decide, as the verdict goes by them. */
export const moreRunsText = ({ figures, runsToTell }: Comparison): string => {
  const open = namesOf(figures.filter((figure) => isDeciding(figure) && figure.verdict === 'cantTell'));
  return runsToTell === null
    ? `If the difference stays as measured, even 100 runs of each side would not show it by ${open}: no interval is narrower than the base lies from its own simulation, or than that many requests leave open.`
    : `If the difference stays as measured, about ${formatNumber(runsToTell)} runs of each side will show it, by ${open}; other figures may take more.`;
};

/** @example toleranceText({ by: 'share', value: 0.05 }, String) // '5 %' */
export const toleranceText = (
  { by, value }: Difference['tolerance'],
  format: (value: number) => string,
): string => (by === 'share' ? formatShare(value) : formatOr(value, format));
