import {
  type DecisionRow,
  type Decisions,
  type DecisionWord,
  isUntold,
} from '../../../runs/schema/result/decisions.ts';
import {
  capitalize,
  formatNumber,
  formatOffset,
  formatQuantity,
  formatSeconds,
  formatStretch,
} from '../../format.ts';

/** What each word says, which stands behind it; a clause that can follow "because". */
const reasonTexts: Readonly<Record<DecisionWord, string>> = {
  AsProposed: 'as the metrics asked',
  WithinTolerance: 'the metric was within the tolerance of its target',
  Dampened: 'pods without a usable sample left nothing to change',
  Stabilized: 'a stabilization window or hold keeps what was wanted before',
  PolicyLimited: 'a limit on the speed of scaling cut the step',
  AtMax: 'the maximum ends it',
  AtMin: 'the minimum ends it',
  ReplicaLimit: 'the replicas were outside the bounds',
  InvalidMetrics: 'there was no metric to decide by',
  ScalingDisabled: 'the autoscaler is switched off at 0 replicas',
  NotDue: 'it had not looked yet',
  Paused: 'it is paused',
};

/** The same beside a change, where the words for replicas that stay would deny it. */
const changeTexts: Readonly<Partial<Record<DecisionWord, string>>> = {
  Stabilized: 'a stabilization window or hold ended the step there',
};

const untold: Readonly<Record<DecisionRow['kind'], string>> = {
  made: 'nothing shows why',
  held: 'the autoscaler could not act',
  unasked: 'nothing shows why',
  missing: 'by its rule it should have changed them; nothing that was recorded shows why it did not',
  momentary:
    'it looked at one moment of the second; only the mean of the second was recorded, and that asks for another number',
  unexplained: 'nothing shows why',
  foreign: 'its rule has no reason for it: someone else changed them, or its settings are others',
};

/** Longer words of the cluster are cut: the run folder has them whole. */
const saidMost = 200;

const doubtText =
  'not known why: what the metrics asked for depends on what nobody records, such as which new pods had a sample';

/** What the rule comes to, where a change went to another number. */
const otherNumber = ({ kind, asked, modelled, to }: DecisionRow): number | null => {
  const number = asked === null ? null : (modelled ?? asked);
  return (kind === 'made' || kind === 'unexplained') && number !== to ? number : null;
};

const untoldText = (row: DecisionRow): string => {
  if (isUntold(row)) return doubtText;
  const other = otherNumber(row);
  return other !== null
    ? `the rule as modelled asks for ${formatNumber(other)}; why it was ${formatNumber(row.to)} is not known`
    : untold[row.kind];
};

const becauseText = (row: DecisionRow): string => {
  const { kind, reason, said, from, to } = row;
  const changed = reason !== null && from !== to ? changeTexts[reason] : undefined;
  const unasked = kind === 'unasked' && reason === 'AsProposed';
  const word = unasked
    ? 'what it saw of the load asked for no more (AsProposed)'
    : reason === null
      ? untoldText(row)
      : `${changed ?? reasonTexts[reason]} (${reason})`;
  return said === null ? word : `${word} ("${said.slice(0, saidMost)}")`;
};

const askedText = (row: DecisionRow): string => {
  const { proposals, asked } = row;
  if (isUntold(row)) return 'can’t tell';
  if (proposals.length === 0) return asked === null ? 'not asked' : formatNumber(asked);
  return proposals
    .map(({ metric, replicas, ratio }) => {
      const value = ratio === null ? '' : ` at ${formatNumber(ratio)} × target`;
      return replicas === null ? `${metric} gives no answer` : `${metric}${value} asks for ${replicas}`;
    })
    .join(', ');
};

/** A change is told when it was seen, as everywhere else: the look that made it may lie before, and is often assumed. */
const whenText = ({ fromSecond, toSecond, changedSecond }: DecisionRow): string =>
  changedSecond === undefined
    ? formatStretch(Math.floor(fromSecond), Math.floor(toSecond))
    : formatOffset(changedSecond);

const wantedText = ({ from, to }: DecisionRow): string => (from === to ? `stays ${to}` : `${from} → ${to}`);

/** One decision as cells: when, what was wanted, what the metrics asked for, and why it came out so. */
export const decisionCells = (row: DecisionRow): readonly string[] => [
  whenText(row),
  wantedText(row),
  askedText(row),
  becauseText(row),
];

const decisionSentence = (row: DecisionRow): string => {
  const [when, wanted, asked, because] = decisionCells(row);
  return `${when}: ${wanted}; ${asked}. ${capitalize(because!)}.`;
};

/** How often the same came of it again, and until when. */
export const againText = (row: DecisionRow, again: readonly DecisionRow[]): string => {
  const last = again.at(-1);
  if (last === undefined) return decisionSentence(row);
  return `${decisionSentence(row)} The same ${formatQuantity(again.length, 'more time')}, until ${formatOffset(last.toSecond)}.`;
};

/** Which rule was stepped, how often it looks, and how well its looks are known. */
export const decisionsBasis = ({ rule, intervalSeconds, looksFrom }: Decisions): string => {
  const looks = `looks every ${formatSeconds(intervalSeconds)}`;
  const known =
    looksFrom === 'seen' ? 'moments of its looks: seen' : 'moments of its looks: not recorded, assumed';
  return `Rule ${rule}, ${looks} (${known}). In brackets the words of Kubernetes (KEP-6107).`;
};

/** What is left out of a list. */
export const moreText = (n: number): string =>
  `${formatQuantity(n, 'more row')} in result.json and the report`;
