import { describe, expect, it } from 'vitest';
import { type DialectName, dialects, lintText } from '../../../planner/settings/index.ts';
import { trapText } from '../../../reports/words/settings/traps.ts';
import { userText } from './user-files.ts';

const rulesIn = (dialect: DialectName, text: string): string[] =>
  dialects[dialect].readingOf(text).traps.map(({ level, rule }) => `${level} ${rule}`);

/** A v2 deployment without traps, with these lines put in place of its own. */
const v2 = (changes: Record<string, string> = {}): string => {
  const lines = {
    scale: 'scale_settings: {type: target_utilization, min_instances: 2, max_instances: 8}',
    request: 'request_settings: {request_timeout_ms: 8000, max_queue_wait_ms: 500}',
    other: '',
    ...changes,
  };
  return `type: kubernetes\n${Object.values(lines).join('\n')}\n`;
};

describe('a metric that an HPA follows with two targets', () => {
  const text = [
    'apiVersion: autoscaling/v2',
    'kind: HorizontalPodAutoscaler',
    'spec:',
    '  maxReplicas: 9',
    '  metrics:',
    ...['{name: in_flight}', '{name: in_flight, selector: {matchLabels: {path: b}}}'].map(
      (metric, i) =>
        `    - {type: Pods, pods: {metric: ${metric}, target: {type: AverageValue, averageValue: ${['700m', '900m'][i]}}}}`,
    ),
    '',
  ].join('\n');

  it('is read where it is written, at the first, and the other is told', () => {
    const { settings, traps } = dialects.hpa.readingOf(text);
    expect(settings.averageValues).toEqual({ in_flight: 0.7 });
    expect(dialects.hpa.write(text, { averageValues: { in_flight: 0.5 } })).toBe(
      text.replace('700m', '"500m"'),
    );
    const twice = traps.filter(({ rule }) => rule === 'several-targets-of-metric');
    expect(twice.map(({ line }) => line)).toEqual([7]);
    expect(trapText(twice[0]!)).toContain(
      'the metric in_flight has 2 targets (700m, 900m): the first is read, simulated and set, and the one that asks for most counts',
    );
  });
});

describe('traps in an Azure ML v2 deployment', () => {
  it.each([
    { name: 'none', text: v2(), traps: [] },
    {
      name: 'max_instances left at its default of 1',
      text: v2({ scale: 'scale_settings: {type: target_utilization}' }),
      traps: ['warning one-replica-at-most'],
    },
    {
      name: 'a timeout left at its default of 5 s',
      text: v2({ request: 'request_settings: {max_queue_wait_ms: 500}' }),
      traps: ['warning short-default-timeout'],
    },
    {
      name: 'a timeout above the 300 s of an endpoint',
      text: v2({ request: 'request_settings: {request_timeout_ms: 300001}' }),
      traps: ['error timeout-above-limit'],
    },
    {
      name: 'a timeout that deployments have been refused for',
      text: v2({ request: 'request_settings: {request_timeout_ms: 200000}' }),
      traps: ['warning timeout-often-refused'],
    },
    {
      name: 'a queue wait as long as the timeout',
      text: v2({ request: 'request_settings: {request_timeout_ms: 3000, max_queue_wait_ms: 3000}' }),
      traps: ['warning queue-wait-reaches-timeout'],
    },
    {
      name: 'a minimum above the maximum',
      text: v2({ scale: 'scale_settings: {type: target_utilization, min_instances: 9, max_instances: 8}' }),
      traps: ['error bounds-out-of-order'],
    },
    {
      name: 'a misspelled key, named before what follows from it',
      text: v2({ scale: 'scale_setting: {min_instances: 2, max_instances: 8}' }),
      traps: ['error unknown-key', 'warning one-replica-at-most'],
    },
    {
      name: 'a share where a percentage belongs',
      text: v2({
        scale:
          'scale_settings: {type: target_utilization, max_instances: 8, target_utilization_percentage: 0.7}',
      }),
      traps: ['error share-for-percentage'],
    },
    {
      name: 'bounds beside a fixed number of replicas',
      text: v2({ scale: 'instance_count: 4\nscale_settings: {type: default, max_instances: 8}' }),
      traps: ['warning bounds-without-autoscaling'],
    },
    {
      name: 'more slots than workers',
      text: v2({
        request: 'request_settings: {request_timeout_ms: 8000, max_concurrent_requests_per_instance: 4}',
      }),
      traps: ['warning slots-differ-from-workers'],
    },
    {
      name: 'as many slots as workers',
      text: v2({
        request: 'request_settings: {request_timeout_ms: 8000, max_concurrent_requests_per_instance: 4}',
        other: 'environment_variables: {WORKER_COUNT: "4"}',
      }),
      traps: [],
    },
  ])('$name', ({ text, traps }) => {
    expect(rulesIn('azureml-v2', text)).toEqual(traps);
  });
});

describe('traps elsewhere', () => {
  it.each<{ name: string; dialect: DialectName; text: string; traps: string[] }>([
    {
      name: 'a number of replicas beside autoscaling, which v1 refuses',
      dialect: 'azureml-v1',
      text: '{"autoScaler": {"autoscaleEnabled": true}, "numReplicas": 3}',
      traps: ['error replicas-beside-autoscaling'],
    },
    {
      name: 'the same in arguments of the SDK',
      dialect: 'azureml-v1',
      text: 'deploy(autoscale_enabled=True, num_replicas=3, autoscale_min_replicas=2)\n',
      traps: ['error replicas-beside-autoscaling'],
    },
    {
      name: 'bounds that v1 ignores beside a number of replicas',
      dialect: 'azureml-v1',
      text: '{"numReplicas": 4, "autoScaler": {"minReplicas": 2, "maxReplicas": 6}}',
      traps: ['warning ignored-without-autoscaling'],
    },
    {
      name: 'the same in arguments of the SDK without autoscaling',
      dialect: 'azureml-v1',
      text: 'deploy(num_replicas=4, autoscale_min_replicas=2)\n',
      traps: ['warning ignored-without-autoscaling'],
    },
    {
      name: 'a share where v1 takes a percentage',
      dialect: 'azureml-v1',
      text: '{"autoScaler": {"targetUtilization": 0.7}}',
      traps: ['error share-for-percentage'],
    },
    {
      name: 'one replica at most, in an argument of the SDK',
      dialect: 'azureml-v1',
      text: 'AksWebservice.deploy_configuration(autoscale_enabled=True, autoscale_max_replicas=1)\n',
      traps: ['warning one-replica-at-most'],
    },
    {
      name: 'a fixed number of one replica, which no autoscaler is to change',
      dialect: 'azureml-v1',
      text: 'AksWebservice.deploy_configuration(autoscale_enabled=False, autoscale_max_replicas=1)\n',
      traps: ['warning ignored-without-autoscaling'],
    },
    {
      name: 'Knative with one replica at most',
      dialect: 'knative',
      text: 'apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {metadata: {annotations: {autoscaling.knative.dev/min-scale: "1", autoscaling.knative.dev/max-scale: "1"}}}}\n',
      traps: ['warning one-replica-at-most'],
    },
    {
      name: 'Knative bounds in order, as 0 is no maximum',
      dialect: 'knative',
      text: 'apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {metadata: {annotations: {autoscaling.knative.dev/min-scale: "3"}}}}\n',
      traps: [],
    },
    {
      name: 'a Knative target above what the container takes',
      dialect: 'knative',
      text: 'apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {metadata: {annotations: {autoscaling.knative.dev/target: "20"}}, spec: {containerConcurrency: 10}}}\n',
      traps: ['warning target-above-slots'],
    },
    {
      name: 'a container limit under the target that Knative would take without it',
      dialect: 'knative',
      text: 'apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {spec: {containerConcurrency: 10}}}\n',
      traps: [],
    },
  ])('$name', ({ dialect, text, traps }) => {
    expect(rulesIn(dialect, text)).toEqual(traps);
  });

  it('come with what was read', () => {
    const [trap] = dialects['azureml-v1'].readingOf('{"autoScaler": {"targetUtilization": 0.7}}').traps;
    expect(trap).toEqual({
      rule: 'share-for-percentage',
      level: 'error',
      targetUtilization: 0.007,
      line: 1,
    });
  });
});

describe('traps of one kind', () => {
  it.each([
    ['a misspelt key of an HPA', 'hpa-crlf.yaml', ['minReplicas', 'minReplica'], 'did you mean minReplicas?'],
    [
      'a maximum that is missing',
      'hpa-crlf.yaml',
      ['maxReplicas: 16', 'x-max: 16'],
      'spec.maxReplicas is missing',
    ],
    [
      'one replica at most',
      'hpa-crlf.yaml',
      ['maxReplicas: 16', 'maxReplicas: 1'],
      'spec.maxReplicas is 1, so autoscaling can never add a replica',
    ],
    ['a minimum of 0', 'hpa-crlf.yaml', ['minReplicas: 2', 'minReplicas: 0'], 'takes no less than 1'],
    ['a percentage for a share', 'hpa-tolerance.yaml', ['0.02', '10'], 'write 0.1 for 10 %'],
    [
      'a share for a percentage',
      'hpa-crlf.yaml',
      ['averageUtilization: 75', 'averageUtilization: 0.75'],
      '0.75 %',
    ],
    ['an unknown word', 'hpa-crlf.yaml', ['type: Utilization', 'type: utilization'], 'expected Utilization'],
    [
      'a misspelt annotation',
      'knative-service.yaml',
      ['max-scale', 'maxscale'],
      'did you mean autoscaling.knative.dev/max-scale?',
    ],
    [
      'a window that Knative refuses',
      'knative-service.yaml',
      ['window: 60s', 'window: 2s'],
      'takes 6s to 3600s',
    ],
    ['a paused ScaledObject', 'scaled-object-cpu.yaml', ['# autoscaling', 'autoscaling'], 'pauses scaling'],
    [
      'a number in quotes',
      'hpa-crlf.yaml',
      ['minReplicas: 2', 'minReplicas: "2"'],
      'write it without quotes',
    ],
    [
      'an annotation that is no text',
      'knative-service.yaml',
      ['max-scale: "20"', 'max-scale: 20'],
      'write it in quotes: "20"',
    ],
    ['a trigger that is no text', 'scaled-object-cpu.yaml', ['"60"', '60'], 'write it in quotes: "60"'],
    [
      'a ScaledObject on CPU alone that would go to 0',
      'scaled-object-zero.yaml',
      ['minReplicaCount: 1', 'minReplicaCount: 0'],
      'takes no less than 1',
    ],
    [
      'a misspelt part of a deployment',
      'azureml-v2-commented.yml',
      ['scale_settings', 'scale_setting'],
      'did you mean scale_settings?',
    ],
    [
      'a misspelt setting of a deployment',
      'azureml-v2-commented.yml',
      ['max_instances', 'max_instance'],
      'did you mean max_instances?',
    ],
    [
      'scale settings without a type',
      'azureml-v2-commented.yml',
      ['  type: target_utilization\n', ''],
      'have no type',
    ],
    [
      'a type of scale settings that Azure ML does not know',
      'azureml-v2-commented.yml',
      ['type: target_utilization', 'type: target-utilization'],
      'expected default or target_utilization',
    ],
    [
      'a type of scale settings in the words of the CLI where ARM has its own',
      'azureml-v2-arm.json',
      ['"TargetUtilization"', '"Utilization"'],
      'expected Default or TargetUtilization',
    ],
    [
      'v1 autoscaling at 0',
      'azureml-v1-tabs.json',
      ['"minReplicas": 2', '"minReplicas": 0'],
      'takes no less than 1',
    ],
  ] as const)('%s', (_, file, [before, after], said) => {
    const text = userText(file).replace(before, after);
    expect(text).not.toBe(userText(file));
    const { readings, refused } = lintText(text);
    expect(refused).toEqual([]);
    expect(
      readings
        .flatMap(({ traps }) => traps)
        .map(trapText)
        .join('\n'),
    ).toContain(said);
  });
});

it('refuses an HPA of a version that Headroom does not read, rather than pass it over', () => {
  const { readings, refused, objects } = lintText(
    'apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nspec: {maxReplicas: 9}\n',
  );
  expect({ readings, objects }).toEqual({ readings: [], objects: 1 });
  expect(refused[0]).toMatchObject({ where: 'line 1', fix: expect.stringContaining('autoscaling/v2') });
});

const tellsOfLabels = (labels: string): readonly string[] =>
  lintText(`apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: score
  labels: {${labels}}
spec: {maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: score}}
`).readings.flatMap(({ traps }) => traps.map(trapText));

const toBeQuoted = (text: string) =>
  expect.stringMatching(new RegExp(`is ${text}, .*: write it in quotes: "${text}"$`));

it('gives a value of a label that is no text back as the file spells it, to be put in quotes', () => {
  const told = ['1.10', '0123', '1e10', '2.10'].map(toBeQuoted);
  expect(tellsOfLabels('version: 1.10, build: 0123, sha: 1e10, next: &next 2.10, after: *next')).toEqual([
    ...told,
    expect.stringMatching(/labels\.after .*: write it in quotes$/),
  ]);
});

it('tells the words in labels that kubectl reads as booleans', () => {
  expect(tellsOfLabels('canary: yes, gpu: No, debug: on, trace: OFF, axis: y')).toEqual(
    ['yes', 'No', 'on', 'OFF', 'y'].map(toBeQuoted),
  );
  expect(tellsOfLabels(`canary: "yes", gpu: 'no', debug: only, trace: oFF`)).toEqual([]);
});
