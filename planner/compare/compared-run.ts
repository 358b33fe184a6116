import type { ComparedRun } from '../../runs/schema/comparison.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { Run } from '../../runs/schema/run.ts';
import { peakRateOf } from '../timeline/planned-rate.ts';

/** What a person knows a run by: its labels, its load and what it is held to. */
export const comparedRunOf = (run: Run, side: ComparedRun['side']): ComparedRun => {
  const { id, title, tags, commit, config, contents, phases } = run;
  const endpoints = endpointsOf(config);
  return {
    id,
    side,
    ...(title !== undefined && { title }),
    ...(tags !== undefined && { tags }),
    ...(commit !== undefined && { commit }),
    scenario: config.load.scenario,
    // A platform's documented default is no knowledge of what scaled this service.
    autoscaler: config.autoscalerFrom === 'default' ? null : (config.autoscaler?.kind ?? null),
    hasContents: contents !== undefined,
    peakRatePerSecond: peakRateOf(phases),
    slos: endpoints.map(({ name, slo }) => ({ endpoint: endpoints.length === 1 ? null : name, slo })),
  };
};
