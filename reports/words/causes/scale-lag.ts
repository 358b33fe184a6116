import type { Headroom, PartCost } from '../../../runs/schema/plan/headroom.ts';
import type { LagPart, ScaleEvent, ScaleLag } from '../../../runs/schema/result/scale-lag.ts';
import { formatOffset, formatPart, formatQuantity, formatShare } from '../../format.ts';

/** What each part is, from its beginning to its end. */
export const partNames: Readonly<Record<LagPart['part'], string>> = {
  signal: 'seen by its metric',
  decide: 'decision',
  create: 'pod created',
  node: 'waited for a node',
  schedule: 'scheduled',
  pull: 'image pulled',
  start: 'container started',
  init: 'ready',
};

/** @example partText({ part: 'init', seconds: 3, how: 'inferred', n: 1, file: null }) // '~ 3 s' */
const partText = ({ seconds, how }: LagPart): string =>
  seconds === null ? '?' : `${how === 'inferred' ? '~ ' : ''}${formatPart(seconds)}`;

/** From the step of the load, or the decision before, to the ready replica, as far as its parts are known. An unknown pull is part of the start. */
export const sumText = ({ parts }: Pick<ScaleEvent, 'parts'>): string => {
  const known = parts.filter(({ seconds }) => seconds !== null);
  const isStartKnown = known.some(({ part }) => part === 'start');
  const isWhole = parts.every(({ part, seconds }) => seconds !== null || (part === 'pull' && isStartKnown));
  const sum = known.reduce((total, { seconds }) => total + seconds!, 0);
  return `${isWhole ? '' : 'at least '}${formatPart(sum)}`;
};

/** The API tells times in whole seconds: what is below one is said in one breath. */
const shortSeconds = 1;

const namesOf = (parts: readonly LagPart[]): string => parts.map(({ part }) => partNames[part]).join(', ');

const listText = (parts: readonly LagPart[]): string => {
  const long = parts.filter(({ seconds }) => seconds !== null && seconds >= shortSeconds);
  const short = parts.filter(({ seconds }) => seconds !== null && seconds < shortSeconds);
  const unknown = parts.filter(({ seconds }) => seconds === null);
  return [
    long.map((part) => `${partNames[part.part]} ${partText(part)}`).join(', '),
    short.length > 0 && `under 1 s each: ${namesOf(short)}`,
    unknown.length > 0 && `unknown: ${namesOf(unknown)}`,
  ]
    .filter(Boolean)
    .join('; ');
};

/** One scale-up as cells: when, what was wanted, each part, the sum. */
export const eventCells = (event: ScaleEvent): readonly string[] => [
  formatOffset(event.decisionSecond),
  `${event.from} → ${event.to}`,
  ...event.parts.map(partText),
  sumText(event),
];

/** The medians as the last row of the same table. */
export const medianCells = ({ medians }: ScaleLag): readonly string[] => [
  'median',
  '',
  ...medians.map(partText),
  sumText({ parts: medians }),
];

/** One scale-up as a sentence. */
export const eventSentence = (event: ScaleEvent): string => {
  const { decisionSecond, loadSecond, from, to, ready } = event;
  const after = loadSecond === null ? '' : ` after the load rose at ${formatOffset(loadSecond)}`;
  const became = ready === to - from ? '' : `, ${ready} of ${to - from} became ready`;
  return `${formatOffset(decisionSecond)}: ${from} → ${to}${after}${became}. ${listText(event.parts)}.`;
};

/** The medians as a sentence. */
export const mediansSentence = ({ medians, events }: ScaleLag): string =>
  `Median of ${formatQuantity(events.length, 'scale-up')}: ${listText(medians)}.`;

/** What the signs of a waterfall mean. */
export const scaleLagBasis =
  'Each part begins where the one before ends; the first one with the rise of the load, or with the decision before. ~: inferred, ?: unknown, others measured.';

/** Few runs are simulated for a part: what it changes by less than this share may be chance. */
const shownShareMin = 0.1;

/** What the requests come to with all parts, and without each. A part that has other figures with it, such as the wait for a node, is told alone. */
const costsText = (costs: readonly PartCost[], runs: string): string => {
  const [first, ...others] = costs.map(
    ({ part, seconds }) => `"${partNames[part]}" (${formatPart(seconds)})`,
  );
  const without = costs.map(({ errorShareWithout }) => formatShare(errorShareWithout));
  const failing = `In simulation ${formatShare(costs[0]!.errorShare)} of the requests fail`;
  const told =
    others.length === 0
      ? `${failing} with ${first}, ${without[0]} without it`
      : `${failing}, ${[first, ...others].map((part, i) => `without ${part} ${without[i]}`).join(', ')}`;
  return `${told}: means of ${runs}, settings in use, recorded peak.`;
};

/** What each part costs, by simulation: those whose cost shows, with what its figures are. */
export const partCostSentences = ({ partCosts = [], curveRuns }: Headroom): string[] => {
  const runs =
    curveRuns === undefined ? 'simulated runs' : `${formatQuantity(curveRuns, 'simulated run')} at most`;
  const telling = partCosts.filter(
    ({ errorShare, errorShareWithout }) => errorShare - errorShareWithout > shownShareMin * errorShare,
  );
  return [...Map.groupBy(telling, ({ errorShare }) => errorShare).values()].map((costs) =>
    costsText(costs, runs),
  );
};
