import { describe, expect, it } from 'vitest';
import { withoutItsMetric } from '../../../planner/settings/decided-metric.ts';
import { changesTo, dialects } from '../../../planner/settings/index.ts';

const service = (annotations: string): string => `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: score }
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/min-scale: '2' # keep two
${annotations}    spec: { containers: [{ image: score }] }
`;
const target = "        autoscaling.knative.dev/target: '3'\n";
const rps = '        autoscaling.knative.dev/metric: rps\n';

const inferenceService = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: score }
spec:
  predictor:
    minReplicas: 2
    scaleTarget: 3
`;

const httpScaledObject = `apiVersion: http.keda.sh/v1alpha1
kind: HTTPScaledObject
metadata: { name: score }
spec:
  scaleTargetRef: { name: score, service: score, port: 80 }
  replicas: { min: 2, max: 20 }
  scalingMetric: { requestRate: { targetValue: 100 } }
`;

describe('a file that exists', () => {
  it.each([
    ['a Knative Service', service(target)],
    ['an InferenceService', inferenceService],
  ])('%s gets no word of the metric that it follows by default', (_name, text) => {
    const decided = { minReplicas: 4, metric: 'concurrency' } as const;
    const own = dialects.knative.readingOf(text);
    expect(dialects.knative.write(text, withoutItsMetric(own, decided))).toBe(
      text.replace("min-scale: '2'", "min-scale: '4'").replace('minReplicas: 2', 'minReplicas: 4'),
    );
  });

  it.each([
    ['says another target than was simulated', service(target), 4, service(target.replace('3', '4'))],
    ['says the same', service(target), 3, service(target)],
    ['leaves it to the default', service(''), 100, service('')],
    [
      'leaves it to the limit of its container',
      service('').replace('{ containers', '{ containerConcurrency: 2, containers'),
      2,
      service('').replace('{ containers', '{ containerConcurrency: 2, containers'),
    ],
  ])('of Knative that %s', (_name, text, simulated, written) => {
    const decided = { metric: 'concurrency', target: simulated } as const;
    const own = dialects.knative.readingOf(text);
    expect(dialects.knative.write(text, withoutItsMetric(own, decided))).toBe(written);
  });

  it.each([
    ['knative', service(target + rps), 'concurrency', 'requestRate'],
    ['knative', service(''), 'requestRate', 'concurrency'],
    ['keda-http', httpScaledObject, 'concurrency', 'requestRate'],
  ] as const)('of %s that follows another metric is refused', (dialect, text, simulated, followed) => {
    const own = dialects[dialect].readingOf(text);
    expect(() => withoutItsMetric(own, { minReplicas: 4, metric: simulated })).toThrow(
      `the plan was made for the metric ${simulated}, and the autoscaler there follows ${followed}`,
    );
  });
});

describe('a live object', () => {
  const live = (annotations: object) => ({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'score' },
    spec: { template: { metadata: { annotations }, spec: {} } },
  });

  it('gets no word of the metric that it follows by default', () => {
    const changes = changesTo(live({ 'autoscaling.knative.dev/min-scale': '2' }), 'knative', {
      minReplicas: 4,
      metric: 'concurrency',
    });
    expect(changes.map(({ path }) => path.at(-1))).toEqual(['autoscaling.knative.dev/min-scale']);
  });

  it('that follows another metric is refused', () => {
    const other = live({ 'autoscaling.knative.dev/metric': 'rps' });
    expect(() => changesTo(other, 'knative', { metric: 'concurrency' })).toThrow('follows requestRate');
  });
});
