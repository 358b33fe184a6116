import { describe, expect, it } from 'vitest';
import { renderExplanation } from '../../../reports/explain-terminal.ts';
import { renderJunit } from '../../../reports/junit.ts';
import { renderSummary } from '../../../reports/terminal.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { at, explained, failing, fine, hpaLine, oneReplica, onKubernetes } from '../../builders/situation.ts';

const killed = { restarts: 1, lastTerminatedReason: 'OOMKilled', lastExitCode: 137 };
const evicted = { phase: 'Failed', ready: false, statusReason: 'Evicted' };
const pending = {
  ready: false,
  node: null,
  unschedulableMessage: '0/1 nodes are available: 1 Insufficient cpu.',
};
const blind = {
  type: 'ScalingActive',
  status: 'False',
  reason: 'FailedGetResourceMetric',
  message: 'no metrics',
};

describe('what is wrong while no request fails', () => {
  it.each([
    ['replicaRestarted', [podLine({ atMs: at(20), name: 'a', ...killed })], 'raiseMemory'],
    ['replicaRestarted', [podLine({ atMs: at(20), name: 'a', ...evicted })], 'requestWhatIsUsed'],
    [
      'unschedulable',
      [
        deploymentLine({ atMs: at(12), desired: 2, ready: 1 }),
        podLine({ atMs: at(12), name: 'b', ...pending }),
      ],
      'addNodes',
    ],
    [
      'imagePull',
      [podLine({ atMs: at(12), name: 'b', ready: false, waitingReason: 'ImagePullBackOff' })],
      'fixImage',
    ],
    [
      'cannotBecomeReady',
      [podLine({ atMs: at(12), name: 'b', ready: false, restarts: 3, waitingReason: 'CrashLoopBackOff' })],
      'fixInit',
    ],
    ['autoscalerBlind', [hpaLine({ conditions: [blind] })], 'giveMetric'],
  ] as const)('is a warning: %s', (cause, lines, remedy) => {
    const { findings, result } = explained({
      config: onKubernetes,
      ended: fine,
      cluster: [...oneReplica, ...lines],
    });
    expect(findings).toMatchObject([{ cause, level: 'warning', requests: 0, seconds: [] }]);
    expect(findings[0]!.remedies).toContain(remedy);
    expect(findings[0]!.evidence.length).toBeGreaterThan(0);
    for (const text of [
      renderSummary({ result }, { color: false, width: 80 }),
      renderExplanation({ result }, { color: false, width: 80 }),
    ]) {
      expect(text).toContain('No request failed.');
      expect(text.replaceAll(/\s+/g, ' ')).toContain('no request is known to have failed of it');
    }
    expect(renderJunit({ result })).not.toContain('<failure');
  });

  it('is told once where requests are charged to it', () => {
    const { findings } = explained({
      config: onKubernetes,
      ended: (second) => (second >= 20 && second < 22 ? failing(second, '502', 9, 5) : fine(second)),
      cluster: [...oneReplica, podLine({ atMs: at(20), name: 'a', ...killed })],
    });
    expect(findings.map(({ cause, level }) => [cause, level])).toEqual([['replicaRestarted', 'error']]);
  });

  it('is nothing where it was over before the load, or fixed itself', () => {
    const { findings } = explained({
      config: onKubernetes,
      ended: fine,
      cluster: [
        deploymentLine({ atMs: at(-5), desired: 1 }),
        podLine({ atMs: at(-5), name: 'a', ...killed }),
        deploymentLine({ atMs: at(12), desired: 2 }),
        podLine({ atMs: at(12), name: 'b', ...pending }),
        podLine({ atMs: at(16), name: 'b' }),
      ],
    });
    expect(findings).toEqual([]);
  });
});
