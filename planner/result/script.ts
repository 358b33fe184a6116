import type { ScriptResult } from '../../runs/schema/result/script-result.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Run } from '../../runs/schema/run.ts';
import { stretchesOf } from '../measure/errors.ts';
import { quantileOf } from '../stats/sketch.ts';
import { sumOf } from '../stats/sum.ts';
import type { FoldedLoad } from '../timeline/fold-load.ts';
import type { OwnMetricValue } from '../timeline/fold-own-metrics.ts';
import type { CheckSum } from '../timeline/fold-script.ts';

type CheckResult = ScriptResult['checks'][number];

/** What a check came to in a phase, and the seconds in which it failed. */
const phaseOf = (
  phase: string,
  sums: readonly CheckSum[],
  startSecond: number,
): CheckResult['phases'][number] => {
  const failing = sums.filter(({ fails }) => fails > 0).map(({ second }) => second - startSecond);
  return {
    phase,
    passes: sumOf(sums.map(({ passes }) => passes)),
    fails: sumOf(sums.map(({ fails }) => fails)),
    failedIn: stretchesOf(failing.sort((a, b) => a - b)),
  };
};

/** A check second by second. One that is made after the last arrival makes the columns longer than the timeline. */
const secondsOf = (
  sums: readonly CheckSum[],
  startSecond: number,
  seconds: number,
): CheckResult['bySecond'] => {
  const at = sums.map(({ second }) => second - startSecond);
  const length = at.reduce((longest, second) => Math.max(longest, second + 1), seconds);
  const [passes, fails] = [new Array<number>(length).fill(0), new Array<number>(length).fill(0)];
  sums.forEach((sum, i) => {
    passes[at[i]!]! += sum.passes;
    fails[at[i]!]! += sum.fails;
  });
  return { passes, fails };
};

type OwnMetric = ScriptResult['metrics'][number];

const shown = (value: OwnMetricValue): OwnMetric['phases'][number]['value'] => {
  if (value.kind !== 'trend') return value;
  const { values } = value;
  const [median, p95] = [0.5, 0.95].map((share) => quantileOf(values, share)!);
  return { kind: 'trend', count: values.count, median: median!, p95: p95!, max: values.max };
};

const byText = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Metrics that a script made itself, by name and in the order of the phases. */
const ownMetricsOf = ({ ownMetrics }: FoldedLoad, { phases }: Run): OwnMetric[] =>
  [...Map.groupBy(ownMetrics, ({ name }) => name)].sort(byText).map(([name, sums]) => ({
    name,
    phases: phases.flatMap(({ name: phase }) =>
      sums.filter((sum) => sum.phase === phase).map(({ value }) => ({ phase, value: shown(value) })),
    ),
  }));

/** What a script found out by itself: its checks by phase, in the order of the phases, and by second; its metrics and thresholds. */
export const scriptResultOf = (
  load: FoldedLoad,
  run: Run,
  { startedAtMs, seconds }: Pick<Timeline, 'startedAtMs' | 'seconds'>,
): ScriptResult | undefined => {
  const startSecond = Math.floor(startedAtMs / 1000);
  const byName = [...Map.groupBy(load.checks, ({ name }) => name)].sort(byText);
  const checks = byName.map(([name, sums]): CheckResult => {
    const byPhase = Map.groupBy(sums, ({ phase }) => phase);
    return {
      name,
      phases: run.phases.flatMap(({ name: phase }) => {
        const own = byPhase.get(phase);
        return own === undefined ? [] : [phaseOf(phase, own, startSecond)];
      }),
      bySecond: secondsOf(sums, startSecond, seconds),
    };
  });
  const thresholds = load.ends.flatMap((end) => end.thresholds);
  const metrics = ownMetricsOf(load, run);
  return checks.length + metrics.length + thresholds.length === 0
    ? undefined
    : { checks, metrics, thresholds };
};
