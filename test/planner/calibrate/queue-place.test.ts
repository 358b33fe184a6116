import { describe, expect, it } from 'vitest';
import { calibrateQueuePlace } from '../../../planner/calibrate/queue-place.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';

const placeOn = (kind: string, autoscaler: object) => {
  const run = completeRun({}, { ...spikeConfig, target: { ...spikeConfig.target, kind }, autoscaler });
  return calibrateQueuePlace([recordedOf({ run, load: [], cluster: [], droppedLines: 0 })]);
};

describe('where requests wait', () => {
  it.each([
    ['aks-v1', { kind: 'azureml-v1' }],
    ['aks-v2', { kind: 'azureml-v2' }],
  ])('is in one queue, as documented, on %s', (kind, autoscaler) => {
    expect(placeOn(kind, autoscaler)).toMatchObject({
      queuePlace: { value: 'router', provenance: 'documented', note: { place: 'router' } },
      warnings: [],
    });
  });

  it.each([
    { kind: 'hpa', maxReplicas: 9, metrics: [{ targetValue: 0.5 }] },
    { kind: 'keda-http' },
    { kind: 'knative' },
  ])('is one queue by assumption, which is said, where each replica has its own: %j', (autoscaler) => {
    expect(placeOn('kubernetes', autoscaler)).toMatchObject({
      queuePlace: { value: 'router', provenance: 'assumed', note: { code: 'queuePlace', place: 'replica' } },
      warnings: [{ code: 'oneQueueAssumed' }],
    });
  });
});
