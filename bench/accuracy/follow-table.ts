import { minimumOf } from '../../planner/platforms/bounds.ts';
import { type Assessed, typicalRuns } from './assess.ts';
import { type Asked, isRecommended } from './follow.ts';
import { percent, table } from './markdown.ts';
import {
  costRatios,
  coverageOf,
  p95Errors,
  p95TypicalErrors,
  passesOf,
  type Share,
  shareOf,
  trialsOf,
} from './score.ts';

/** The service with its advice after so many of the runs that its plans asked for; fewer where they asked for fewer. */
export const afterRuns = (service: Assessed, runs: number): Assessed => {
  const followed = (service.followed ?? []).slice(0, runs);
  return { ...service, ...followed.at(-1) };
};

/** The service after at most one run; where that recommends anything, planned for again from its proof too. */
const afterProof = (service: Assessed): Assessed => ({ ...afterRuns(service, 1), ...service.proven });

/** One column of a table: its title, and the services as they are by then. */
type Column = readonly [title: string, by: (service: Assessed) => Assessed];

const columns: readonly Column[] = [
  ['first advice', (service) => afterRuns(service, 0)],
  ['after at most one run', (service) => afterRuns(service, 1)],
  ['after at most two', (service) => afterRuns(service, 2)],
];

const provenColumn: Column = ['after at most one, and its proof', afterProof];

const isAsked = ({ asked }: Pick<Assessed, 'asked'>): boolean => asked !== undefined && asked !== null;

const columnOf = (services: readonly Assessed[]): string[] => {
  const trials = trialsOf(services);
  const passes = passesOf(services);
  const costs = costRatios(services, { against: 'proven' });
  const [p95, withoutChance] = [p95Errors(trials), p95TypicalErrors(trials)];
  return [
    String(services.length),
    String(services.filter(isAsked).length),
    costs?.median.toFixed(3) ?? 'none',
    costs?.p90.toFixed(3) ?? 'none',
    String(costs?.of ?? 0),
    percent(passes.meanShare),
    percent(passes.marginMeanShare),
    ...(['errorShare', 'rejectedShare', 'p95Ms'] as const).map((figure) =>
      percent(coverageOf(trials, figure).inside.share),
    ),
    percent(p95?.median ?? null),
    percent(p95?.p90 ?? null),
    percent(withoutChance?.p90 ?? null),
  ];
};

const rowNames = [
  'services',
  'plans that ask for a next run: their advice is interim',
  'cost / cheapest that holds also in further runs, median',
  '90th percentile',
  'of so many services, where both hold',
  'runs that the advice passes',
  'the same at the next peak',
  'error share in its 95 % interval',
  '503 share in its 95 % interval',
  'p95 latency in its 95 % interval',
  'error of p95, median',
  '90th percentile',
  `90th percentile without the chance of one run: against the median of ${typicalRuns.count} runs`,
];

const advisedMinimum = (service: Assessed): number =>
  minimumOf(trialsOf([service], 'advice')[0]!.settings.policy);

/** Whether the minimum after a run lies in what the plan that asked for it had promised. */
const isAsPromised = ({ least, most }: Asked, minReplicas: number): boolean =>
  minReplicas >= least && (most === null || minReplicas <= most);

/** Of the plans that asked for a run, those whose next plan has a minimum as promised. */
export const promiseKept = (services: readonly Assessed[]): Share => {
  const asked = services.flatMap((service) =>
    (service.followed ?? []).map((_, i) => ({
      asked: afterRuns(service, i).asked!,
      minReplicas: advisedMinimum(afterRuns(service, i + 1)),
    })),
  );
  return shareOf(asked, (one) => isAsPromised(one.asked, one.minReplicas));
};

/** How many plans asked for what, in words. */
const askedInWords = (services: readonly Assessed[]): string => {
  const inputs = services.flatMap(({ asked }) => asked?.input ?? []);
  return [...Map.groupBy(inputs, (input) => input)]
    .map(([input, some]) => `${input} ${some.length}`)
    .join(', ');
};

const roundsTable = (
  title: string,
  services: readonly Assessed[],
  {
    isMeant = () => true,
    shown = columns,
  }: { readonly isMeant?: (service: Assessed) => boolean; readonly shown?: readonly Column[] } = {},
): string => {
  const figures = shown.map(([, by]) => columnOf(services.map(by).filter(isMeant)));
  return table(
    [title, ...shown.map(([name]) => name)],
    rowNames.map((name, row) => [name, ...figures.map((column) => column[row]!)]),
  );
};

/**
 * What becomes of the figures where somebody fires the run that a plan asks for, and plans again. The first column is what the other
 * tables show.
 */
export const followTables = (assessed: readonly Assessed[]): string => {
  const kept = promiseKept(assessed);
  return [
    `The first plans ask for: ${askedInWords(assessed) || 'nothing'}. The next plan has a minimum as promised in ${percent(kept.share)} of ${kept.of}.`,
    roundsTable('figure, all services', assessed),
    roundsTable('figure, what is recommended: settings that hold, and no run is asked for', assessed, {
      isMeant: ({ basis, asked = null }) => isRecommended({ basis }, asked),
      shown: [...columns, provenColumn],
    }),
    roundsTable('figure, services whose first plan asks for a run', assessed.filter(isAsked)),
  ].join('\n\n');
};
