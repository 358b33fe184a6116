import { describe, expect, it } from 'vitest';
import { differencesFrom } from '../../../cli/plan/note-differences.ts';
import {
  type DialectName,
  decidedFor,
  decidedSettingsOf,
  dialects,
} from '../../../planner/settings/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

type Case = {
  readonly kind: DialectName;
  readonly inUse: object;
  readonly advised?: object;
  /** Requests that a simulated replica ran at once. */
  readonly slots?: number;
};

/** What is said of a file when its copy gets an advice. */
const saidOf = (text: string, { kind, inUse, advised = {}, slots = 1 }: Case): readonly string[] => {
  const policies = [inUse, { ...inUse, ...advised }].map((one) =>
    policySettingsSchema.parse({ kind, ...one }),
  );
  const decided = { policy: policies[1]!, inUse: policies[0]!, slotsPerReplica: slots };
  const dialect = dialects[kind];
  const own = dialect.readingOf(text);
  const copy = dialect.write(text, decidedFor(own, decidedSettingsOf(decided)));
  return differencesFrom({ own, copy: dialect.readingOf(copy), decided });
};

const overwrites = (key: string, values: readonly [unknown, unknown, unknown]): string => {
  const [own, simulated, written] = values.map((value) => JSON.stringify(value));
  return `${key} is ${own} in your file and ${simulated} in what was simulated: the copy has ${written}, for which the advice was made. To plan for yours, put it into force and record a run`;
};

const hpaInUse = { minReplicas: 1, maxReplicas: 10, metrics: [{ targetValue: 0.8 }] };

const trigger = (threshold: number, query = 'rate'): string =>
  `    - { type: prometheus, metricType: AverageValue, metadata: { query: ${query}, threshold: '${threshold}' } }\n`;
const scaledObject = (...triggers: readonly string[]): string => `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: score }
spec:
  scaleTargetRef: { name: score }
  minReplicaCount: 1
  maxReplicaCount: 10
  triggers:
${triggers.join('')}`;
const metric = (name: string, targetValue: number) => ({
  name,
  type: 'External',
  targetType: 'AverageValue',
  source: 'requestRate',
  targetValue,
});

describe("where the user's file and what was simulated differ", () => {
  it('each value is told that the copy changes and the advice does not name', () => {
    const text = dialects.hpa.write('', { minReplicas: 2, maxReplicas: 10, targetUtilization: 0.9 });
    expect(saidOf(text, { kind: 'hpa', inUse: hpaInUse, advised: { minReplicas: 3 } })).toEqual([
      overwrites('minReplicas', [2, 1, 3]),
      overwrites('targetUtilization', [0.9, 0.8, 0.8]),
    ]);
  });

  it('nothing is told of what the advice names, and of what the file leaves to the default', () => {
    const text = dialects.hpa.write('', { maxReplicas: 10, targetUtilization: 0.8 });
    expect(saidOf(text, { kind: 'hpa', inUse: hpaInUse, advised: { minReplicas: 3 } })).toEqual([]);
  });

  it('a default is not told as what the file says', () => {
    const text = dialects.hpa.write('', { minReplicas: 1, maxReplicas: 10 });
    expect(saidOf(text, { kind: 'hpa', inUse: { ...hpaInUse, metrics: [{ targetValue: 0.5 }] } })).toEqual([
      expect.stringContaining(
        'targetUtilization is 0.8 by default, as your file does not say it, and 0.5 in what was simulated',
      ),
    ]);
  });

  it('nothing is told of rules that the file leaves out and the server filled in', () => {
    const scaleDown = { stabilizationWindowSeconds: 30, selectPolicy: 'Max' as const };
    const policies = [{ type: 'Percent' as const, value: 100, periodSeconds: 15 }];
    const text = dialects.hpa.write('', {
      maxReplicas: 10,
      targetUtilization: 0.8,
      behavior: { scaleDown: { stabilizationWindowSeconds: 30, selectPolicy: 'Max' } },
    });
    const inUse = { ...hpaInUse, behavior: { scaleDown: { ...scaleDown, policies } } };
    expect(saidOf(text, { kind: 'hpa', inUse, advised: { minReplicas: 3 } })).toEqual([]);
  });

  it('a rule that the copy leaves as it is is told by itself, too', () => {
    const text = dialects.hpa.write('', {
      maxReplicas: 10,
      targetUtilization: 0.8,
      behavior: { scaleDown: { stabilizationWindowSeconds: 30, selectPolicy: 'Max' } },
    });
    const inUse = { ...hpaInUse, behavior: { scaleDown: { stabilizationWindowSeconds: 120 } } };
    expect(saidOf(text, { kind: 'hpa', inUse, advised: { minReplicas: 3 } })).toEqual([
      "behavior.scaleDown.stabilizationWindowSeconds is 30 in your file and 120 in what was simulated: it stays as it is. To plan for the file's value, put it into force and record a run",
    ]);
  });

  it('policies that differ are told in words', () => {
    const policiesOf = (value: number) => [{ type: 'Percent' as const, value, periodSeconds: 15 }];
    const scaleDownOf = (value: number) => ({
      scaleDown: { selectPolicy: 'Max' as const, policies: policiesOf(value) },
    });
    const text = dialects.hpa.write('', {
      maxReplicas: 10,
      targetUtilization: 0.8,
      behavior: scaleDownOf(50),
    });
    const inUse = { ...hpaInUse, behavior: scaleDownOf(100) };
    expect(saidOf(text, { kind: 'hpa', inUse, advised: { minReplicas: 3 } })).toEqual([
      expect.stringMatching(
        /^behavior\.scaleDown\.policies is 50 Percent in 15 s in your file and 100 Percent in 15 s in what was simulated: it stays/,
      ),
    ]);
  });

  it('a rule of the behavior is told by itself', () => {
    const rules = (stabilizationWindowSeconds: number) => ({
      scaleDown: { selectPolicy: 'Max' as const, stabilizationWindowSeconds },
    });
    const text = dialects.hpa.write('', {
      maxReplicas: 10,
      targetUtilization: 0.8,
      behavior: rules(30),
    });
    expect(
      saidOf(text, {
        kind: 'hpa',
        inUse: { ...hpaInUse, behavior: rules(120) },
        advised: { behavior: rules(60) },
      }),
    ).toEqual([overwrites('behavior.scaleDown.stabilizationWindowSeconds', [30, 120, 60])]);
  });

  it.each<
    Case & { readonly own: object; readonly key: string; readonly values: [unknown, unknown, unknown] }
  >([
    {
      kind: 'azureml-v1',
      inUse: { targetUtilization: 0.7 },
      own: { targetUtilization: 0.5 },
      key: 'targetUtilization',
      values: [0.5, 0.7, 0.7],
    },
    {
      kind: 'azureml-v2',
      inUse: { targetUtilization: 0.7 },
      own: { targetUtilization: 0.5 },
      key: 'targetUtilization',
      values: [0.5, 0.7, 0.7],
    },
    {
      kind: 'keda-http',
      inUse: { targetValue: 4 },
      own: { metric: 'concurrency', targetValue: 6 },
      key: 'targetValue',
      values: [6, 4, 4],
    },
    {
      kind: 'knative',
      inUse: { targetUtilization: 0.7 },
      own: { targetUtilization: 0.5 },
      key: 'targetUtilization',
      values: [0.5, 0.7, 0.7],
    },
    { kind: 'knative', inUse: { target: 4 }, own: { target: 50 }, key: 'target', values: [50, 4, 4] },
    { kind: 'knative', inUse: {}, own: { target: 50 }, key: 'target', values: [50, 100, 100] },
  ])('$kind tells it, too', ({ kind, inUse, own, key, values }) => {
    const bounds = { minReplicas: 1, maxReplicas: 10 };
    const text = dialects[kind].write('', { ...bounds, ...own });
    expect(saidOf(text, { kind, inUse: { ...bounds, ...inUse }, advised: { minReplicas: 2 } })).toEqual([
      overwrites(key, values),
    ]);
  });

  it.each([
    {
      kind: 'hpa' as const,
      inUse: hpaInUse,
      file: `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: score }
spec:
  scaleTargetRef: { name: score }
  minReplicaCount: 1
  maxReplicaCount: 20
  triggers:
    - type: cpu
      metricType: Utilization
      metadata: { value: '80' }
`,
    },
    {
      kind: 'knative' as const,
      inUse: { minReplicas: 1, maxReplicas: 10 },
      file: `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: score }
spec:
  predictor:
    minReplicas: 1
    maxReplicas: 20
    model: { modelFormat: { name: sklearn } }
`,
    },
  ])('in a file of KEDA or KServe ($kind), too', ({ kind, inUse, file }) => {
    expect(saidOf(file, { kind, inUse, advised: { minReplicas: 3 } })).toContain(
      overwrites('maxReplicas', [20, 10, 10]),
    );
  });

  it('the threshold of a trigger is told, moved by the advice or not', () => {
    const inUse = { minReplicas: 1, maxReplicas: 10, metrics: [metric('s0-prometheus', 15)] };
    const moved = { minReplicas: 3, metrics: [metric('s0-prometheus', 30)] };
    const said = (advised: object) => saidOf(scaledObject(trigger(25)), { kind: 'hpa', inUse, advised });
    expect(said(moved)).toEqual([overwrites('the target of s0-prometheus', [25, 15, 30])]);
    expect(said({ minReplicas: 3 })).toEqual([overwrites('the target of s0-prometheus', [25, 15, 15])]);
    expect(saidOf(scaledObject(trigger(15)), { kind: 'hpa', inUse, advised: moved })).toEqual([]);
  });

  it('a second trigger that the advice leaves alone is told, too', () => {
    const metrics = [metric('s0-prometheus', 15), metric('s1-prometheus', 4)];
    const inUse = { minReplicas: 1, maxReplicas: 10, metrics };
    expect(saidOf(scaledObject(trigger(15), trigger(6, 'queue')), { kind: 'hpa', inUse })).toEqual([
      "the target of s1-prometheus is 6 in your file and 4 in what was simulated: it stays as it is. To plan for the file's value, put it into force and record a run",
    ]);
  });

  it('no CPU target is told as simulated where other metrics were', () => {
    const cpu = "    - { type: cpu, metricType: Utilization, metadata: { value: '60' } }\n";
    const inUse = { minReplicas: 1, maxReplicas: 10, metrics: [metric('s0-prometheus', 15)] };
    expect(saidOf(scaledObject(trigger(15), cpu), { kind: 'hpa', inUse })).toEqual([
      expect.stringContaining('targetUtilization is 0.6 in your file and nothing in what was simulated'),
    ]);
  });

  describe('of Knative, where the limit of a container is below the target that was simulated', () => {
    const bounds = { minReplicas: 2, maxReplicas: 10 };
    const given = {
      kind: 'knative',
      inUse: { ...bounds, target: 6 },
      advised: { minReplicas: 4 },
      slots: 6,
    } as const;
    const fileWith = (target: object): string =>
      dialects.knative.write('', { ...bounds, ...target, slotsPerReplica: 3 });
    const stays = (text: string): string =>
      `${text} in what was simulated: it stays as it is. To plan for the file's value, put it into force and record a run`;

    it.each([
      [{}, 'target is 3 by containerConcurrency in your file and 6'],
      [{ target: 2 }, 'target is 2 in your file and 6'],
      [{ target: 6 }, 'target is 3 by containerConcurrency in your file and 6'],
    ])('the target of a file with %j stays, and limit and target are told', (own, text) => {
      const said = saidOf(fileWith(own), given);
      expect(said).toContain(stays(text));
      expect(said).toContain(stays('slotsPerReplica is 3 in your file and 6'));
      expect(said.join('\n')).not.toContain('the copy has 6');
    });

    it('the copy gets no target that would not count', () => {
      const text = fileWith({});
      const policy = policySettingsSchema.parse({ kind: 'knative', ...bounds, target: 6 });
      const copy = dialects.knative.write(
        text,
        decidedFor(dialects.knative.readingOf(text), decidedSettingsOf({ policy })),
      );
      expect(dialects.knative.read(copy).target).toBeUndefined();
      expect(dialects.knative.readingOf(copy).traps).toEqual(dialects.knative.readingOf(text).traps);
    });
  });

  it('nothing is told of slots as they were simulated', () => {
    const text = dialects.knative.write('', { minReplicas: 2, maxReplicas: 10, slotsPerReplica: 6 });
    const inUse = { minReplicas: 2, maxReplicas: 10, target: 6 };
    expect(saidOf(text, { kind: 'knative', inUse, slots: 6 })).toEqual([]);
  });
});

it('tells that the copy turns autoscaling on, and no bounds that the file does not have', () => {
  const inUse = { minReplicas: 2, maxReplicas: 20 };
  const texts = {
    'azureml-v2': 'endpoint_name: ep\ninstance_count: 4\nscale_settings:\n  type: default\n',
    'azureml-v1': '{"computeType": "AKS", "autoScaler": {"autoscaleEnabled": false}, "numReplicas": 4}',
  };
  for (const [kind, text] of Object.entries(texts)) {
    const said = saidOf(text, { kind: kind as DialectName, inUse, advised: { minReplicas: 8 } });
    expect(said[0]).toBe(
      'your file has no autoscaling and runs 4 replicas: the copy turns it on, from 8 to 20 replicas, as the advice was made for an autoscaler',
    );
    expect(said.join('\n')).not.toMatch(/(?:min|max)Replicas is/);
  }
});
