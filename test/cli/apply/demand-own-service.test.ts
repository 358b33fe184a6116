import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { demandOwnObject } from '../../../cli/apply/demand-own-object.ts';
import { demandOwnService } from '../../../cli/apply/demand-own-service.ts';
import { runApply } from '../../../cli/apply/run-apply.ts';
import type { ObjectRef } from '../../../cluster/write/object-ref.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';

const { target, cluster } = spikeConfig;
const kubernetes = { ...target, url: 'http://score.example/score', kind: 'kubernetes' };
const onCluster = { ...spikeConfig, target: kubernetes, cluster: { ...cluster, context: 'kind' } };
const { cluster: _, ...withoutCluster } = onCluster;

const check = (recorded: object, now: object): void =>
  demandOwnService(resolveConfig(now, 'k6.config.ts'), completeRun({}, recorded), 'runs/one');

describe('the service of a config', () => {
  test.each([
    ['another platform', { target: { ...kubernetes, kind: 'aks-v2' } }, 'target.kind: recorded kubernetes'],
    ['a selector', { cluster: { ...onCluster.cluster, selector: 'app=b' } }, 'now app=b'],
    ['a namespace', { cluster: { ...onCluster.cluster, namespace: 'b' } }, 'recorded default, now b'],
    ['a context', { cluster: { ...onCluster.cluster, context: 'prod' } }, 'recorded kind, now prod'],
  ])('is another one by %s', (_, change, text) => {
    expect(() => check(onCluster, { ...onCluster, ...change })).toThrow(text);
  });

  test('is another one by the name in an address of Azure ML, with the same cluster too', () => {
    const other = { ...spikeConfig, target: { ...target, url: target.url.replace('/demo/', '/score/') } };
    expect(() => check(spikeConfig, other)).toThrow('the service in target.url: recorded demo, now score');
  });

  test('is another one by its address where no cluster is named', () => {
    const other = { ...withoutCluster, target: { ...kubernetes, url: 'http://score.example/other' } };
    expect(() => check(onCluster, other)).toThrow(
      'the address: recorded http://score.example/score, now http://score.example/other',
    );
  });

  test('is another one by the endpoint of Azure that would be written to', () => {
    const url = 'http://127.0.0.1:8890/api/v1/endpoint/fraud/score';
    const v2 = { ...spikeConfig, target: { ...target, url, kind: 'aks-v2' }, autoscaler: undefined };
    const names = { subscriptionId: 's', resourceGroup: 'r', workspace: 'w', deployment: 'blue' };
    expect(() => check(v2, { ...v2, apply: { azure: { ...names, endpoint: 'fraud' } } })).not.toThrow();
    expect(() => check(v2, { ...v2, apply: { azure: { ...names, endpoint: 'churn' } } })).toThrow(
      'apply.azure.endpoint: recorded fraud, now churn',
    );
  });

  test('stays the same with another address of what its cluster names, and another port of this machine', () => {
    const renamed = { ...onCluster, target: { ...kubernetes, url: 'https://new.example:8443/score' } };
    expect(() => check(onCluster, renamed)).not.toThrow();
    const { cluster: _, ...local } = spikeConfig;
    expect(() =>
      check(local, { ...local, target: { ...target, url: target.url.replace('8890', '9001') } }),
    ).not.toThrow();
  });
});

it('nothing is run or recorded by the config of another service', async () => {
  const folder = await writeRunFolder({ run: completeRun(), load: [], cluster: [], droppedLines: 0 });
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(recommendation()));
  const other = {
    ...spikeConfig,
    target: { ...target, kind: 'aks-v2' },
    cluster: { selector: 'azuremlappname=score' },
    autoscaler: undefined,
    apply: { command: ['touch', join(folder, 'written')], auto: true },
  };
  const options = { folder, isAllowed: true, note: () => undefined };
  await expect(runApply(resolveConfig(other, 'k6.config.ts'), options)).rejects.toMatchObject({
    code: 'E_USAGE',
    details: [
      {
        what: 'the config names another service than the run recorded (target.kind: recorded aks-v1, now aks-v2; cluster.selector: recorded azuremlappname=demo, now azuremlappname=score)',
        fix: expect.stringMatching(/^use the config of the recorded run, or record this service/),
      },
    ],
  });
  for (const name of ['written', 'applied.json']) await expect(access(join(folder, name))).rejects.toThrow();
});

test('an object that is named to write to is the recorded one of its kind', () => {
  const recorded = {
    source: { kind: 'HorizontalPodAutoscaler', name: 'score' },
    workload: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
  };
  const named = (kind: ObjectRef['kind'], name: string) => () =>
    demandOwnObject({ kind, name }, recorded, '--object');
  expect(named('HorizontalPodAutoscaler', 'score')).not.toThrow();
  expect(named('ScaledObject', 'other')).not.toThrow();
  expect(named('HorizontalPodAutoscaler', 'other')).toThrow(
    'HorizontalPodAutoscaler/other is not what the run recorded: that was HorizontalPodAutoscaler/score',
  );
  expect(named('Deployment', 'other')).toThrow('that was Deployment/score');
});
