import { sloMetOf } from '../../../planner/result/objectives.ts';
import { sumOf } from '../../../planner/stats/sum.ts';
import type { LoadFault } from '../../../runs/schema/result/load-as-planned.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { formatMs, formatNumber, formatQuantity } from '../../format.ts';
import { runnerLossText, stopReasonText } from './stop-reason.ts';

type Code = LoadFault['code'];
type Words = {
  readonly [Name in Code]: (
    fault: Extract<LoadFault, { readonly code: Name }>,
    /** All faults of the load: what one of them says another need not say again. */
    all: readonly LoadFault[],
  ) => string;
};

type RunnerFault = Extract<LoadFault, { readonly code: 'runnerIncomplete' }>;

const runnerEndText = ({ runner, reason, failure }: RunnerFault): string => {
  if (reason === 'notReady') return `${runner} never began`;
  if (failure !== null) return runnerLossText({ runner, failure });
  return reason === 'complete' ? `${runner} is not known whole` : `${runner} ended by itself (${reason})`;
};

/** Whether the end of the load names a runner as lost, with the reason. */
const isNamedLost = (name: string, faults: readonly LoadFault[]): boolean =>
  faults.some(
    (fault) =>
      fault.code === 'endedEarly' &&
      fault.reason?.code === 'runnersLost' &&
      fault.reason.losses.some(({ runner }) => runner === name),
  );

/** Which runner, what became of it, and in which seconds the counts are too low. */
const runnerIncompleteText = (fault: RunnerFault, all: readonly LoadFault[]): string => {
  const { runner, linesMissing, missing } = fault;
  const end = isNamedLost(runner, all) ? `${runner} is not known whole` : runnerEndText(fault);
  const lines = linesMissing === 0 ? '' : `; ${formatQuantity(linesMissing, 'line')} of it never came`;
  if (missing === null) return `${end}${lines}`;
  const { arrivals, fromSecond, toSecond } = missing;
  return `${end}${lines}; ${formatQuantity(arrivals, 'arrival')} of its share are not recorded, in the seconds ${fromSecond} to ${toSecond - 1}: the counts are a lower bound there`;
};

const lacksEnd = (faults: readonly LoadFault[]): boolean => faults.some(({ code }) => code === 'noEndLine');

/** Whether arrivals may have been sent of which no line tells: counts are then a lower bound. */
const lacksCounts = (faults: readonly LoadFault[]): boolean =>
  arrivalsNotRecorded(faults, Number.POSITIVE_INFINITY) > 0;

/**
 * How many of the arrivals that are not counted may have been sent all the same: all of them where the generator's last word or
 * lines of it are missing, else the rest of each runner's share that is not known whole.
 *
 * @param uncounted planned arrivals that are counted neither as sent nor as dropped
 */
export const arrivalsNotRecorded = (faults: readonly LoadFault[], uncounted: number): number => {
  if (lacksEnd(faults) || faults.some(({ code }) => code === 'linesLost' || code === 'dataLost'))
    return uncounted;
  const missing = faults.map((fault) =>
    fault.code === 'runnerIncomplete' ? (fault.missing?.arrivals ?? 0) : 0,
  );
  return Math.min(uncounted, sumOf(missing));
};

const faultWords: Words = {
  phaseNotBegun: ({ phases }, all) =>
    lacksCounts(all)
      ? `nothing is recorded of ${phases.join(', ')}`
      : `nothing was sent in ${phases.join(', ')}`,
  notAllSent: ({ planned, sent }, all) =>
    `${formatNumber(sent)} of ${formatNumber(planned)} planned arrivals ${lacksCounts(all) ? 'are recorded as sent' : 'were sent'}`,
  late: ({ late, arrivals, limitMs }) =>
    `${formatNumber(late)} of ${formatNumber(arrivals)} arrivals were sent more than ${formatMs(limitMs)} late: the load generator could not keep up`,
  endedEarly: ({ reason }, all) => {
    if (reason !== null) return `the load ended early (${stopReasonText(reason)})`;
    return lacksEnd(all) ? 'the recording ends before the plan' : 'the load ended early';
  },
  noEndLine: () => 'the load generator has not said that it ended: its last seconds may be missing',
  linesLost: ({ lines }) =>
    `${formatQuantity(lines, 'line')} of the recording ${lines === 1 ? 'is' : 'are'} missing`,
  dataLost: ({ unreadableLines, lostReasons }) => {
    const lines = unreadableLines === 0 ? [] : [formatQuantity(unreadableLines, 'unreadable line')];
    return `data was lost (${[...lostReasons, ...lines].join('; ')}), so counts are a lower bound`;
  },
  runnerIncomplete: runnerIncompleteText,
  runnersApart: ({ ahead, behind, apartMs }) =>
    `the clock of ${ahead} is ${formatMs(Math.round(apartMs))} ahead of that of ${behind}, so they did not begin together`,
  generatorStalled: ({ stalledMs, longestMs }) =>
    `the load generator or its machine stood still for ${formatMs(stalledMs)} (longest: ${formatMs(longestMs)})`,
  watchLost: ({ seconds, unknownBecause: why }) =>
    `the replicas are unknown for ${formatQuantity(seconds, 'second')}${why === undefined ? '' : ` (${why})`}`,
  scriptExceptions: ({ exceptions, arrivals }) =>
    `the script threw in ${formatNumber(exceptions)} of ${formatNumber(arrivals)} arrivals`,
};

/**
 * Why a load is not the one that was planned, all reasons in one clause.
 *
 * @example loadFaultsText([{ code: 'notAllSent', planned: 100, sent: 40 }]) // '40 of 100 planned arrivals were sent'
 */
export const loadFaultsText = (faults: readonly LoadFault[]): string =>
  faults
    .map((fault) =>
      (faultWords[fault.code] as (fault: LoadFault, all: typeof faults) => string)(fault, faults),
    )
    .join('; ');

const keptBackUnits = { maxInFlight: 'request', maxVirtualUsers: 'virtual user' } as const;

/** The limit of the config that ended in fewer arrivals than planned, and the way out: the same load would meet it again. */
const keptBackText = (faults: readonly LoadFault[]): string => {
  const [kept] = faults.flatMap((fault) =>
    fault.code === 'notAllSent' && fault.keptBack !== undefined ? [fault.keptBack] : [],
  );
  if (kept === undefined) return '';
  const { arrivals, key, most } = kept;
  return ` ${formatQuantity(arrivals, 'planned arrival was', 'planned arrivals were')} dropped by safety.${key} of the config, at most ${formatQuantity(most, keptBackUnits[key])} at once: raise it, or plan a load that needs fewer, before you test again.`;
};

/** Which of several runners was late: the others need no look. */
const lateRunnersText = ({ health, loadAsPlanned: { faults } }: Result): string => {
  const isLate = faults.some(({ code }) => code === 'late' || code === 'generatorStalled');
  const late = health.flatMap((one) => (one.check === 'runners' ? one.late : []));
  if (!isLate || late.length === 0) return '';
  const each = late.map(({ runner, arrivals }) => `${runner} (${formatQuantity(arrivals, 'arrival')})`);
  return ` Late: ${each.join(', ')}.`;
};

/** What is said before a verdict when the load did not run as planned; undefined when it did. */
export const notAsPlannedText = (result: Result): string | undefined => {
  const { loadAsPlanned, verdict } = result;
  const { faults } = loadAsPlanned;
  if (faults.length === 0) return undefined;
  const reasons = loadFaultsText(faults);
  const told = `The load did not run as planned: ${reasons}.${lateRunnersText(result)}${keptBackText(faults)}`;
  if (verdict.met === false && sloMetOf(verdict) === null) return `${told} So nothing is said of the SLO.`;
  return verdict.met === false
    ? `${told} The SLO is missed whatever the rest had brought.`
    : `${told} So nothing is said to be met.`;
};
