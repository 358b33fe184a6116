import { percent, table } from '../accuracy/markdown.ts';
import type { Outcome } from './run-scenario.ts';
import { rowOf, type Score } from './score.ts';

/** What the bench asks for. */
const goals = { right: 0.95, wrong: 0.02 };

const seconds = (n: number): string => (Number.isInteger(n) ? String(n) : n.toFixed(1));

const share = (part: number, { seconds: of }: Pick<Score, 'seconds'>): number => part / of;

const sumOf = (outcomes: readonly Outcome[]): Score => {
  const confusion: Record<string, Record<string, number>> = {};
  for (const { score } of outcomes)
    for (const [planted, row] of Object.entries(score.confusion))
      for (const [found, n] of Object.entries(row)) {
        const sums = rowOf(confusion, planted);
        sums[found] = (sums[found] ?? 0) + n;
      }
  const total = (of: (score: Score) => number): number =>
    outcomes.reduce((sum, { score }) => sum + of(score), 0);
  return {
    seconds: total((score) => score.seconds),
    right: total(({ right }) => right),
    cantTell: total(({ cantTell }) => cantTell),
    wrong: total(({ wrong }) => wrong),
    confusion,
  };
};

const planted = (outcomes: readonly Outcome[]): Outcome[] => outcomes.filter(({ isHealthy }) => !isHealthy);

/** Findings of a healthy run that say more than "info". */
const alarms = (outcomes: readonly Outcome[]): string[] =>
  outcomes
    .filter(({ isHealthy }) => isHealthy)
    .flatMap(({ scenario, findings }) =>
      findings
        .filter(({ level }) => level !== 'info')
        .map(({ cause, level }) => `${scenario}: ${cause} (${level})`),
    );

/** Whether the goals are met: the share that is right, the share that is wrong, and no alarm in a healthy run. */
export const isGoodEnough = (outcomes: readonly Outcome[]): boolean => {
  const sum = sumOf(planted(outcomes));
  return (
    share(sum.right, sum) >= goals.right &&
    share(sum.wrong, sum) <= goals.wrong &&
    alarms(outcomes).length === 0 &&
    outcomes.every(({ unplanned }) => unplanned === 0)
  );
};

const mistakesOf = ({ confusion }: Score): string[] =>
  Object.entries(confusion).flatMap(([cause, row]) =>
    Object.entries(row)
      .filter(([found]) => found !== cause)
      .map(([found, n]) => `${cause} → ${found} ${seconds(n)}`),
  );

/** One scenario in a line, as the bench prints it while it runs. */
export const lineOf = ({ scenario, score, unplanned, isHealthy, findings }: Outcome): string => {
  const said = isHealthy
    ? `findings: ${findings.map(({ cause, level }) => `${cause} (${level})`).join(', ') || 'none'}; `
    : '';
  const parts = [
    `${seconds(score.right)} of ${score.seconds} s right`,
    ...mistakesOf(score),
    ...(unplanned > 0 ? [`${unplanned} failed requests that nobody planted`] : []),
  ];
  return `${scenario}: ${said}${parts.join('; ')}`;
};

const confusionTable = ({ confusion }: Score): string => {
  const causes = Object.keys(confusion).sort();
  const others = [...new Set(Object.values(confusion).flatMap((row) => Object.keys(row)))].sort();
  return table(
    ['planted', 'seconds', 'right', 'can’t tell', 'wrong'],
    causes.map((cause) => {
      const row = confusion[cause]!;
      const total = Object.values(row).reduce((sum, n) => sum + n, 0);
      const wrong = others
        .filter((found) => found !== cause && found !== 'cantTell' && (row[found] ?? 0) > 0)
        .map((found) => `${found} ${seconds(row[found]!)}`);
      return [
        cause,
        seconds(total),
        seconds(row[cause] ?? 0),
        cause === 'cantTell' ? '0' : seconds(row['cantTell'] ?? 0),
        wrong.join(', ') || '0',
      ];
    }),
  );
};

/** Causes that each status has in the suite. */
const statusTable = (outcomes: readonly Outcome[]): string => {
  const causes = new Map<string, Set<string>>();
  for (const { planted: cells } of outcomes)
    for (const { outcome, byCause } of cells)
      for (const cause of Object.keys(byCause))
        causes.set(outcome, (causes.get(outcome) ?? new Set()).add(cause));
  return table(
    ['status', 'causes planted'],
    [...causes]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([status, set]) => [status, [...set].sort().join(', ')]),
  );
};

const scenarioTable = (outcomes: readonly Outcome[]): string =>
  table(
    ['situation', 'failed seconds', 'right', 'can’t tell', 'wrong'],
    outcomes.map(({ scenario, score }) => [
      scenario,
      String(score.seconds),
      seconds(score.right),
      seconds(score.cantTell),
      score.wrong > 0 ? `**${seconds(score.wrong)}**` : '0',
    ]),
  );

/** The page's section: what was planted, what was found. */
export const explainTables = (outcomes: readonly Outcome[]): string => {
  const wrongs = planted(outcomes);
  const sum = sumOf(wrongs);
  const healthy = outcomes.filter(({ isHealthy }) => isHealthy);
  const others = wrongs.filter(({ family }) => family === 'other').length;
  const raised = alarms(outcomes);
  if (sum.seconds === 0) return 'No failed second was judged: nothing is known of how right the causes are.';
  return [
    `${wrongs.length} situations, ${others} of them not of Azure ML; ${sum.seconds} failed seconds: **${percent(share(sum.right, sum))} right**, ` +
      `${percent(share(sum.cantTell, sum))} “can’t tell”, **${percent(share(sum.wrong, sum))} wrong**. Goal: at least ${percent(goals.right)} right, at most ${percent(goals.wrong)} wrong.`,
    `${healthy.length} healthy runs: ${raised.length === 0 ? 'no finding above “info”' : raised.join('; ')}.`,
    'Planted against found, in failed seconds. A second with two causes of which one was found counts as half.',
    confusionTable(sum),
    statusTable(wrongs),
    scenarioTable(wrongs),
  ].join('\n\n');
};
