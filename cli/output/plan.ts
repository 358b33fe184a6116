import type { ResolvedConfig } from '../../config/resolve.ts';
import { virtualUsersOf } from '../../config/virtual-users.ts';
import { k6CommandOf } from '../../load/k6-process.ts';
import { telemetryArguments } from '../../load/telemetry/k6-environment.ts';
import { peakRateOf, plannedArrivalsOf, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { textTable } from '../../reports/text-table.ts';
import type { Phase } from '../../runs/schema/load.ts';
import { clock } from './live.ts';

type Plan = {
  readonly target: string;
  readonly phases: readonly {
    readonly name: string;
    readonly startSeconds: number;
    readonly durationSeconds: number;
    readonly rate: string;
    readonly requests: number;
    readonly virtualUsers: number;
  }[];
  readonly totalSeconds: number;
  readonly totalRequests: number;
  readonly virtualUsers: number;
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
  const command = k6CommandOf(
    { k6: 'k6', bundle: '<run>/bundle.js', options: '<run>/plan.json', log: '<run>/k6.log' },
    telemetryArguments(),
  );
  return {
    target: `${config.target.method} ${config.target.url}`,
    phases: config.phases.map((phase) => ({
      name: phase.name,
      startSeconds: phase.startSeconds,
      durationSeconds: phase.durationSeconds,
      rate: phase.kind === 'replay' ? replayText(phase) : rateText(phase),
      requests: Math.round(plannedArrivalsOf(phase)),
      virtualUsers: virtualUsersOf(phase, config.target.requestTimeoutMs),
    })),
    totalSeconds: plannedSecondsOf(config.phases),
    totalRequests: Math.round(config.phases.reduce((sum, phase) => sum + plannedArrivalsOf(phase), 0)),
    virtualUsers: config.virtualUsers,
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
    String(phase.requests),
    String(phase.virtualUsers),
  ]);
  const total = [
    'total',
    '',
    `${plan.totalSeconds} s`,
    '',
    String(plan.totalRequests),
    String(plan.virtualUsers),
  ];
  return [
    `target  ${plan.target}`,
    '',
    textTable(['phase', 'start', 'length', 'rate', 'requests', 'virtual users'], [...rows, total]),
    '',
    `k6      ${plan.k6Command}`,
    '',
    'dry run: nothing was sent',
  ].join('\n');
};
