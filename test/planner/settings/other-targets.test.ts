import { describe, expect, it } from 'vitest';
import { changesTo, decidedFor, dialects, type ScalingSettings } from '../../../planner/settings/index.ts';

const scaledObject = (triggers: string, advanced = ''): string => `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: score }
spec:
  scaleTargetRef: { name: score }
  minReplicaCount: 2
${advanced}  triggers:
${triggers}`;

const prometheus = `    - type: prometheus
      metricType: AverageValue
      metadata:
        query: sum(rate(http_requests_total[1m]))
        threshold: '15' # requests/s of each replica
`;
const kafka = `    - type: kafka
      metadata: { topic: jobs, lagThreshold: "50" }
`;
const cpu = `    - type: cpu
      metricType: Utilization
      metadata: { value: "60" }
`;
const formula = `  advanced:
    scalingModifiers: { formula: s0 * 2, target: "8", metricType: Value }
`;

const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: score }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: score }
  maxReplicas: 20
  metrics:
    - type: External
      external:
        metric: { name: requests }
        target: { type: AverageValue, averageValue: '15' }
    - type: Object
      object:
        describedObject: { apiVersion: networking.k8s.io/v1, kind: Ingress, name: score }
        metric: { name: hits }
        target: { type: Value, value: 2k }
    - type: Resource
      resource: { name: memory, target: { type: Utilization, averageUtilization: 80 } }
`;

/** Settings that a plan decided for one metric. */
const target = (
  name: string,
  value: number,
  targetType: 'AverageValue' | 'Value' | 'Utilization' = 'AverageValue',
): ScalingSettings => ({ otherTargets: { [name]: { targetType, value } } });

const patched = (text: string, decided: ScalingSettings): string =>
  dialects.hpa.write(text, decidedFor(dialects.hpa.readingOf(text), decided));

describe('the target of a metric that the config describes', () => {
  it.each([
    ['the first trigger', scaledObject(prometheus + cpu), target('s0-prometheus', 30), "'15'", "'30'"],
    ['a later trigger', scaledObject(cpu + prometheus), target('s1-prometheus', 7.5), "'15'", "'7.5'"],
    ['a trigger by its type', scaledObject(prometheus), target('prometheus', 30), "'15'", "'30'"],
    [
      'a trigger whose metric has another name than its type',
      scaledObject("    - { type: metrics-api, metadata: { url: 'http://score/load', targetValue: '5' } }\n"),
      target('s0-metric-api-load', 8),
      "'5'",
      "'8'",
    ],
    ['a queue that its name goes on with', scaledObject(kafka), target('s0-kafka-jobs', 20), '"50"', '"20"'],
    [
      'a formula',
      scaledObject(prometheus, formula),
      target('composite-metric', 9, 'Value'),
      'target: "8"',
      'target: "9"',
    ],
    ['an External metric', hpa, target('requests', 0.5), "'15'", "'500m'"],
    ['an Object metric', hpa, target('hits', 3000, 'Value'), 'value: 2k', 'value: "3000"'],
    ['memory', hpa, target('memory', 0.7, 'Utilization'), 'Utilization: 80', 'Utilization: 70'],
  ])('is written where the file has it: %s', (_name, text, decided, before, after) => {
    expect(patched(text, decided)).toBe(text.replace(before, after));
  });

  it.each([
    ['of another type', scaledObject(cpu), target('s0-prometheus', 30)],
    ['at another place', scaledObject(cpu + prometheus), target('s0-prometheus', 30)],
    ['with a target of another type', scaledObject(prometheus), target('s0-prometheus', 30, 'Value')],
    ['behind a formula', scaledObject(prometheus, formula), target('s0-prometheus', 30)],
    ['of another name', hpa, target('rate', 30)],
    ['of another kind of target', hpa, target('hits', 30)],
  ])('is refused for a file with a metric %s', (_name, text, decided) => {
    expect(() => patched(text, decided)).toThrow('has no such metric: it follows');
  });

  it('is refused where two metrics have its name, or where its place is not known', () => {
    const twice = hpa
      .replace('name: hits', 'name: requests')
      .replace('Value, value: 2k', 'AverageValue, averageValue: 2k');
    expect(() => patched(twice, target('requests', 30))).toThrow('more than one metric of this autoscaler');
    const unknown = scaledObject('    - type: nsq\n      metadata: { depthThreshold: "4" }\n');
    expect(() => patched(unknown, target('s0-nsq-jobs', 30))).toThrow(
      'the place of the target of s0-nsq is not known in this file',
    );
  });

  it('is refused where no metric can be: in autoscaling/v1, and in a new file', () => {
    const v1 = 'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nspec: { maxReplicas: 3 }\n';
    expect(() => patched(v1, target('requests', 30))).toThrow('no place for otherTargets');
    expect(() => dialects.hpa.write('', target('requests', 30))).toThrow('it follows nothing');
  });

  it('is a change of the live object', () => {
    const triggers = (threshold: string) => [{ type: 'prometheus', metadata: { threshold } }];
    const live = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'score' },
      spec: { scaleTargetRef: { name: 'score' }, minReplicaCount: 2, triggers: triggers('25') },
    };
    expect(changesTo(live, 'hpa', { minReplicas: 2, ...target('s0-prometheus', 30) })).toEqual([
      { path: ['spec', 'triggers'], before: triggers('25'), after: triggers('30') },
    ]);
  });
});
