import { describe, expect, it } from 'vitest';
import { dialects, policySettingsOf } from '../../../planner/settings/index.ts';
import { trapText } from '../../../reports/words/settings/traps.ts';
import { dialectOf, userText } from './user-files.ts';

const readingOf = (name: string) => dialects[dialectOf(name)].readingOf(userText(name));

type Case = {
  readonly file: string;
  readonly settings: object;
  /** What must be said, with its line. */
  readonly says: readonly string[];
};

const cases: readonly Case[] = [
  {
    file: 'hpa-v2beta2-external.yaml',
    settings: {
      minReplicas: 1,
      maxReplicas: 3,
      targetUtilization: 0.8,
      otherTargets: {
        'lb.example.com|https|backend_latencies': { targetType: 'AverageValue', value: 0.05 },
      },
    },
    says: [
      'autoscaling/v2beta2 is an old version of the API (line 1)',
      'the External metric lb.example.com|https|backend_latencies (AverageValue 50m) is not simulated (line 16)',
    ],
  },
  {
    file: 'hpa-external-value-only.yaml',
    settings: { maxReplicas: 10, otherTargets: { queue_length: { targetType: 'Value', value: 6 } } },
    says: ['the External metric queue_length (Value 6) is not simulated (line 9)'],
  },
  {
    file: 'hpa-type-against-field.yaml',
    settings: { minReplicas: 2, maxReplicas: 6 },
    says: ['requests is of type AverageValue, but its number stands under value (line 10)'],
  },
  {
    file: 'hpa-memory-only.yaml',
    settings: {
      minReplicas: 1,
      maxReplicas: 10,
      otherTargets: { memory: { targetType: 'AverageValue', value: 800 * 2 ** 20 } },
    },
    says: ['the Resource metric memory (AverageValue 800Mi) is not simulated (line 10)'],
  },
  {
    file: 'hpa-v1.yaml',
    settings: { minReplicas: 2, maxReplicas: 4, targetUtilization: 0.5 },
    says: ['autoscaling/v1 is an old version of the API (line 1)'],
  },
  {
    file: 'hpa-in-list.yaml',
    settings: { minReplicas: 2, maxReplicas: 20, targetUtilization: 0.65 },
    says: [],
  },
  {
    file: 'hpa-slipped-behavior.yaml',
    settings: { minReplicas: 2, maxReplicas: 20, targetUtilization: 0.65 },
    says: ['spec.scaleDown has no effect in this place (line 9): it belongs at spec.behavior.scaleDown'],
  },
  {
    file: 'hpa-four-metrics.yaml',
    settings: {
      minReplicas: 15,
      maxReplicas: 120,
      targetUtilization: 0.7,
      averageValues: { inflight: 1.5, p99: 0.5 },
      otherTargets: { lag: { targetType: 'AverageValue', value: 2048 } },
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Percent', value: 100, periodSeconds: 60 },
            { type: 'Pods', value: 4, periodSeconds: 60 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 300,
          selectPolicy: 'Min',
          tolerance: 0.05,
          policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
        },
      },
    },
    says: [
      'only the name of inflight says what it counts: it is taken for requests in flight',
      'the Pods metric p99 (AverageValue 0.5) is not simulated',
      'the External metric lag (AverageValue 2Ki) is not simulated',
    ],
  },
  {
    file: 'hpa-alias.yaml',
    settings: {
      minReplicas: 2,
      maxReplicas: 9,
      targetUtilization: 0.6,
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: 600,
          selectPolicy: 'Max',
          policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
        },
      },
    },
    says: [],
  },
  {
    file: 'keda-http-old-fields.yaml',
    settings: { metric: 'concurrency', targetValue: 100, minReplicas: 0, maxReplicas: 10 },
    says: [],
  },
  {
    file: 'keda-http-with-deployment.yaml',
    settings: {
      metric: 'requestRate',
      targetValue: 2,
      windowSeconds: 10,
      granularitySeconds: 1,
      minReplicas: 0,
      maxReplicas: 1,
      cooldownSeconds: 60,
    },
    says: [],
  },
  {
    file: 'scaled-object-cron.yaml',
    settings: {
      minReplicas: 44,
      maxReplicas: 89,
      otherTargets: { 's1-prometheus': { targetType: 'Value', value: 50 } },
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: 3600,
          selectPolicy: 'Max',
          policies: [{ type: 'Percent', value: 10, periodSeconds: 600 }],
        },
      },
    },
    says: [
      'the cron metric cron (desiredReplicas 89) is not simulated',
      'the prometheus metric prometheus (Value threshold 50) is not simulated',
    ],
  },
  {
    file: 'inference-service.yaml',
    settings: {
      minReplicas: 1,
      maxReplicas: 6,
      slotsPerReplica: 2,
      requestTimeoutMs: 30_000,
      metric: 'requestRate',
      target: 10,
    },
    says: [
      'metadata.annotations.autoscaling.knative.dev/target (70) is set a second time beside spec.predictor.scaleTarget, which counts (line 5)',
    ],
  },
  {
    file: 'knative-annotation-outside.yaml',
    settings: {
      metric: 'requestRate',
      target: 70,
      minReplicas: 1,
      slotsPerReplica: 10,
      requestTimeoutMs: 60_000,
    },
    says: [
      'metadata.annotations.autoscaling.knative.dev/max-scale has no effect in this place (line 5): it belongs at spec.template.metadata.annotations',
    ],
  },
  { file: 'knative-class-hpa.yaml', settings: { targetUtilization: 0.8 }, says: [] },
  {
    file: 'knative-slips.yaml',
    settings: {},
    says: [
      'spec.template.annotations has no effect in this place (line 6): it belongs at spec.template.metadata.annotations',
      'spec.template.spec.containerConcurency is not a key that the platform knows: it is refused, or has no effect (line 8): did you mean containerConcurrency?',
    ],
  },
  {
    file: 'azureml-v2-type-default.yml',
    settings: {
      minReplicas: 1,
      maxReplicas: 1,
      slotsPerReplica: 1,
      requestTimeoutMs: 3000,
      queueWaitMs: 3000,
    },
    says: ['a request may wait 3 s in the queue and times out after 3 s (line 7)'],
  },
  {
    file: 'azureml-v2-target.yml',
    settings: {
      minReplicas: 1,
      maxReplicas: 3,
      targetUtilization: 0.5,
      refreshSeconds: 10,
      slotsPerReplica: 4,
      requestTimeoutMs: 90_000,
    },
    says: [],
  },
  {
    file: 'azureml-v1-bom-crlf.json',
    settings: { minReplicas: 1, maxReplicas: 3, targetUtilization: 0.7, refreshSeconds: 1 },
    says: [],
  },
  {
    file: 'azureml-v1-crlf.json',
    settings: { minReplicas: 1, maxReplicas: 3, targetUtilization: 0.7, refreshSeconds: 1 },
    says: [],
  },
];

describe('what people have is understood', () => {
  it.each(cases)('$file', ({ file, settings, says }) => {
    const reading = readingOf(file);
    expect(reading.settings).toEqual(settings);
    const said = reading.traps.map(trapText).join('\n');
    for (const part of says) expect(said).toContain(part);
  });
});

describe('the policy of an HPA', () => {
  it.each([
    ['hpa-external-value-only.yaml', 'queue_length'],
    ['hpa-memory-only.yaml', 'memory'],
    ['hpa-type-against-field.yaml', 'requests'],
    ['scaled-object-cron.yaml', 'cron, prometheus'],
  ])('%s is refused, and never taken for one on CPU at 80 %%', (file, metrics) => {
    expect(() => policySettingsOf('hpa', readingOf(file))).toThrow(
      `no simulation follows what this autoscaler scales on: ${metrics}`,
    );
  });

  it('leaves out the metrics that it can not follow, and no others', () => {
    const { metrics } = policySettingsOf('hpa', readingOf('hpa-four-metrics.yaml')) as {
      metrics: readonly object[];
    };
    expect(metrics).toMatchObject([
      { name: 'cpu', type: 'ContainerResource', container: 'api', targetValue: 0.7 },
      { name: 'inflight', source: 'concurrency', targetValue: 1.5 },
    ]);
  });

  it('that Knative makes is on CPU, with the bounds that Knative gives it', () => {
    expect(policySettingsOf('hpa', readingOf('knative-class-hpa.yaml'))).toMatchObject({
      minReplicas: 1,
      maxReplicas: 2 ** 31 - 1,
      metrics: [{ name: 'cpu', targetValue: 0.8 }],
    });
    expect(() => dialects.knative.readingOf(userText('knative-class-hpa.yaml'))).toThrow(
      'no Knative Service or InferenceService with the rules of knative among',
    );
  });
});

describe('writing into what people have', () => {
  it('keeps a behavior that nobody decided, with its comments and anchors', () => {
    const before = userText('hpa-four-metrics.yaml');
    const after = dialects.hpa.write(before, { minReplicas: 15, maxReplicas: 120, targetUtilization: 0.6 });
    expect(after).toBe(before.replace('averageUtilization: 70', 'averageUtilization: 60'));
  });

  it('sets the target of autoscaling/v1 in its own field, and refuses what has none', () => {
    const before = userText('hpa-v1.yaml');
    expect(dialects.hpa.write(before, { targetUtilization: 0.6 })).toBe(before.replace(': 50', ': 60'));
    const behavior = { scaleDown: { selectPolicy: 'Min', stabilizationWindowSeconds: 60 } } as const;
    expect(() => dialects.hpa.write(before, { behavior })).toThrow(/no place for behavior/);
  });

  it('refuses to change rules that an alias shares', () => {
    const behavior = { scaleDown: { selectPolicy: 'Min', stabilizationWindowSeconds: 60 } } as const;
    expect(() => dialects.hpa.write(userText('hpa-alias.yaml'), { behavior })).toThrow(/alias/);
  });

  it.each(['scale_settings:\n  min_instances: 2\n', 'name: blue\ntype: kubernetes\n'])(
    'gives scale settings of Azure ML v2 the type that their schema requires: %j',
    (before) => {
      const after = dialects['azureml-v2'].write(before, { minReplicas: 3, maxReplicas: 9 });
      expect(after).toContain('type: target_utilization');
      expect(dialects['azureml-v2'].read(after)).toEqual({ minReplicas: 3, maxReplicas: 9 });
    },
  );

  it('keeps the mark at the beginning and the line ends', () => {
    const before = userText('azureml-v1-bom-crlf.json');
    const after = dialects['azureml-v1'].write(before, { minReplicas: 4 });
    expect(after).toBe(before.replace('"minReplicas": 1', '"minReplicas": 4'));
    expect(after.startsWith('\uFEFF{\r\n')).toBe(true);
  });
});
