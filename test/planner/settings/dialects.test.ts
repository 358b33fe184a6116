import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import {
  azuremlV1SdkArguments,
  type DialectName,
  dialects,
  lintText,
  type ScalingSettings,
} from '../../../planner/settings/index.ts';

const faultOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof HeadroomError) return error.details.map(({ what }) => what).join('\n');
    throw error;
  }
  return 'no fault';
};

describe('a file of several documents of Azure ML v2', () => {
  const endpoint = 'name: ep\nauth_mode: key\n';
  const deployment = (name: string): string =>
    `name: ${name}\nendpoint_name: ep\nscale_settings:\n  type: target_utilization\n  min_instances: 2\n`;
  const { read, write } = dialects['azureml-v2'];

  it.each([
    ['', ''],
    [
      'of a named schema',
      '$schema: https://azuremlschemas.azureedge.net/latest/onlineEndpoint.schema.json\n',
    ],
  ])('has one deployment where the other is its endpoint %s', (_, schema) => {
    const text = `${schema}${endpoint}---\n${deployment('blue')}`;
    expect(read(text)).toEqual({ minReplicas: 2 });
    expect(write(text, { minReplicas: 5 })).toBe(text.replace('min_instances: 2', 'min_instances: 5'));
  });

  it('is refused with the number of its deployments, not of its documents', () => {
    const text = [endpoint, deployment('blue'), deployment('green')].join('---\n');
    expect(faultOf(() => read(text))).toBe('2 Azure ML online deployment among the 3 documents of the file');
    expect(lintText(text).readings.map(({ name }) => name)).toEqual(['blue', 'green']);
  });

  it('keeps its own spelling of the type, and is refused with one that Azure ML does not know', () => {
    const typed = (type: string): string => `endpoint_name: ep\nscale_settings:\n  type: ${type}\n`;
    expect(write(typed('TargetUtilization'), { minReplicas: 5 })).toContain('  type: TargetUtilization\n');
    expect(faultOf(() => write(typed('manual'), { minReplicas: 5 }))).toBe(
      'scale_settings.type is "manual", which Azure ML does not know: how the deployment scales is not known',
    );
  });

  it('is refused as an endpoint where it holds nothing else', () => {
    expect(faultOf(() => read(endpoint))).toBe(
      'this is an endpoint, and scale settings belong to its deployment',
    );
  });
});

describe('a file that is not readable', () => {
  it.each([
    ['kw = {"a": 1}\nconfig = deploy(**kw)\n', /^this looks like a Python script/],
    ['{"replicas": 2, "replicas": 3}', /^not readable as JSON: Map keys must be unique/],
    ['a: b: c\n', /^not readable as YAML: /],
  ])('is told by its language: %s', (text, fault) => {
    expect(faultOf(() => dialects['azureml-v2'].read(text))).toMatch(fault);
  });
});

describe('reading what a platform file says', () => {
  const rows: readonly { name: string; dialect: DialectName; text: string; says: ScalingSettings }[] = [
    {
      name: 'Azure ML v1, percent as a share',
      dialect: 'azureml-v1',
      text: '{"computeType": "aks", "autoScaler": {"autoscaleEnabled": true, "minReplicas": 2, "maxReplicas": 9, "refreshPeriodInSeconds": 5, "targetUtilization": 70}, "scoringTimeoutMs": 60000, "maxConcurrentRequestsPerContainer": 2, "maxQueueWaitMs": 500}',
      says: {
        minReplicas: 2,
        maxReplicas: 9,
        refreshSeconds: 5,
        targetUtilization: 0.7,
        requestTimeoutMs: 60_000,
        slotsPerReplica: 2,
        queueWaitMs: 500,
      },
    },
    {
      name: 'Azure ML v1 with autoscaling off',
      dialect: 'azureml-v1',
      text: '{"autoScaler": {"autoscaleEnabled": false, "minReplicas": 1}, "numReplicas": 4}',
      says: { minReplicas: 4, maxReplicas: 4 },
    },
    {
      name: 'Azure ML v1 with a number of replicas and no word on autoscaling',
      dialect: 'azureml-v1',
      text: '{"numReplicas": 4}',
      says: { minReplicas: 4, maxReplicas: 4 },
    },
    {
      name: 'Azure ML v2 with autoscaling off',
      dialect: 'azureml-v2',
      text: 'instance_count: 3\nscale_settings: {type: default}\n',
      says: { minReplicas: 3, maxReplicas: 3 },
    },
    {
      name: 'Azure ML v2 with a misspelled key, which has no effect',
      dialect: 'azureml-v2',
      text: 'scale_setting: {min_instances: 3}\nrequest_settings: {request_timeout_ms: 3000}\n',
      says: { requestTimeoutMs: 3000 },
    },
    {
      name: 'an HPA that follows memory and a custom metric',
      dialect: 'hpa',
      text: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  maxReplicas: 5\n  metrics:\n  - {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}\n  - {type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: 1k}}}\n',
      says: {
        maxReplicas: 5,
        otherTargets: {
          memory: { targetType: 'Utilization', value: 0.8 },
          queue: { targetType: 'AverageValue', value: 1000 },
        },
      },
    },
    {
      name: 'a KEDA request rate',
      dialect: 'keda-http',
      text: 'kind: HTTPScaledObject\nspec: {scalingMetric: {requestRate: {targetValue: 20, window: 1m, granularity: 500ms}}, scaledownPeriod: 60}\n',
      says: {
        metric: 'requestRate',
        targetValue: 20,
        windowSeconds: 60,
        granularitySeconds: 0.5,
        cooldownSeconds: 60,
      },
    },
    {
      name: 'a Knative service without a limit of requests',
      dialect: 'knative',
      text: 'apiVersion: serving.knative.dev/v1\nkind: Service\nspec:\n  template:\n    metadata:\n      annotations: {autoscaling.knative.dev/metric: rps, autoscaling.knative.dev/max-scale: "0"}\n    spec: {containerConcurrency: 0, timeoutSeconds: 60}\n',
      says: { metric: 'requestRate', maxReplicas: 0, requestTimeoutMs: 60_000 },
    },
  ];
  it.each(rows)('$name', ({ dialect, text, says }) => {
    expect(dialects[dialect].read(text)).toEqual(says);
  });
});

describe('writing', () => {
  it('turns autoscaling on for bounds, with the fixed replicas as the other bound', () => {
    const text = 'instance_count: 3\nscale_settings: {type: default}\n';
    const after = dialects['azureml-v2'].write(text, { maxReplicas: 8 });
    expect(dialects['azureml-v2'].read(after)).toEqual({ minReplicas: 3, maxReplicas: 8 });
    expect(after).toContain('type: "target_utilization"');
  });

  it('leaves autoscaling off for settings that have nothing to do with it', () => {
    const text = '{"numReplicas": 4}';
    const after = dialects['azureml-v1'].write(text, { queueWaitMs: 900 });
    expect(after).toBe('{"numReplicas": 4, "maxQueueWaitMs": 900}');
  });

  it('leaves a value alone that says the same in other words', () => {
    const text =
      'kind: HTTPScaledObject\nspec:\n  scalingMetric: {requestRate: {targetValue: 20, window: 1m}}\n';
    const same = { metric: 'requestRate', windowSeconds: 60 } as const;
    expect(dialects['keda-http'].write(text, same)).toBe(text);
  });

  it('passes over settings that the dialect has no words for', () => {
    const text = 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  maxReplicas: 5\n';
    expect(dialects.hpa.keys).not.toContain('queueWaitMs');
    expect(dialects.hpa.write(text, { queueWaitMs: 900 })).toBe(text);
  });

  it('sets rules of an HPA one by one, and leaves those alone that are not named', () => {
    const behaving = dialects.hpa.write('', {
      behavior: {
        scaleUp: { selectPolicy: 'Min', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
        scaleDown: { selectPolicy: 'Max' },
      },
    });
    const changed = dialects.hpa.write(behaving, { behavior: { scaleUp: { selectPolicy: 'Max' } } });
    expect(dialects.hpa.read(changed).behavior).toEqual({
      scaleUp: { selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      scaleDown: { selectPolicy: 'Max' },
    });
  });
});

describe('faults in a settings file', () => {
  it.each([
    {
      name: 'a value that is no number',
      run: () => dialects['azureml-v2'].read('scale_settings: {min_instances: many}\n'),
      fault: 'scale_settings.min_instances is "many", which is not a number',
    },
    {
      name: 'a duration without a unit',
      run: () =>
        dialects['keda-http'].read('kind: HTTPScaledObject\nspec: {timeouts: {responseHeader: 30}}\n'),
      fault: 'spec.timeouts.responseHeader is 30, which is not a duration, such as 60s or 1m30s',
    },
    {
      name: 'a file without what the dialect describes',
      run: () => dialects.hpa.read('kind: Deployment\n---\nkind: Service\n'),
      fault:
        'no HorizontalPodAutoscaler or ScaledObject among the 2 documents of the file (Deployment, Service)',
    },
    {
      name: 'an HPA of a version that is gone and had other fields',
      run: () => dialects.hpa.read('apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\n'),
      fault: 'an HPA of autoscaling/v2beta1 has other fields than one of autoscaling/v2',
    },
    {
      name: 'two of them',
      run: () => dialects['keda-http'].write('kind: HTTPScaledObject\n---\nkind: HTTPScaledObject\n', {}),
      fault: '2 HTTPScaledObject among the 2 documents of the file',
    },
    {
      name: 'YAML where the platform takes JSON only',
      run: () => dialects['azureml-v1'].read('computeType: aks\n'),
      fault: 'this is YAML, and a deployment configuration of Azure ML v1 is read here as JSON only',
    },
  ])('names $name', ({ run, fault }) => {
    expect(faultOf(run)).toContain(fault);
  });
});

describe('what decides whether a service of Azure ML scales', () => {
  const v1 = (autoscaleEnabled: unknown, rest: object = {}): string =>
    JSON.stringify({
      computeType: 'aks',
      autoScaler: { autoscaleEnabled, minReplicas: 3, maxReplicas: 9 },
      ...rest,
    });

  it.each([
    [
      'azureml-v1',
      v1('true'),
      'autoScaler.autoscaleEnabled is "true", which is not true or false, without quotes',
    ],
    [
      'azureml-v1',
      v1('True'),
      'autoScaler.autoscaleEnabled is "True", which is not true or false, without quotes',
    ],
    ['azureml-v1', v1(false, { numReplicas: 'four' }), 'numReplicas is "four", which is not a number'],
    [
      'azureml-v1',
      "deploy(autoscale_enabled='True', autoscale_max_replicas=9)\n",
      "autoscale_enabled is 'True': whether the service scales is read from True or False only",
    ],
    [
      'azureml-v1',
      'deploy(autoscale_enabled=scales, autoscale_max_replicas=9)\n',
      'autoscale_enabled is scales: whether the service scales is read from True or False only',
    ],
    [
      'azureml-v2',
      'endpoint_name: ep\ninstance_count: four\nscale_settings: {type: default}\n',
      'instance_count is "four", which is not a number',
    ],
  ] as const)('is refused where it is not clear, in %s: %s', (dialect, text, fault) => {
    expect(faultOf(() => dialects[dialect].read(text))).toBe(fault);
    expect(faultOf(() => dialects[dialect].write(text, { minReplicas: 5 }))).toBe(fault);
    const { readings, refused } = lintText(text);
    expect([readings, refused.map(({ what }) => what)]).toEqual([[], [fault]]);
  });

  it('may be a number in quotes, as other numbers may', () => {
    expect(dialects['azureml-v1'].read(v1(false, { numReplicas: '4' }))).toMatchObject({ maxReplicas: 4 });
    const v2 = 'endpoint_name: ep\ninstance_count: "4"\nscale_settings: {type: default}\n';
    expect(dialects['azureml-v2'].read(v2)).toMatchObject({ maxReplicas: 4 });
  });

  it('is on where null stands for nothing said', () => {
    expect(dialects['azureml-v1'].read(v1(null))).toEqual({ minReplicas: 3, maxReplicas: 9 });
  });
});

describe('arguments of the Python SDK v1', () => {
  it('have the names and units of AksWebservice', () => {
    const settings = {
      minReplicas: 3,
      maxReplicas: 12,
      targetUtilization: 0.55,
      refreshSeconds: 1,
      slotsPerReplica: 2,
      requestTimeoutMs: 8000,
      queueWaitMs: 750,
    };
    expect(azuremlV1SdkArguments(settings)).toBe(`scaling = dict(
    autoscale_enabled=True,
    autoscale_min_replicas=3,
    autoscale_max_replicas=12,
    autoscale_target_utilization=55,
    autoscale_refresh_seconds=1,
    replica_max_concurrent_requests=2,
    scoring_timeout_ms=8000,
    max_request_wait_time=750,
)
`);
  });

  it('leave out what is not set', () => {
    const twoArguments = 'scaling = dict(\n    autoscale_enabled=True,\n    autoscale_min_replicas=3,\n)\n';
    expect(azuremlV1SdkArguments({ minReplicas: 3 })).toBe(twoArguments);
  });
});
