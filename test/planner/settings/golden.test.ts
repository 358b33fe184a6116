import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DialectName, dialects, type ScalingSettings } from '../../../planner/settings/index.ts';

const pathOf = (name: string): URL => new URL(`../../golden/settings/${name}`, import.meta.url);

const readGolden = (name: string): string => readFileSync(pathOf(name), 'utf8');

/** Set UPDATE_GOLDEN=1 to keep what comes out, then read the difference before you commit it. */
const golden = (name: string, actual: string): string => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(pathOf(name), actual);
  return readGolden(name);
};

const changes: Readonly<Record<DialectName, ScalingSettings>> = {
  'azureml-v1': {
    maxReplicas: 12,
    targetUtilization: 0.55,
    refreshSeconds: 1,
    requestTimeoutMs: 8000,
    queueWaitMs: 750,
  },
  'azureml-v2': {
    minReplicas: 4,
    maxReplicas: 12,
    targetUtilization: 0.55,
    refreshSeconds: 1,
    requestTimeoutMs: 8000,
    queueWaitMs: 750,
  },
  hpa: {
    minReplicas: 4,
    maxReplicas: 24,
    targetUtilization: 0.45,
    averageValues: { in_flight: 0.25 },
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [{ type: 'Pods', value: 8, periodSeconds: 15 }],
      },
      scaleDown: { stabilizationWindowSeconds: 600, selectPolicy: 'Min' },
    },
  },
  'keda-http': {
    minReplicas: 2,
    metric: 'requestRate',
    targetValue: 40,
    windowSeconds: 30,
    cooldownSeconds: 120,
    requestTimeoutMs: 60_000,
  },
  knative: {
    minReplicas: 3,
    maxReplicas: 30,
    targetUtilization: 0.6,
    stableWindowSeconds: 90,
    panicThreshold: 1.5,
    requestTimeoutMs: 9500,
  },
};

const fileOf = (name: DialectName): string => dialects[name].fileName.split('.').at(-1)!;

describe.each(Object.keys(changes) as DialectName[])('%s', (name) => {
  it('patches the user file and leaves the rest of it as it was', () => {
    const before = readGolden(`${name}.before.${fileOf(name)}`);
    const after = dialects[name].write(before, changes[name]);
    expect(after).toBe(golden(`${name}.after.${fileOf(name)}`, after));
  });

  it('writes a new file from the settings alone', () => {
    const fresh = dialects[name].write('', changes[name]);
    expect(fresh).toBe(golden(`${name}.new.${fileOf(name)}`, fresh));
  });
});
