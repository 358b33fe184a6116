import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { type DecisionRow, type Decisions, isUntold } from '../../../runs/schema/result/decisions.ts';
import { pausesOf } from '../../live/findings.ts';
import { decidingScalers, scalersIn } from '../../live/scalers.ts';
import { plannedRise } from '../../measure/steepest-rise.ts';
import { startPolicy } from '../../policies/index.ts';
import { unseenIn, wasCutBetween } from '../../timeline/gaps.ts';
import { phaseAt } from '../../timeline/phase-at.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { wantedIn, wantingResources } from '../../timeline/wanted.ts';
import { type WantedStep, wantedSteps } from '../../timeline/wanted-steps.ts';
import { isStuck, judgeLook } from './judge-look.ts';
import { looksOf } from './looks.ts';
import { isClear, mergeRows } from './merge-rows.ts';
import { type LaterChange, type Stepped, stepRule } from './step-rule.ts';

/** The status and the replicas change at a look only; what else changes them is rare. */
const tracesIn = ({ cluster, timeline }: Recorded, steps: readonly WantedStep[]): number[] => {
  const reports = cluster.filter((line) => line.kind === 'autoscaler').slice(1);
  return [...steps.slice(1), ...reports].map(({ atMs }) => (atMs - timeline.startedAtMs) / 1000);
};

/** An HPA tells of each change that it made, within so many seconds of it. */
const toldWithinSeconds = 2;

/** Numbers that an HPA says to have set, with the seconds at which it said so. */
const rescalesIn = (lines: readonly ClusterLine[], startedAtMs: number) =>
  lines.flatMap((line) => {
    if (line.kind !== 'event' || line.objectKind !== 'HorizontalPodAutoscaler') return [];
    const size = line.reason === 'SuccessfulRescale' ? /New size: (\d+)/.exec(line.message)?.[1] : undefined;
    return size === undefined ? [] : [{ size: Number(size), second: (line.atMs - startedAtMs) / 1000 }];
  });

const pauseIn = (lines: readonly ClusterLine[]): string | null => {
  const [pause] = decidingScalers(scalersIn(lines)).flatMap(pausesOf);
  return pause?.code === 'paused' ? `${pause.object}: ${pause.annotation}` : null;
};

/** Whether an object has signs that a GitOps tool writes its replicas. */
const isKeptByOthers = (lines: readonly ClusterLine[]): boolean =>
  lines.some(
    (line) =>
      (line.kind === 'deployment' || line.kind === 'workload') && (line.replicasKeptBy ?? []).length > 0,
  );

/** Until more replicas were wanted, or the phase that the load had risen for was over. */
const risingUntil = (steps: readonly WantedStep[], recorded: Recorded, rise: number): number => {
  const fromMs = recorded.timeline.startedAtMs + 1000 * rise;
  const raise = steps.find(
    ({ atMs, replicas }, i) => atMs >= fromMs && replicas > (steps[i - 1]?.replicas ?? replicas),
  );
  const phase = phaseAt(recorded.timeline.phases, rise);
  const overSeconds = phase ? phase.startSeconds + phase.durationSeconds : recorded.timeline.seconds;
  return raise === undefined
    ? overSeconds
    : Math.min(overSeconds, (raise.atMs - recorded.timeline.startedAtMs) / 1000);
};

/** A rule that looks more often than this is not waited for; nor is a look that comes so soon. */
const longSeconds = 2;
const soonSeconds = 1;

/** Whether the wanted replicas may have changed unseen between two seconds. */
const mayHaveChanged = ({ cluster, timeline }: Recorded, fromSecond: number, toSecond: number): boolean =>
  wasCutBetween(unseenIn(cluster, wantingResources(wantedIn(cluster))), {
    fromMs: timeline.startedAtMs + 1000 * fromSecond,
    toMs: timeline.startedAtMs + 1000 * toSecond,
  });

type Rise = { readonly rise: number | null; readonly intervalSeconds: number };

/** From the rise of the load until a rule with long intervals looked again. */
const notDue = (
  looks: readonly Stepped[],
  recorded: Recorded,
  { rise, intervalSeconds }: Rise,
): DecisionRow[] => {
  const next = rise === null ? undefined : looks.find(({ atSeconds }) => atSeconds > rise);
  if (rise === null || next === undefined || intervalSeconds <= longSeconds) return [];
  if (next.atSeconds - rise < soonSeconds || isStuck(next)) return [];
  if (mayHaveChanged(recorded, rise, next.atSeconds)) return [];
  const { current } = next;
  return [
    {
      kind: 'unasked',
      fromSecond: rise,
      toSecond: next.atSeconds,
      looks: 0,
      from: current,
      to: current,
      asked: null,
      proposals: [],
      reason: 'NotDue',
      reasonFrom: 'replay',
      said: null,
    },
  ];
};

const askedOf = ({ decision }: Stepped): Pick<DecisionRow, 'asked' | 'proposals'> => ({
  asked: decision?.recommendation ?? null,
  proposals: (decision?.proposals ?? []).map(({ metric, replicas, ratio, reason }) => ({
    metric,
    replicas: replicas ?? null,
    ratio: ratio ?? null,
    reason,
  })),
});

const rowOf = (
  look: Stepped,
  { asking = look, ...judged }: NonNullable<ReturnType<typeof judgeLook>>,
): DecisionRow => ({
  ...judged,
  fromSecond: look.atSeconds,
  toSecond: look.atSeconds,
  ...(look.changedSeconds !== null && { changedSecond: look.changedSeconds }),
  looks: 1,
  from: look.current,
  to: look.after,
  ...(isUntold(judged) ? { asked: null, proposals: [] } : askedOf(asking)),
  ...(look.after !== look.current &&
    judged.reason === null &&
    asking.decision?.recommendation !== undefined && { modelled: asking.wish }),
});

/** Changed between two looks: not by the autoscaler, where it is known when it looked. */
const betweenRow = ({ atSeconds, from, to }: LaterChange, isForeign: boolean): DecisionRow => ({
  kind: isForeign ? 'foreign' : 'unexplained',
  fromSecond: atSeconds,
  toSecond: atSeconds,
  changedSecond: atSeconds,
  looks: 0,
  from,
  to,
  asked: null,
  proposals: [],
  reason: null,
  reasonFrom: 'replay',
  said: null,
});

/**
 * Every decision of the autoscaler while the load ran, and each one that was to be expected and did not come: what the
 * metrics asked for, and what became of it. The rule in force is stepped on what was recorded; where the cluster's own
 * status tells, its word counts. Of a quick rule neither the looks nor what it saw are recorded: there a decision is missing
 * only if the rule clearly asked for it several looks in a row.
 *
 * @returns undefined where the rule or the wanted replicas are unknown, or nothing scales
 */
export const decisionsOf = (recorded: Recorded): Decisions | undefined => {
  const { run, cluster, timeline } = recorded;
  const settings = run.config.autoscaler;
  const steps = wantedSteps(cluster);
  if (settings === null || settings.kind === 'fixed' || steps.length === 0) return undefined;
  const { intervalSeconds } = startPolicy(settings);
  const looks = looksOf(tracesIn(recorded, steps), { intervalSeconds, untilSeconds: timeline.seconds });
  const stepped = stepRule(recorded, settings, { looks: looks.atSeconds, steps });
  const rise = plannedRise(timeline.phases);
  const raised = rise === null ? Number.NEGATIVE_INFINITY : risingUntil(steps, recorded, rise);
  const rescales = rescalesIn(cluster, timeline.startedAtMs);
  const pausedBy = pauseIn(cluster);
  const hasOtherWriter = isKeptByOthers(cluster);
  const rows = stepped.flatMap((look, i) => {
    const judged = judgeLook(look, {
      isRising: rise !== null && look.atSeconds > rise && look.atSeconds < raised,
      pausedBy,
      isRescaled: rescales.some(
        ({ size, second }) => size === look.after && Math.abs(second - look.atSeconds) <= toldWithinSeconds,
      ),
      hasOtherWriter,
      neighbours:
        looks.from === 'assumed' ? [stepped[i - 1], stepped[i + 1]].filter((one) => one !== undefined) : [],
    });
    return [
      ...(judged === null ? [] : [rowOf(look, judged)]),
      ...look.later.map((change) => betweenRow(change, looks.from === 'seen' || hasOtherWriter)),
    ];
  });
  const ordered = [...notDue(stepped, recorded, { rise, intervalSeconds }), ...rows].toSorted(
    (a, b) => a.fromSecond - b.fromSecond,
  );
  return {
    rule: settings.kind,
    intervalSeconds,
    looksFrom: looks.from,
    rows: mergeRows(ordered).filter((row) => isClear(row, looks.from)),
  };
};
