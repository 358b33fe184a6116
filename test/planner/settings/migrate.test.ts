import { describe, expect, it } from 'vitest';
import { dialects } from '../../../planner/settings/index.ts';
import { migrationOf } from '../../../planner/settings/migrate.ts';
import { userText } from './user-files.ts';

const rowOf = (text: string, v2Name: string) => migrationOf(text).rows.find(({ v2 }) => v2.name === v2Name);
const written = (text: string) => {
  const migration = migrationOf(text);
  return dialects['azureml-v2'].read(migration.text!);
};

describe('a file of v1', () => {
  it('without autoscaling has a number of replicas on both sides, and no bounds that are not written', () => {
    const { rows, text } = migrationOf(
      '{"computeType": "AKS", "autoScaler": {"autoscaleEnabled": false}, "numReplicas": 5}',
    );
    expect(rows[0]).toEqual({
      v1: { name: 'num_replicas', value: '5', isDefault: false },
      v2: { name: 'instance_count', value: '5', isDefault: false },
    });
    for (const { v2 } of rows) expect(text?.includes(`${v2.name}:`) || v2.isDefault).toBe(true);
  });

  it('keeps what it says under the names of v2', () => {
    expect(written(userText('azureml-v1-tabs.json'))).toEqual({
      minReplicas: 2,
      maxReplicas: 10,
      targetUtilization: 0.7,
      requestTimeoutMs: 30_000,
    });
    expect(rowOf(userText('azureml-v1-tabs.json'), 'max_instances')).toEqual({
      v1: { name: 'autoscale_max_replicas', value: '10', isDefault: false },
      v2: { name: 'max_instances', value: '10', isDefault: false },
    });
  });

  it('gets spelled out what is another default in v2: 10 replicas at most, and 60 s', () => {
    const text = '{"computeType": "aks", "autoScaler": {"autoscaleEnabled": true}}';
    expect(written(text)).toEqual({ maxReplicas: 10, requestTimeoutMs: 60_000 });
    expect(rowOf(text, 'request_timeout_ms')).toEqual({
      v1: { name: 'scoring_timeout_ms', value: '60000', isDefault: true },
      v2: { name: 'request_timeout_ms', value: '60000', isDefault: false },
    });
  });

  it('with a fixed number of replicas becomes a number of instances without autoscaling', () => {
    const migration = migrationOf(
      '{"computeType": "aks", "autoScaler": {"autoscaleEnabled": false}, "numReplicas": 4}',
    );
    expect(migration.text).toContain('instance_count: 4\nscale_settings:\n  type: default\n');
    expect(dialects['azureml-v2'].read(migration.text!)).toMatchObject({ minReplicas: 4, maxReplicas: 4 });
    expect(migration.notes.map(({ code }) => code)).not.toContain('queuedCounts');
  });

  it('takes resources and probes along, and names what has no place', () => {
    const text = JSON.stringify({
      computeType: 'aks',
      authEnabled: true,
      containerResourceRequirements: { cpu: 0.5, memoryInGB: 1.5, cpuLimit: 2, gpu: 1 },
      livenessProbeRequirements: { initialDelaySeconds: 310, failureThreshold: 3 },
    });
    const { text: deployment, notes } = migrationOf(text);
    for (const line of [
      'cpu: "0.5"',
      'memory: 1.5Gi',
      'nvidia.com/gpu: "1"',
      'initial_delay: 310',
      'failure_threshold: 3',
    ])
      expect(deployment).toContain(line);
    expect(notes).toContainEqual({ code: 'leftOut', keys: ['authEnabled'] });
    expect(notes).toContainEqual({ code: 'memoryUnit' });
  });

  it('says when replicas go: after a minute in v1, after 20 polling intervals in v2', () => {
    const text =
      '{"computeType": "aks", "autoScaler": {"autoscaleEnabled": true, "refreshPeriodInSeconds": 5}}';
    expect(migrationOf(text).notes).toContainEqual({ code: 'scaleDownHold', v1Seconds: 60, v2Seconds: 100 });
  });

  it('comes with the traps that its values are in v2', () => {
    const text =
      '{"computeType": "aks", "scoringTimeoutMs": 400000, "autoScaler": {"autoscaleEnabled": true}}';
    expect(migrationOf(text).traps).toContainEqual(expect.objectContaining({ rule: 'timeout-above-limit' }));
  });

  it('names what an autoscaler that is off does not read, in a file and in a script', () => {
    const json =
      '{"computeType": "AKS", "numReplicas": 4, "autoScaler": {"minReplicas": 2, "maxReplicas": 6}}';
    const script = 'deploy(num_replicas=4, autoscale_min_replicas=2, autoscale_max_replicas=6)\n';
    for (const [text, keys] of [
      [json, ['autoScaler.minReplicas', 'autoScaler.maxReplicas']],
      [script, ['autoscale_min_replicas', 'autoscale_max_replicas']],
    ] as const) {
      const { rows, notes } = migrationOf(text);
      expect(rows[0]).toEqual({
        v1: { name: 'num_replicas', value: '4', isDefault: false },
        v2: { name: 'instance_count', value: '4', isDefault: false },
      });
      expect(notes).toContainEqual({ code: 'autoscalerOff', keys });
    }
  });

  it('may be a script with arguments of the SDK', () => {
    expect(written(userText('azureml-v1-deploy.py'))).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
  });
});

describe('a file of v2', () => {
  it('is shown beside the names of v1, and nothing is written', () => {
    const { from, text, rows } = migrationOf(userText('azureml-v2-commented.yml'));
    expect({ from, text }).toEqual({ from: 'azureml-v2', text: null });
    expect(rows.map(({ v1 }) => v1.name)).toContain('scoring_timeout_ms');
  });
});

it('refuses what is neither, with the reason of its own where there is one', () => {
  expect(() => migrationOf(userText('hpa-v1.yaml'))).toThrow(/no services of Azure ML/);
  expect(() => migrationOf(userText('azureml-v1-aci.json'))).toThrow(/no autoscaler/);
  expect(() => migrationOf(userText('azureml-v2-managed.yml'))).toThrow(/managed online deployment/);
});
