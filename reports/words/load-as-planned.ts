import type { LoadFault } from '../../runs/schema/load-as-planned.ts';
import type { Result } from '../../runs/schema/result.ts';
import { formatMs, formatNumber, formatQuantity } from '../format.ts';
import { runnerLossText, stopReasonText } from './stop-reason.ts';

type Code = LoadFault['code'];
type Words = { readonly [Name in Code]: (fault: Extract<LoadFault, { readonly code: Name }>) => string };

type RunnerFault = Extract<LoadFault, { readonly code: 'runnerIncomplete' }>;

const runnerEndText = ({ runner, reason, failure }: RunnerFault): string => {
  if (reason === 'notReady') return `${runner} never began`;
  if (failure !== null) return runnerLossText({ runner, failure });
  return reason === 'complete' ? `${runner} is not known whole` : `${runner} ended by itself (${reason})`;
};

/** Which runner, what became of it, and in which seconds the counts are too low. */
const runnerIncompleteText = (fault: RunnerFault): string => {
  const { linesMissing, missing } = fault;
  const lines = linesMissing === 0 ? '' : `; ${formatQuantity(linesMissing, 'line')} of it never came`;
  if (missing === null) return `${runnerEndText(fault)}${lines}`;
  const { arrivals, fromSecond, toSecond } = missing;
  return `${runnerEndText(fault)}${lines}; ${formatQuantity(arrivals, 'arrival')} of its share are not recorded, in the seconds ${fromSecond} to ${toSecond - 1}: the counts are a lower bound there`;
};

const faultWords: Words = {
  phaseNotBegun: ({ phases }) => `nothing was sent in ${phases.join(', ')}`,
  notAllSent: ({ planned, sent }) =>
    `${formatNumber(sent)} of ${formatNumber(planned)} planned arrivals were sent`,
  late: ({ late, arrivals, limitMs }) =>
    `${formatNumber(late)} of ${formatNumber(arrivals)} arrivals were sent more than ${formatMs(limitMs)} late: the load generator could not keep up`,
  endedEarly: ({ reason }) =>
    reason === null ? 'the load ended early' : `the load ended early (${stopReasonText(reason)})`,
  noEndLine: () => 'the load generator ended without saying so: its last seconds may be missing',
  linesLost: ({ lines }) =>
    `${formatQuantity(lines, 'line')} of the recording ${lines === 1 ? 'is' : 'are'} missing`,
  runnerIncomplete: (fault) => runnerIncompleteText(fault),
  generatorStalled: ({ stalledMs, longestMs }) =>
    `the load generator or its machine stood still for ${formatMs(stalledMs)} (longest: ${formatMs(longestMs)})`,
  watchLost: ({ seconds }) => `the replicas are unknown for ${formatQuantity(seconds, 'second')}`,
  scriptExceptions: ({ exceptions, arrivals }) =>
    `the script threw in ${formatNumber(exceptions)} of ${formatNumber(arrivals)} arrivals`,
};

/**
 * One reason why a load is not the one that was planned.
 *
 * @example loadFaultText({ code: 'notAllSent', planned: 100, sent: 40 }) // '40 of 100 planned arrivals were sent'
 */
export const loadFaultText = (fault: LoadFault): string => {
  const words = faultWords[fault.code] as (fault: LoadFault) => string;
  return words(fault);
};

/** What is said before a verdict when the load did not run as planned; undefined when it did. */
export const notAsPlannedText = ({ loadAsPlanned, verdict }: Result): string | undefined => {
  const { faults } = loadAsPlanned;
  if (faults.length === 0) return undefined;
  const reasons = faults.map(loadFaultText).join('; ');
  return verdict.met === false
    ? `The load did not run as planned: ${reasons}. The SLO is missed whatever the rest had brought.`
    : `The load did not run as planned: ${reasons}. So nothing is said to be met.`;
};
