import { describe, expect, it } from 'vitest';
import { causeOf } from '../../../planner/explain/causes.ts';
import { platforms } from '../../../planner/platforms/index.ts';

const second = {
  outcome: '503',
  desired: 2,
  ready: 2,
  pending: 0,
  maxReplicas: 10,
  raisedLater: false,
  unschedulable: false,
};

describe('causeOf', () => {
  it.each([
    ['before the autoscaler asked for more', { raisedLater: true }, 'waitingForDecision'],
    ['while replicas were starting', { desired: 5, pending: 3 }, 'replicasStarting'],
    ['when all that the settings allow are ready', { desired: 10, ready: 10 }, 'atMaxReplicas'],
    [
      'while the last replicas below the limit still start',
      { desired: 10, ready: 8, pending: 2 },
      'replicasStarting',
    ],
    ['when the autoscaler never asked', {}, 'autoscalerSatisfied'],
    ['without any ready replica', { ready: 0, pending: 2 }, 'noReadyReplicas'],
    ['when pods fit on no node', { desired: 5, pending: 3, unschedulable: true }, 'unschedulable'],
    ['without cluster access', { desired: null, ready: null, pending: null }, 'cantTell'],
  ] as const)('charges a 503 %s', (_, change, cause) => {
    expect(causeOf(platforms['azureml-v1'], { ...second, ...change })).toBe(cause);
  });

  it.each([
    ['504', 'modelSlowerThanTimeout'],
    ['502', 'modelCrashed'],
    ['timeout', 'clientTimeout'],
    ['refused', 'connectionFailed'],
    ['dns', 'connectionFailed'],
    ['blocked', 'hostBlocked'],
    ['401', 'notAccepted'],
    ['200 unexpected', 'notExpected'],
  ] as const)('knows what %s means whatever the replicas do', (outcome, cause) => {
    expect(causeOf(platforms['azureml-v1'], { ...second, outcome })).toBe(cause);
  });

  it.each([
    ['azureml-v1', '502', 'modelCrashed'],
    ['azureml-v2', '500', 'platformFailed'],
    ['azureml-v1', '429', 'atMaxReplicas'],
    ['kubernetes', '429', 'atMaxReplicas'],
    ['kubernetes', '502', 'cantTell'],
    ['kubernetes', '500', 'modelCrashed'],
    ['knative', '408', 'modelSlowerThanTimeout'],
    ['knative', '503', 'atMaxReplicas'],
    ['keda-http', '502', 'cantTell'],
    ['kubernetes', '424', 'modelCrashed'],
    ['kubernetes', '404', 'notAccepted'],
  ] as const)('reads a status code as %s has it: %s', (platform, outcome, cause) => {
    const full = { ...second, outcome, desired: 10, ready: 10 };
    expect(causeOf(platforms[platform], full)).toBe(cause);
  });
});
