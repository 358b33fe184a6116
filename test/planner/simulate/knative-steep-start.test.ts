import { describe, expect, it } from 'vitest';
import { simulate } from '../../../planner/simulate/simulate.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { buildModel } from '../../builders/model.ts';

/**
 * A steep start that was measured: Knative, ten requests at once a replica, from 0 to 3,000/s at one replica. It went to
 * 204 replicas in panic and fell sharply after it. Source: https://github.com/knative/serving/issues/9121, where the
 * activator was out of the path and each replica had a tenth of a core.
 */
const steepStart = (serviceMs: number, router: ModelInput['router'] = {}) =>
  simulate(
    buildModel({
      durationSeconds: 160,
      replications: 1,
      arrivals: {
        kind: 'even',
        ratePerSecond: [
          { atSecond: 0, rate: 0 },
          { atSecond: 10, rate: 3000 },
        ],
      },
      service: { kind: 'constant', meanMs: serviceMs },
      replica: { slots: 10, startupLag: { kind: 'constant', meanMs: 5000 } },
      router: { queueWaitLimitMs: null, requestTimeoutMs: 300_000, ...router },
      policy: { kind: 'knative', minReplicas: 1, target: 10, targetUtilization: 0.7 },
    }),
    { series: true },
  );

describe('a steep start on Knative', () => {
  it('asks for as many replicas as the bounded queues show, not for as many as the requests that came', () => {
    const { replicas, outcomes } = steepStart(20);
    expect(replicas.max).toBeGreaterThanOrEqual(16);
    expect(replicas.max).toBeLessThanOrEqual(25);
    // One replica, 500/s, for the seven seconds until more are ready: what its queue can't hold gets 503.
    expect(outcomes['503']!.mid * 450_000).toBeGreaterThan(0.8 * 7 * 2500);
  });

  it('reaches the 204 replicas that were measured if a tenth of a core serves 100 to 170 requests/s', () => {
    const [fast, slow] = [steepStart(60), steepStart(100)];
    expect(fast.replicas.max).toBeLessThan(204);
    expect(slow.replicas.max).toBeGreaterThan(204);
    // When panic ends, the replicas fall to what the load needs: 3,000/s x 0.1 s / 7 = 43.
    const ready = slow.series!.ready;
    expect(Math.max(...ready.slice(30, 70))).toBeGreaterThan(200);
    expect(Math.min(...ready.slice(120))).toBeLessThan(50);
  });

  it('asks for a replica for each seven requests that the activator holds, where it is in the path', () => {
    const { replicas } = steepStart(20, { balancing: 'central', queueLengthLimit: 10_000 });
    expect(replicas.max).toBeGreaterThan(1000);
    expect(replicas.max).toBeLessThanOrEqual(Math.ceil(10_000 / 7));
  });
});
