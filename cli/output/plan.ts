import type { ResolvedConfig } from '../../config/resolve.ts';
import { k6CommandOf } from '../../load/generator/command.ts';
import { plannedArrivalsFor } from '../../load/plan/planned-arrivals.ts';
import { shownUrl } from '../../load/plan/secrets.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { peakRateOf, plannedArrivalsOf, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { textTable } from '../../reports/text-table.ts';
import { readingLines } from '../../reports/words/trace.ts';
import type { Phase } from '../../runs/schema/load.ts';
import { clock } from './live.ts';

type Plan = {
  readonly target: string;
  /** How the trace of a replay was read, line by line; empty for any other load. */
  readonly trace: readonly string[];
  readonly phases: readonly {
    readonly name: string;
    readonly startSeconds: number;
    readonly durationSeconds: number;
    readonly rate: string;
    /** As drawn with the config's seed: what a test would fire. */
    readonly arrivals: number;
  }[];
  readonly totalSeconds: number;
  readonly totalArrivals: number;
  /** How arrivals lie inside their second. */
  readonly placement: string;
  readonly k6Command: string;
};

const rateText = ({ pieces }: Phase): string => {
  const [from, to] = [pieces[0]?.fromRatePerSecond ?? 0, pieces.at(-1)?.toRatePerSecond ?? 0];
  return from === to ? `${from}/s` : `${from} → ${to}/s`;
};

/** A replay has no shape that two numbers could tell: its mean and its busiest second. */
const replayText = (phase: Phase): string =>
  `mean ${(plannedArrivalsOf(phase) / phase.durationSeconds).toFixed(1)}/s, peak ${peakRateOf([phase])}/s`;

/** What `headroom test` would do. */
export const planOf = (config: ResolvedConfig): Plan => {
  const command = k6CommandOf({ k6: 'k6', log: '<run>/k6.log' });
  const { placement, perSecond } = plannedArrivalsFor(config);
  return {
    trace: config.trace === null ? [] : readingLines(config.trace.reading),
    target: `${config.target.method} ${shownUrl(config.target.url)}`,
    phases: config.phases.map((phase) => ({
      name: phase.name,
      startSeconds: phase.startSeconds,
      durationSeconds: phase.durationSeconds,
      rate: phase.kind === 'replay' ? replayText(phase) : rateText(phase),
      arrivals: sumOf(perSecond.slice(phase.startSeconds, phase.startSeconds + phase.durationSeconds)),
    })),
    totalSeconds: plannedSecondsOf(config.phases),
    totalArrivals: sumOf(perSecond),
    placement,
    k6Command: [command.file, ...command.arguments].join(' '),
  };
};

/** The plan as a person reads it. */
export const renderPlan = (plan: Plan): string => {
  const rows = plan.phases.map((phase) => [
    phase.name,
    clock(phase.startSeconds),
    `${phase.durationSeconds} s`,
    phase.rate,
    String(phase.arrivals),
  ]);
  const total = ['total', '', `${plan.totalSeconds} s`, '', String(plan.totalArrivals)];
  return [
    `target  ${plan.target}`,
    '',
    ...(plan.trace.length > 0 ? [...plan.trace, ''] : []),
    textTable(['phase', 'start', 'length', 'rate', 'arrivals'], [...rows, total]),
    '',
    `arrivals inside a second: ${plan.placement}`,
    `k6      ${plan.k6Command}`,
    '',
    'dry run: nothing was sent',
  ].join('\n');
};
