import type { Decision } from '../../planner/policies/index.ts';
import type { AutoscalerLine } from '../../runs/schema/cluster-series.ts';
import type { HpaSettings, PolicySettings } from '../../runs/schema/policy.ts';
import { startSecond } from './run.ts';

type Sync = { readonly atSecond: number; readonly decision: Decision | undefined };

const lineOf = (settings: HpaSettings, { atSecond, decision }: Sync): AutoscalerLine => ({
  kind: 'autoscaler',
  // A watch hears of it a few milliseconds later.
  atMs: startSecond * 1000 + atSecond * 1000 + 7,
  name: 'demo',
  minReplicas: settings.minReplicas,
  maxReplicas: settings.maxReplicas,
  currentReplicas: settings.minReplicas,
  desiredReplicas: decision?.recommendation ?? settings.minReplicas,
  currentMetrics: settings.metrics.flatMap(({ name, targetValue }, index) => {
    const ratio = decision?.proposals[index]?.ratio;
    if (ratio === undefined) return [];
    const averageUtilization = Math.round(ratio * targetValue * 100);
    return [{ type: 'Resource', name, container: null, averageUtilization, averageValue: null, value: null }];
  }),
  conditions: [],
  deleted: false,
});

/** What the watch writes of an HPA's status: a line for each sync in which its metrics changed. None for other rules. */
export const autoscalerLinesOf = (settings: PolicySettings, syncs: readonly Sync[]): AutoscalerLine[] => {
  if (settings.kind !== 'hpa') return [];
  const lines = syncs.map((sync) => lineOf(settings, sync));
  const metricsOf = (line: AutoscalerLine | undefined): string => JSON.stringify(line?.currentMetrics ?? []);
  return lines.filter((line, i) => metricsOf(line) !== metricsOf(lines[i - 1]));
};
