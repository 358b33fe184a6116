import { expect, it } from 'vitest';
import { demandOneService } from '../../../cli/plan/one-service.ts';
import { deploymentLine } from '../../builders/cluster.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';

const [url, otherUrl] = ['http://127.0.0.1:8890/score', 'http://127.0.0.1:9000/score'];

const recordingOf = (target: string, deployment: string | null) => ({
  run: completeRun({}, { ...spikeConfig, target: { ...spikeConfig.target, url: target } }),
  load: [],
  cluster:
    deployment === null ? [] : [deploymentLine({ atMs: startSecond * 1000, name: deployment, desired: 3 })],
  droppedLines: 0,
});

const planned = (...recordings: ReturnType<typeof recordingOf>[]) =>
  demandOneService(
    recordings,
    recordings.map((_, i) => `runs/${i}`),
  );

it('refuses runs of two services: another address, and another object', () => {
  const runs = [recordingOf(url, 'score'), recordingOf(url, 'score'), recordingOf(otherUrl, 'rank')];
  expect(() => planned(...runs)).toThrow(
    `the runs are of two services: ${url} with Deployment score, and ${otherUrl} with Deployment rank`,
  );
});

it.each([
  ['one run', [recordingOf(url, 'score')]],
  ['the same service', [recordingOf(url, 'score'), recordingOf(url, 'score')]],
  ['a service that moved to another address', [recordingOf(url, 'score'), recordingOf(otherUrl, 'score')]],
  ['a service that was deployed by another name', [recordingOf(url, 'score'), recordingOf(url, 'rank')]],
  ['a service whose objects nobody saw once', [recordingOf(url, null), recordingOf(otherUrl, 'rank')]],
])('takes %s', (_, runs) => {
  expect(() => planned(...runs)).not.toThrow();
});
