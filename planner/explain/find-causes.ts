import type { CauseKind, Fact, Finding, Findings } from '../../runs/schema/findings.ts';
import { isOk } from '../../runs/schema/load-series.ts';
import { type RecordedConfig, strictestErrorShare } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { maximumOf } from '../platforms/bounds.ts';
import { platformFor } from '../platforms/outcomes.ts';
import { sumOf } from '../stats/sum.ts';
import { causeOf } from './causes.ts';
import { remediesOf } from './remedies.ts';

type ExplainInput = {
  readonly timeline: Timeline;
  /** Where the service ran, and under which rule. */
  readonly config: RecordedConfig;
  /** Seconds (offsets) in which a pod could not be scheduled. */
  readonly secondsWithoutNode: ReadonlySet<number>;
};

type FailedCell = Findings['causeBySecond'][number];

/** The last second in which the autoscaler asked for more replicas than the second before. */
const lastRaise = (desired: readonly (number | null)[]): number =>
  desired.findLastIndex((now, second) => {
    const before = desired[second - 1];
    return now !== null && before !== null && before !== undefined && now > before;
  });

const failedCells = ({ timeline, config, secondsWithoutNode }: ExplainInput): FailedCell[] => {
  const { desired, ready, pending } = timeline.cluster;
  const raise = lastRaise(desired);
  const platform = platformFor(config);
  const maxReplicas = config.autoscaler && maximumOf(config.autoscaler);
  return Object.entries(timeline.load.outcomes)
    .filter(([outcome]) => !isOk(outcome))
    .flatMap(([outcome, column]) =>
      column.flatMap((requests, second): FailedCell[] => {
        if (requests === 0) return [];
        const cause = causeOf(platform, {
          outcome,
          desired: desired[second] ?? null,
          ready: ready[second] ?? null,
          pending: pending[second] ?? null,
          maxReplicas,
          raisedLater: raise >= second,
          unschedulable: secondsWithoutNode.has(second),
        });
        return [{ second, outcome, requests, cause }];
      }),
    )
    .sort((a, b) => a.second - b.second || a.outcome.localeCompare(b.outcome));
};

const failedIn = (cells: readonly FailedCell[]): number =>
  cells.reduce((sum, { requests }) => sum + requests, 0);

/** A file's own part of the evidence. */
const factOf = (given: Pick<Fact, 'code' | 'file' | 'fromSecond' | 'toSecond' | 'n' | 'objects'>): Fact => ({
  ...given,
  numbers: {},
  quotes: [],
});

type Whole = { readonly failed: number; readonly level: Finding['level'] };

const findingOf = (cause: CauseKind, cells: readonly FailedCell[], { failed, level }: Whole): Finding => {
  const requests = failedIn(cells);
  const seconds = [...new Set(cells.map(({ second }) => second))];
  const [from = 0, to = 0] = [seconds[0], seconds.at(-1)];
  const outcomes = [...new Set(cells.map(({ outcome }) => outcome))];
  return {
    cause,
    level,
    outcomes,
    requests,
    share: requests / failed,
    seconds,
    evidence: [
      factOf({
        code: 'requests',
        file: 'load.ndjson',
        fromSecond: from,
        toSecond: to,
        n: requests,
        objects: outcomes,
      }),
    ],
    remedies: [...remediesOf[cause]],
    wouldTell: cause === 'cantTell' ? ['clusterAccess'] : [],
  };
};

/** Names the cause of every failed second, and sums them up: largest first. */
export const findCauses = (input: ExplainInput): Findings => {
  const causeBySecond = failedCells(input);
  const failed = failedIn(causeBySecond);
  const ended = sumOf(Object.values(input.timeline.load.outcomes).map(sumOf));
  const isWithin = failed <= strictestErrorShare(input.config) * ended;
  const whole: Whole = { failed, level: isWithin ? 'info' : 'error' };
  const byCause = Map.groupBy(causeBySecond, (cell) => cell.cause);
  const findings = [...byCause]
    .map(([cause, cells]) => findingOf(cause, cells, whole))
    .sort((a, b) => b.requests - a.requests || a.cause.localeCompare(b.cause));
  return { schemaVersion: 2, findings, causeBySecond };
};
