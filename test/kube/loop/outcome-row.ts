import { noteText } from '../../../reports/words/plan/notes.ts';
import { figureNames } from '../../../reports/words/proof/figures.ts';
import { settingsText } from '../../../reports/words/settings/settings.ts';
import type { LoopOutcome } from './close-loop.ts';
import type { LoopService } from './services.ts';

/** What is kept of a loop: all that the page shows of it. */
export type OutcomeRow = {
  readonly about: string;
  readonly current: string;
  readonly advised: string;
  readonly warnings: readonly string[];
  readonly verdict: string;
  readonly inside: string;
  /** Figures that were measured outside their intervals. */
  readonly outside: readonly string[];
  /** The command lines that did not end as they should. */
  readonly faults: readonly string[];
  readonly isRestored: boolean;
};

const loadOf = ({ load }: LoopService): string =>
  load.scenario === 'spike'
    ? `${load.baselineRatePerSecond} to ${load.peakRatePerSecond} requests/s at once`
    : `${load.fromRatePerSecond} to ${load.toRatePerSecond} requests/s in ${load.rampSeconds} s`;

const aboutOf = (service: LoopService): string => {
  const { name, serviceTimeMs, slotsPerReplica, pullMs, initMs, cpuShare } = service;
  const meanMs = serviceTimeMs.kind === 'empirical' ? Number.NaN : serviceTimeMs.meanMs;
  const starts = [pullMs[0] + initMs[0], pullMs[1] + initMs[1]].map((ms) => (ms / 1000).toFixed(1));
  const slots = slotsPerReplica === 1 ? '1 slot' : `${slotsPerReplica} slots`;
  return `${name}: ${meanMs} ms, ${slots}, starts in ${starts.join(' to ')} s, busy pods use ${Math.round(100 * cpuShare)} % of their request, ${loadOf(service)}`;
};

/** Exit codes: 3 is an SLO that is not met, which the settings in use are made for. */
const expectedCodes = { doctor: 0, test: 3, plan: 0, apply: 0, verify: 0, rollback: 0 } as const;

/** What the page shows of a loop. */
export const rowOf = (service: LoopService, outcome: LoopOutcome): OutcomeRow => {
  const { advice, verification, ended, specs } = outcome;
  const { minReplicas, maxReplicas, targetPercent } = service;
  const faults = Object.entries(expectedCodes).flatMap(([verb, code]) => {
    const end = ended[verb as keyof typeof expectedCodes];
    return end?.code === code ? [] : [`${verb} ended with ${end?.code}`];
  });
  return {
    about: aboutOf(service),
    current: `${targetPercent} %, ${minReplicas} to ${maxReplicas}`,
    advised: advice === null ? 'no advice' : settingsText(advice.settings),
    warnings: (advice?.warnings ?? []).map(noteText),
    verdict: verification?.verdict ?? 'not fired again',
    inside: verification ? `${verification.linesInside} of ${verification.linesCompared}` : '',
    outside: (verification?.lines ?? [])
      .filter(({ inside }) => inside === false)
      .map(({ figure, measured, predicted }) => {
        const [low, high, found] = [predicted?.low, predicted?.high, measured].map((value) =>
          Number((value ?? Number.NaN).toPrecision(3)),
        );
        return `${figureNames[figure]} ${found} (predicted ${low} to ${high})`;
      }),
    faults,
    isRestored: specs.before === specs.after && specs.before !== specs.applied,
  };
};

/** The rows as the page has them. */
export const renderRows = (rows: readonly OutcomeRow[]): string => {
  const confirmed = rows.filter(({ verdict }) => verdict === 'confirmed').length;
  const restored = rows.filter(({ isRestored }) => isRestored).length;
  const lines = rows.map(({ about, current, advised, verdict, inside, outside, isRestored }) =>
    [about, current, advised, verdict, [inside, ...outside].join('; '), isRestored ? 'yes' : '**no**'].join(
      ' | ',
    ),
  );
  const head = 'service | target, bounds in use | advice | verdict | figures inside | spec restored';
  const rule = head.replace(/[^|]+/g, ' --- ').trim();
  const told = rows.flatMap(({ about, warnings }) =>
    warnings
      .filter((text) => text.includes('out of reach'))
      .map((text) => `${about.split(':')[0]} is told: “${text}”`),
  );
  return [
    `${confirmed} of ${rows.length} confirmed, ${restored} of ${rows.length} restored byte for byte.`,
    [head, rule, ...lines].map((line) => `| ${line} |`).join('\n'),
    ...told,
  ].join('\n\n');
};
