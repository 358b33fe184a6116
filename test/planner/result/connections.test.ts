import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../planner/result/health.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { healthText } from '../../../reports/words/run/health.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { spikeResult } from '../../builders/result.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';

const { autoscaler: _autoscaler, ...rest } = spikeConfig;
const behind = (kind: 'kubernetes' | 'aks-v1') =>
  completeRun({}, { ...rest, target: { ...rest.target, kind } });

/** Two replicas, four from second 5 on; so many connections opened in second 8. */
const connectionsCheck = (kind: 'kubernetes' | 'aks-v1', opened: number) => {
  const load = Array.from({ length: 40 }, (_, second) => ({
    ...countsLine({ second: startSecond + second, outcomes: { '200': 5 } }),
    connections: second === 0 ? 2 : second === 8 ? opened : 0,
  }));
  const recorded = recordedOf({
    run: behind(kind),
    load: [...load, endLine()],
    cluster: [],
    droppedLines: 0,
  });
  const ready = recorded.timeline.cluster.ready.map((_, second) => (second < 5 ? 2 : 4));
  const timeline = { ...recorded.timeline, cluster: { ...recorded.timeline.cluster, ready, known: true } };
  return healthOf({ ...recorded, timeline, droppedLines: 0, droppedClusterLines: 0 }).find(
    ({ check }) => check === 'connections',
  );
};

describe('connections behind a plain Service', () => {
  it('are a warning when fewer were opened than replicas came', () => {
    const found = connectionsCheck('kubernetes', 1);
    expect(found).toMatchObject({ status: 'warning', replicasAdded: 2, openedSince: 1, requestsSince: 175 });
    const { detail } = healthText(found!, spikeResult());
    expect(detail).toContain(
      'since the first of 2 new replicas was ready, 1 connection opened for 175 requests',
    );
    // A proxy or an ingress spreads requests, whatever the connections: only behind a Service alone is it so.
    expect(detail).toContain(
      'Behind a Service of layer 4 an old connection stays with its old replica, and new replicas get little load or none.',
    );
  });

  it('are none when as many came', () => {
    expect(connectionsCheck('kubernetes', 2)).toMatchObject({ status: 'ok' });
  });

  it('say nothing where a router shares the load out', () => {
    expect(connectionsCheck('aks-v1', 0)).toBeUndefined();
  });
});
