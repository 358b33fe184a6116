import { readdirSync, readFileSync } from 'node:fs';
import type { PodObservation } from '../../../../planner/policies/index.ts';
import type { HpaSettings } from '../../../../runs/schema/policy.ts';
import { hpaSchema } from '../../../../runs/schema/rules/hpa.ts';

/** A pod as a real controller saw it; the README beside the histories tells what each field is. */
type RecordedPod = Pick<PodObservation, 'phase' | 'ageSeconds' | 'ready'> & {
  readonly readyForSeconds: number | null;
  readonly notReadyForSeconds?: number;
  readonly sample: {
    readonly milliCpu: number;
    readonly takenSecondsAgo: number;
    readonly windowSeconds: number;
  } | null;
};

/** One sync of a real controller. */
export type Sync = {
  readonly atSeconds: number;
  readonly currentReplicas: number;
  readonly pods: readonly RecordedPod[];
  readonly realRecommendation: number | null;
  readonly realDesired: number;
};

/** What a real HPA saw and did. */
export type History = {
  readonly name: string;
  readonly title: string;
  readonly settings: {
    readonly min: number;
    readonly max: number;
    readonly targetUtilizationPercent: number;
    readonly behavior?: object;
  };
  readonly settingsChanges?: readonly { readonly atSeconds: number; readonly maxReplicas: number }[];
  readonly requestMilliCpu: number;
  readonly syncs: readonly Sync[];
};

const folder = new URL('../../../fixtures/hpa-histories/', import.meta.url);

/** All eleven, in the order of their names. */
export const histories: readonly History[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file): History => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

/** The settings that were in force at a moment. */
export const settingsAt = ({ settings, settingsChanges = [] }: History, atSeconds: number): HpaSettings => {
  const changed = settingsChanges.findLast((change) => change.atSeconds <= atSeconds);
  return hpaSchema.parse({
    kind: 'hpa',
    minReplicas: settings.min,
    maxReplicas: changed?.maxReplicas ?? settings.max,
    metrics: [{ targetValue: settings.targetUtilizationPercent / 100 }],
    ...(settings.behavior !== undefined && { behavior: settings.behavior }),
  });
};

/** The pods of a sync as the policy takes them. */
export const podsOf = ({ pods }: Sync, requestMilliCpu: number): PodObservation[] =>
  pods.map(({ phase, ageSeconds, ready, readyForSeconds, notReadyForSeconds, sample }) => ({
    phase,
    ageSeconds,
    ready,
    readinessForSeconds: readyForSeconds ?? notReadyForSeconds ?? ageSeconds,
    requestsMilli: { cpu: requestMilliCpu },
    samples:
      sample === null
        ? {}
        : {
            cpu: {
              milli: sample.milliCpu,
              windowSeconds: sample.windowSeconds,
              takenSecondsAgo: sample.takenSecondsAgo,
            },
          },
  }));
