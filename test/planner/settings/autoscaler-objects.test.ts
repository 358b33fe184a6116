import { describe, expect, it } from 'vitest';
import { dialects, lintText } from '../../../planner/settings/index.ts';
import { trapText } from '../../../reports/words/settings/traps.ts';

/** What is said of a file: refusals with their line and fix, then traps. */
const saidOf = (text: string): string => {
  const { readings, refused } = lintText(text);
  const traps = readings.flatMap((reading) => reading.traps).map(trapText);
  return [...refused.map(({ what, where, fix }) => `${what} (${where}): ${fix}`), ...traps].join('\n');
};

const scaledObject = (...lines: readonly string[]): string => `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: score }
spec:
  scaleTargetRef: { name: score }
  minReplicaCount: 2
${lines.map((line) => `  ${line}\n`).join('')}  triggers:
    - { type: prometheus, name: rate, metadata: { threshold: '15' } }
    - { type: cpu, metricType: Utilization, metadata: { value: '60' } }
    - { type: memory, metricType: Utilization, metadata: { value: '80' } }
`;

describe('a ScaledObject', () => {
  it('that idles below its minimum is told to be planned for without', () => {
    expect(saidOf(scaledObject('idleReplicaCount: 0'))).toContain(
      'spec.idleReplicaCount is 0: while no trigger is active KEDA keeps that many, not the minimum of 2, which is not simulated (line 7)',
    );
  });

  it('whose fallback is above its maximum is told that the maximum ends it', () => {
    const fallback = 'fallback: { failureThreshold: 3, replicas: 40 }';
    expect(saidOf(scaledObject('maxReplicaCount: 20', fallback))).toContain(
      'warning: spec.fallback.replicas is 40, above the maximum of 20, which ends it: a fallback sets no more than that (line 8): lower it',
    );
    expect(saidOf(scaledObject(fallback))).not.toContain('fallback');
  });

  it('without a minimum is told that 0 counts, at no line', () => {
    const text = scaledObject().replace('  minReplicaCount: 2\n', '');
    expect(saidOf(text)).toContain(
      'spec.minReplicaCount is not set, and 0 by default: KEDA itself takes the last replica and brings the first one, which is not simulated: what',
    );
  });

  it.each([
    [scaledObject('idleReplicaCount: 2'), 'the minimum of 2 replicas only (line 7): set 0'],
    [
      scaledObject('idleReplicaCount: 0').replace('minReplicaCount: 2', 'minReplicaCount: 0'),
      'the minimum of 0 replicas only (line 7): remove it',
    ],
  ])('that idles with as many as its minimum is refused by KEDA', (text, said) => {
    expect(saidOf(text)).toContain(said);
  });

  it('with a formula follows one metric that is made of its triggers, beside CPU and memory', () => {
    const text = scaledObject("advanced: { scalingModifiers: { formula: 'rate * 2', target: '10' } }");
    expect(dialects.hpa.readingOf(text).otherMetrics).toEqual([
      { type: 'memory', name: 'memory', hpaName: 'memory', target: 'Utilization value 80' },
      { type: 'composite', name: 'rate * 2', hpaName: 'composite-metric', target: 'target 10' },
    ]);
    expect(saidOf(text)).toContain('the composite metric rate * 2 (target 10) is not simulated');
    expect(saidOf(text)).not.toContain('prometheus');
  });

  it('with rules that the API refuses names each of them', () => {
    const behavior =
      'advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 4000, policies: [{ type: Pods, value: 0, periodSeconds: 15 }] } } } }';
    const path = 'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown';
    expect(saidOf(scaledObject(behavior))).toBe(
      `${path}.stabilizationWindowSeconds is 4000 (line 7): expected at most 3600\n` +
        `${path}.policies.0.value is 0 (line 7): expected above 0`,
    );
  });

  it('with a word in place of rules is refused', () => {
    const behavior = 'advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: fast } } }';
    expect(saidOf(scaledObject(behavior))).toContain('behavior.scaleUp is "fast" (line 7): write a set of');
  });
});

describe('of several autoscalers of one file', () => {
  const other = scaledObject().replaceAll('name: score }', 'name: other }');
  const both = `${other}---\n${scaledObject()}`;
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' };

  it.each([
    ['of the recorded name', { name: 'score' }],
    [
      'of which KEDA made the recorded HPA',
      { name: 'keda-hpa-score', source: { kind: 'ScaledObject', name: 'score' } },
    ],
    ['that scales what was recorded', { name: 'web', target }],
  ])('the one %s is meant', (_how, names) => {
    expect(dialects.hpa.readingOf(both, names)).toMatchObject({
      name: 'score',
      kind: 'ScaledObject',
      target: { kind: 'Deployment', name: 'score' },
    });
    expect(dialects.hpa.write(both, { minReplicas: 5 }, names)).toBe(
      `${other}---\n${scaledObject().replace('minReplicaCount: 2', 'minReplicaCount: 5')}`,
    );
  });

  it('none is, where none is known', () => {
    expect(() => dialects.hpa.readingOf(both, { name: 'web' })).toThrow(
      '2 HorizontalPodAutoscaler or ScaledObject',
    );
  });
});

describe('objects of one file', () => {
  const hpa = (name: string, target: string): string =>
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: ${name} }\nspec:\n  maxReplicas: 9\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }\n`;
  const deployment = (more: string, metadata = ''): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: score${metadata} }\nspec:\n  ${more}\n`;
  const sharedIn = (...documents: readonly string[]): readonly string[] =>
    lintText(documents.join('---\n')).shared.map(
      ({ object, trap }) => `${object}: ${trap.rule} ${trap.line}`,
    );

  it('that scale one workload are told, of one after the other', () => {
    const other = scaledObject().replace('name: score }\nspec', 'name: keda }\nspec');
    expect(sharedIn(hpa('a', 'score'), hpa('b', 'other'), other)).toEqual(['keda: second-autoscaler 19']);
    expect(sharedIn(hpa('a', 'score'), hpa('a', 'other'))).toEqual([]);
  });

  it('set replicas that an autoscaler sets, too, unless a server filled them in', () => {
    expect(sharedIn(deployment('replicas: 3'), hpa('a', 'score'))).toEqual(['score: replicas-set-by-file 5']);
    expect(sharedIn(deployment('paused: false'), hpa('a', 'score'))).toEqual([]);
    expect(sharedIn(deployment('replicas: 3'), hpa('a', 'other'))).toEqual([]);
    expect(sharedIn(deployment('replicas: 3', ', uid: 1-2'), hpa('a', 'score'))).toEqual([]);
  });

  const containers = (...resources: readonly string[]): string =>
    `template: { spec: { containers: [${resources.map((one, i) => `{ name: c${i}, resources: ${one} }`).join(', ')}] } }`;
  const following = (metric: string, more = ''): string =>
    `${hpa('a', 'score')}  metrics: [${metric}]\n${more}`;
  const cpu = (percent: number): string =>
    `{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: ${percent} } } }`;
  const small = '{ requests: { cpu: 500m }, limits: { cpu: 500m } }';

  it('with a limit below the request are refused by the API server', () => {
    const faulty = deployment(
      containers('{ requests: { cpu: 500m, memory: 1Gi }, limits: { cpu: 400m, memory: 1Gi } }'),
    );
    expect(sharedIn(faulty, following(cpu(60)))).toEqual(['score: limit-below-request 5']);
    expect(sharedIn(faulty, following(cpu(90)))).toEqual([
      'score: limit-below-request 5',
      'a: target-out-of-reach 13',
    ]);
    expect(sharedIn(faulty, hpa('a', 'other'))).toEqual([]);
  });

  it('of which the limits keep the target out of reach are told', () => {
    const of = (percent: number, ...resources: readonly string[]) =>
      sharedIn(deployment(containers(...resources)), following(cpu(percent))).length;
    expect(of(120, small)).toBe(1);
    expect(of(91, small), 'usage of 100 % is within the tolerance of 10 %').toBe(1);
    expect(of(90, small)).toBe(0);
    expect(of(120, small, '{ requests: { cpu: 500m }, limits: { cpu: 1500m } }')).toBe(0);
    expect(of(120, small, '{ requests: { cpu: 500m } }'), 'a container without a limit').toBe(0);
    const exact = following(cpu(91), '  behavior: { scaleUp: { tolerance: "0.01" } }\n');
    expect(sharedIn(deployment(containers(small)), exact)).toEqual([]);
  });

  it('of which the limits keep a target of one container, of autoscaling/v1 or of KEDA out of reach are told too', () => {
    const score = deployment(containers(small, '{ requests: { cpu: 500m } }'));
    const ofContainer = cpu(95).replace('Resource, resource:', 'ContainerResource, containerResource:');
    const first = ofContainer.replace('name: cpu', 'name: cpu, container: c0');
    const second = ofContainer.replace('name: cpu', 'name: cpu, container: c1');
    expect(sharedIn(score, following(first))).toHaveLength(1);
    expect(sharedIn(score, following(second))).toEqual([]);
    const v1 = `${hpa('a', 'score').replace('autoscaling/v2', 'autoscaling/v1')}  targetCPUUtilizationPercentage: 95\n`;
    expect(sharedIn(deployment(containers(small)), v1)).toEqual(['a: target-out-of-reach 13']);
    const keda = scaledObject().replace("value: '60'", "value: '95'");
    expect(sharedIn(deployment(containers(small)), keda)).toEqual(['score: target-out-of-reach 15']);
  });

  it('that only count for a ScaledObject are no second autoscaler', () => {
    const counter = (annotations: string): string =>
      `apiVersion: http.keda.sh/v1alpha1\nkind: HTTPScaledObject\nmetadata:\n  name: counter\n  annotations: ${annotations}\nspec:\n  scaleTargetRef: { name: score, service: score, port: 80 }\n`;
    const skip = "{ httpscaledobject.keda.sh/skip-scaledobject-creation: 'true' }";
    expect(sharedIn(scaledObject(), counter(skip))).toEqual([]);
    expect(sharedIn(scaledObject(), counter('{}'))).toEqual(['counter: second-autoscaler 18']);
  });

  it('that only count for a ScaledObject take no bounds, which would have no effect', () => {
    const counter = (skip: string): string =>
      `apiVersion: http.keda.sh/v1alpha1\nkind: HTTPScaledObject\nmetadata:\n  name: counter\n  annotations: { httpscaledobject.keda.sh/skip-scaledobject-creation: '${skip}' }\nspec:\n  replicas: { min: 1, max: 9 }\n  scalingMetric: { concurrency: { targetValue: 4 } }\n`;
    const write = (skip: string, settings: object) => dialects['keda-http'].write(counter(skip), settings);
    expect(() => write('true', { minReplicas: 6 })).toThrow('those of your own ScaledObject are in force');
    expect(() => write('true', { minReplicas: 6, maxReplicas: 9 })).toThrow(
      expect.objectContaining({
        details: [
          expect.objectContaining({
            fix: 'write them into your ScaledObject: minReplicaCount 6, maxReplicaCount 9',
          }),
        ],
      }),
    );
    expect(write('false', { minReplicas: 6 })).toContain('min: 6, max: 9');
    expect(write('true', { targetValue: 5 })).toContain('min: 1, max: 9');
  });
});

it.each([
  [
    'a Knative Service',
    `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: score }
spec: { template: { spec: { containers: [{ name: model, resources: { requests: { cpu: 500m }, limits: { cpu: 400m } } }] } } }
`,
    'error: the cpu limit of container model is 400m, below its request of 500m',
  ],
  [
    'a deployment of Azure ML',
    'name: blue\nendpoint_name: score\ntype: kubernetes\nresources: { requests: { cpu: "1", memory: 2Gi }, limits: { cpu: "2", memory: 1Gi } }\n',
    'error: the memory limit is 1Gi, below its request of 2Gi',
  ],
])('%s with a limit below the request is told', (_name, text, said) => {
  expect(saidOf(text)).toContain(said);
});

it('an HTTPScaledObject with two metrics is refused by the add-on', () => {
  const text = `apiVersion: http.keda.sh/v1alpha1
kind: HTTPScaledObject
metadata: { name: score }
spec:
  scalingMetric:
    concurrency: { targetValue: 1 }
    requestRate: { targetValue: 100 }
`;
  expect(saidOf(text)).toBe(
    'error: spec.scalingMetric.concurrency and spec.scalingMetric.requestRate exclude each other: the object is refused (line 5): keep one of them',
  );
});

describe('an InferenceService', () => {
  const service = (annotations: object, predictor: object = {}): string =>
    JSON.stringify({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'score', annotations },
      spec: { predictor: { maxReplicas: 4, ...predictor } },
    });
  const kserve = (key: string): string => `serving.kserve.io/${key}`;
  const autoScaling = { autoScaling: { metrics: [{ type: 'External' }] } };

  it.each([
    ['KEDA', service({ [kserve('autoscalerClass')]: 'keda' })],
    ['KEDA', service({ [kserve('deploymentMode')]: 'Standard', [kserve('autoscalerClass')]: 'keda' })],
    ['KEDA', service({}, autoScaling)],
    ['an HPA', service({ [kserve('autoscalerClass')]: 'hpa' })],
    ['an HPA', service({ [kserve('deploymentMode')]: 'RawDeployment' })],
    ['an HPA', service({ 'autoscaling.knative.dev/class': 'hpa.autoscaling.knative.dev' })],
    ['nothing', service({ [kserve('autoscalerClass')]: 'none' })],
    ['something of your own', service({ [kserve('autoscalerClass')]: 'external' })],
  ])('that is scaled by %s is not read by the rules of Knative', (by, text) => {
    expect(saidOf(text)).toMatch(
      new RegExp(`^this InferenceService is scaled by ${by} \\(.*\\), not by the rules of Knative`),
    );
  });

  it('on Knative is read whatever class it names, which has no effect there', () => {
    const text = service({
      [kserve('deploymentMode')]: 'Serverless',
      [kserve('autoscalerClass')]: 'keda',
    });
    expect(saidOf(text)).toBe('');
  });
});
