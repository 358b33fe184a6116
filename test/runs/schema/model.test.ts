import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { expectedRequests } from '../../../runs/schema/model/expected-requests.ts';
import { type ModelInput, parseModel } from '../../../runs/schema/model/model.ts';
import { ratePieces } from '../../../runs/schema/model/rate-steps.ts';
import { buildModel, modelInput } from '../../builders/model.ts';

/** Path and fix of every fault, as "path: fix". */
const faultsOf = (changes: object): string[] => {
  try {
    parseModel({ ...modelInput(), ...changes }, 'm.json');
  } catch (error) {
    expect(error).toBeInstanceOf(HeadroomError);
    const { code, details } = error as HeadroomError;
    expect(code).toBe('E_MODEL');
    return details.map(({ where, fix }) => `${where?.replace('m.json → ', '')}: ${fix}`);
  }
  return [];
};

describe('parseModel', () => {
  it('fills in the documented defaults', () => {
    const { schemaVersion, durationSeconds, arrivals, service, policy } = modelInput();
    const replica = { startupLag: { kind: 'constant', meanMs: 0 } };
    const model = parseModel({ schemaVersion, durationSeconds, arrivals, service, policy, replica });
    expect(model).toMatchObject({ warmupSeconds: 0, seed: 1, replications: 20, recoveredErrorShare: 0.01 });
    expect(model.replica).toMatchObject({ slots: 1, parallelStartsLimit: null, nodeCapacity: null });
    expect(model.router).toEqual({
      queueWaitLimitMs: 500,
      queueLengthLimit: null,
      heldLengthLimit: null,
      requestTimeoutMs: 60_000,
      onTimeout: 'release',
      noReadyReplica: 'wait',
      instances: 1,
      balancing: 'central',
      balancedPer: 'request',
      connectionMaxAgeSeconds: null,
    });
  });

  it('lets ten wait for each slot of a Knative replica, and the activator hold 10,000', () => {
    const policy = { kind: 'knative', minReplicas: 1, target: 10 } as const;
    const replica = { slots: 10, startupLag: { kind: 'constant', meanMs: 0 } } as const;
    const routerOf = (router: ModelInput['router']) => buildModel({ policy, replica, router }).router;
    expect(routerOf({})).toMatchObject({
      balancing: 'leastOfTwo',
      queueLengthLimit: 100,
      heldLengthLimit: 10_000,
    });
    expect(routerOf({ queueLengthLimit: null }).queueLengthLimit).toBeNull();
    expect(routerOf({ balancing: 'central' })).toMatchObject({
      balancing: 'central',
      queueLengthLimit: null,
    });
    expect(routerOf({ balancedPer: 'connection' }).balancedPer).toBe('connection');
  });

  it('refuses connections before a queue whose requests go to the first free slot', () => {
    const balancedPer = 'connection' as const;
    expect(faultsOf({ router: { balancedPer } })).toEqual([
      'router.balancedPer: goes with another balancing only: a free slot takes from one queue whatever the connection',
    ]);
    expect(buildModel({ router: { balancedPer, balancing: 'random' } }).router.balancedPer).toBe(balancedPer);
  });

  it('refuses an HPA with a metric that nothing in a simulation follows', () => {
    const metrics = [
      { targetValue: 0.5 },
      { name: 'memory', type: 'Resource', source: 'none', targetValue: 0.8 },
    ];
    expect(faultsOf({ policy: { kind: 'hpa', maxReplicas: 9, metrics } as ModelInput['policy'] })).toEqual([
      'policy.metrics[1].source: nothing in a simulation follows memory: leave it out, or say what it follows (utilization, concurrency, requestRate)',
    ]);
  });

  it('refuses a metric other than CPU that does not say what it counts', () => {
    const metrics = [{ targetValue: 0.5 }, { name: 'requests_in_flight', type: 'Pods', targetValue: 4 }];
    expect(faultsOf({ policy: { kind: 'hpa', maxReplicas: 9, metrics } as ModelInput['policy'] })).toEqual([
      'policy.metrics[1].source: add "source": "utilization", "concurrency" or "requestRate", or leave out a metric that follows none of them',
    ]);
  });

  it('refuses numbers with which a simulation would not end', () => {
    expect(
      faultsOf({
        replica: { ...modelInput().replica, slots: 1e9 },
        router: { instances: 1e9 },
        policy: { kind: 'azureml-v1', minReplicas: 1e9, maxReplicas: 1e9, refreshSeconds: 1e-6 },
      }),
    ).toEqual([
      'replica.slots: at most 10000',
      'router.instances: at most 10000',
      'policy.minReplicas: at most 10000 replicas can be simulated all the time',
      'policy.refreshSeconds: at least 0.01 seconds: each look is simulated',
    ]);
    expect(faultsOf({ policy: { kind: 'fixed', replicas: 10_001 } })).toHaveLength(1);
    expect(faultsOf({ policy: { kind: 'knative', tickSeconds: 0.001 } })).toHaveLength(1);
  });

  it('takes its own answer back unchanged', () => {
    const model = parseModel(modelInput());
    expect(parseModel(model)).toEqual(model);
  });

  it('names every fault at once, with its path and its fix', () => {
    const faults = faultsOf({
      arrivals: { kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate: -20 }] },
      service: { kind: 'gama', meanMs: 100 },
      policy: { kind: 'azureml-v1', targetUtilization: 70, minReplicas: 5, maxReplicas: 2 },
      warmupSeconds: 700,
      polcy: {},
    });
    expect(faults.sort()).toEqual([
      'arrivals.ratePerSecond[0].rate: a rate in requests per second, 0 or more',
      'polcy: did you mean "policy"?',
      'policy.minReplicas: minReplicas 5 is above maxReplicas 2',
      'policy.targetUtilization: did you mean 0.7? (a target utilization is a share in (0, 1])',
      'service.kind: did you mean "gamma"? (expected one of constant, exponential, lognormal, gamma, empirical)',
      'warmupSeconds: below durationSeconds 600, or nothing is left to measure',
    ]);
  });

  it.each([
    [{ policy: { kind: 'azureml-v2', targetUtilization: 0 } }, 'policy.targetUtilization'],
    [{ arrivals: { kind: 'counts', perSecond: [] } }, 'arrivals.perSecond'],
    [{ arrivals: { kind: 'counts', perSecond: [1, 2.5] } }, 'arrivals.perSecond[1]'],
    [{ arrivals: { kind: 'counts', perSecond: new Array(601).fill(1) } }, 'durationSeconds'],
    [{ arrivals: { kind: 'timestamps', seconds: [1, 600] } }, 'durationSeconds'],
    [{ arrivals: { kind: 'even', ratePerSecond: [{ atSecond: 0, rate: 1e6 }] } }, 'durationSeconds'],
    [{ replications: 90_000, durationSeconds: 60_000 }, 'replications'],
    [
      {
        arrivals: {
          kind: 'even',
          ratePerSecond: [
            { atSecond: 9, rate: 1 },
            { atSecond: 3, rate: 1 },
          ],
        },
      },
      'arrivals.ratePerSecond',
    ],
    [{ service: { kind: 'empirical', quantilesMs: [5, 3] } }, 'service.quantilesMs'],
    [{ replica: { startupLag: { kind: 'constant', meanMs: -1 } } }, 'replica.startupLag.meanMs'],
    [{ replica: { slots: 0, startupLag: { kind: 'constant', meanMs: 1 } } }, 'replica.slots'],
    [{ router: { queueWaitLimitMs: -1 } }, 'router.queueWaitLimitMs'],
    [{ durationSeconds: Number.NaN }, 'durationSeconds'],
  ])('refuses %j', (changes, path) => {
    expect(faultsOf(changes).map((fault) => fault.split(':')[0])).toEqual([path]);
  });
});

describe('rate steps', () => {
  const steps = [
    { atSecond: 5, rate: 20 },
    { atSecond: 60, rate: 60 },
  ];

  it('become stretches inside the duration', () => {
    expect(ratePieces(steps, 90)).toEqual([
      { startSecond: 5, endSecond: 60, ratePerSecond: 20 },
      { startSecond: 60, endSecond: 90, ratePerSecond: 60 },
    ]);
    expect(ratePieces(steps, 60)).toHaveLength(1);
  });

  it('have as many requests as the area under the rate', () => {
    expect(expectedRequests({ kind: 'even', ratePerSecond: steps }, 90)).toBe(55 * 20 + 30 * 60);
    expect(expectedRequests({ kind: 'counts', perSecond: [1, 0, 4] }, 90)).toBe(5);
    expect(expectedRequests({ kind: 'timestamps', seconds: [1, 0, 4] }, 90)).toBe(3);
  });
});
