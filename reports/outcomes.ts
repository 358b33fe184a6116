import { isOk } from '../runs/schema/outcome.ts';
import type { Timeline } from '../runs/schema/result/timeline.ts';
import type { SeriesColour } from './charts/palette.ts';
import type { PointShape } from './charts/point-shapes.ts';
import { byOutcome, outcomeLabel } from './words/run/outcomes.ts';

/** Requests that a chart shows as one series. */
export type OutcomeGroup = {
  /** Short enough to stand in a chart. */
  readonly label: string;
  /** Short enough to stand before a row of marks. */
  readonly short: string;
  readonly members: readonly string[];
  /** `open`: in flight when the run was cut, or its telemetry lost; neither a success nor a failure. */
  readonly kind: 'failed' | 'open' | 'ok';
  readonly colour: SeriesColour;
  readonly shape: PointShape;
  readonly perSecond: readonly number[];
  readonly total: number;
};

/** Outcomes that have a colour of their own; all other failures share one, so that a page never needs an eighth. */
const ownSeries: Readonly<Record<string, { colour: SeriesColour; shape: PointShape }>> = {
  '503': { colour: 'orange', shape: 'square' },
  '504': { colour: 'purple', shape: 'triangle-up' },
  '502': { colour: 'brown', shape: 'diamond' },
  timeout: { colour: 'pink', shape: 'cross' },
};

/** A longer name does not fit before a row of marks. */
const shortMost = 7;
const shortNames: Readonly<Record<string, string>> = {
  'client timeout': 'timeout',
  'other failures': 'others',
  'connection refused': 'refused',
  'connection reset': 'reset',
  'malformed answer': 'no HTTP',
};

const addColumns = (columns: readonly (readonly number[])[], seconds: number): number[] =>
  Array.from({ length: seconds }, (_, i) => columns.reduce((sum, column) => sum + (column[i] ?? 0), 0));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * The outcomes of a run as at most seven series that add up to its arrivals: each well-known failure, the other
 * failures in one, requests that nothing was heard of, and last the successful ones. Groups without any request are
 * left out, except the successful ones.
 */
export const groupOutcomes = ({ load, seconds }: Timeline): OutcomeGroup[] => {
  const names = Object.keys(load.outcomes).sort(byOutcome);
  const group = (
    label: string,
    members: readonly string[],
    style: { colour: SeriesColour; shape: PointShape },
  ): OutcomeGroup => {
    const perSecond = addColumns(
      members.map((name) => load.outcomes[name]!),
      seconds,
    );
    const short = shortNames[label] ?? label.slice(0, shortMost);
    return { label, short, members, kind: 'failed', ...style, perSecond, total: sum(perSecond) };
  };
  const own = names.filter((name) => name in ownSeries);
  const others = names.filter((name) => !isOk(name) && !(name in ownSeries) && sum(load.outcomes[name]!) > 0);
  const unanswered = addColumns([load.unanswered], seconds);
  const ok = group('ok', names.filter(isOk), { colour: 'blue', shape: 'circle' });
  return [
    ...own.map((name) => group(outcomeLabel(name), [name], ownSeries[name]!)),
    group(others.length === 1 ? outcomeLabel(others[0]!) : 'other failures', others, {
      colour: 'teal',
      shape: 'triangle-down',
    }),
    {
      label: 'no known end',
      short: 'no end',
      members: [],
      kind: 'open',
      colour: 'ink',
      shape: 'stroke',
      perSecond: unanswered,
      total: sum(unanswered),
    } satisfies OutcomeGroup,
  ]
    .filter(({ total }) => total > 0)
    .concat({ ...ok, kind: 'ok' });
};
