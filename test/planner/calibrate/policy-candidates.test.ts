import { expect, it } from 'vitest';
import { policyCandidates } from '../../../planner/calibrate/policy-candidates.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { fine, onKubernetes, recordingOf } from '../../builders/situation.ts';

it('tries the rules of Azure ML with one replica at least on a service that scales to zero', () => {
  const autoscaler = { kind: 'knative', metric: 'concurrency', target: 1, minReplicas: 0, maxReplicas: 10 };
  const recorded = recordedOf(recordingOf({ config: { ...onKubernetes, autoscaler }, ended: fine }));
  const candidates = policyCandidates(recorded, [], []);
  expect(candidates[0]).toMatchObject({ kind: 'knative', minReplicas: 0 });
  const azureml = candidates.filter(({ kind }) => kind.startsWith('azureml'));
  expect(azureml.length).toBeGreaterThan(0);
  for (const candidate of azureml) expect(candidate).toMatchObject({ minReplicas: 1, maxReplicas: 10 });
});
