import { describe, expect, it } from 'vitest';
import { recommend } from '../../../planner/recommend/recommend.ts';
import { openSearch } from '../../../planner/recommend/search/find.ts';
import { pageCandidate } from '../../../planner/recommend/search/plan.ts';
import { type PlanRequest, withDefaults } from '../../../planner/recommend/search/request.ts';
import type { Candidate } from '../../../planner/recommend/trials/candidates.ts';
import { adviceSchema, type Recommendation } from '../../../runs/schema/recommendation.ts';
import { buildCalibration, buildPolicy, buildRequest, searchedFor, soakOf } from './builders.ts';

const adviceFor = (request: PlanRequest): Recommendation => {
  const advice = recommend(request);
  if (advice.kind !== 'advice') throw new Error(`refused: ${JSON.stringify(advice.reasons)}`);
  return advice;
};

/** What Azure ML's formula asks for, as a search sees it. */
const byPage = (request: PlanRequest): Candidate => {
  const { plan, middle, space } = openSearch(withDefaults(request));
  return pageCandidate(plan, middle, space);
};

const minReplicasOf = ({ settings: { policy } }: Recommendation): number =>
  policy.kind === 'fixed' ? policy.replicas : policy.minReplicas;

describe('recommend', () => {
  const advice = adviceFor(buildRequest());
  const searched = searchedFor(buildRequest());

  it('meets the SLO with the asked confidence, where the current settings do not', () => {
    const { basis, settings, prediction, compared } = advice;
    expect(searched).toEqual({ basis, settings, prediction });
    expect(basis).toBe('certain');
    expect(prediction.meetsSlo.mid).toBeGreaterThanOrEqual(0.95);
    expect(compared.current.prediction.meetsSlo.mid).toBeLessThan(0.95);
  });

  it('writes what its schema describes, byte by byte the same for the same request', () => {
    expect(adviceSchema.parse(advice)).toEqual(advice);
    expect(advice.runs).toEqual(buildRequest().calibration.runs);
    expect(JSON.stringify(recommend(buildRequest()))).toBe(JSON.stringify(advice));
  });

  it('saves at least 15 % against Azure ML’s formula at 20 requests/s of 10 s, which asks for 286', () => {
    const request = buildRequest({ serviceMs: 10_000, lagMs: 20_000 }, { load: soakOf(20, 150), draws: 20 });
    const { prediction, basis } = searchedFor(request);
    expect(basis).toBe('certain');
    expect(byPage(request).minReplicas).toBe(286);
    expect(prediction.cost.meanReplicas).toBeLessThan(0.85 * 286);
  });

  it('asks for more than Azure ML’s formula at 2 requests/s of 1 s, where that loses 11 %', () => {
    const advice = adviceFor(
      buildRequest(
        { serviceMs: 1000, lagMs: 20_000, doubt: 0.01 },
        { load: soakOf(2, 600), slo: { maxErrorShare: 0.01 } },
      ),
    );
    const { pageFormula } = advice.compared;
    expect(pageFormula.replicas).toBe(3);
    // 0.1095 for an endless soak (M/M/c+D); the interval is that of one run of 600 s.
    expect(pageFormula.prediction.rejectedShare.low).toBeLessThan(0.1095);
    expect(pageFormula.prediction.rejectedShare.high).toBeGreaterThan(0.1095);
    expect(minReplicasOf(advice)).toBeGreaterThan(3);
    expect(advice.prediction.meetsSlo.mid).toBeGreaterThanOrEqual(0.95);
  });

  it('predicts what a client of little patience sees, and advises no platform to have as little', () => {
    const options = { load: soakOf(5, 60), draws: 20 } as const;
    const patient = adviceFor(buildRequest({ serviceMs: 1000, lagMs: 5000 }, options));
    const hasty = adviceFor(buildRequest({ serviceMs: 1000, lagMs: 5000, clientTimeoutMs: 1500 }, options));
    expect(patient.compared.current.prediction.timedOutShare.mid).toBe(0);
    expect(hasty.compared.current.prediction.timedOutShare.mid).toBeGreaterThan(0.1);
    expect(hasty.settings).not.toHaveProperty('requestTimeoutMs');
    expect(hasty.timeouts.inUse.requestTimeoutMs).toBe(60_000);
  });

  it.each([
    ['azureml-v2', { kind: 'azureml-v2' }],
    ['hpa', { kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] }],
    ['keda-http', { kind: 'keda-http', targetValue: 3 }],
    ['knative', { kind: 'knative', target: 1 }],
    ['fixed', { kind: 'fixed', replicas: 2 }],
  ])('plans for %s in its own settings', (kind, policy) => {
    const advice = searchedFor(buildRequest({ policy: buildPolicy(policy) }, { draws: 20 }));
    expect(advice.settings.policy.kind).toBe(kind);
    expect(advice.basis).toBe('certain');
    expect(advice.prediction.meetsSlo.mid).toBeGreaterThanOrEqual(0.95);
  });

  it('never goes above the most replicas that it may have', () => {
    const { settings, rejected } = adviceFor(buildRequest({}, { budgetReplicas: 7, draws: 20 }));
    const maxima = [settings, ...rejected.map((each) => each.settings)].map(({ policy }) =>
      policy.kind === 'fixed' ? policy.replicas : policy.maxReplicas,
    );
    // The settings in use may have more: they are scored all the same.
    const { current } = buildRequest();
    const own = current.kind === 'fixed' ? 0 : current.maxReplicas;
    expect(maxima.filter((max) => max > 7 && max !== own)).toEqual([]);
  });

  it('tells no number of replicas twice where the number is fixed', () => {
    const policy = buildPolicy({ kind: 'fixed', replicas: 1 });
    const { settings, rejected } = adviceFor(buildRequest({ policy }, { margin: 0.2, spikeShare: 0.01 }));
    const told = [settings, ...rejected.map((each) => each.settings)].map((each) => JSON.stringify(each));
    expect(told.length).toBeGreaterThan(1);
    expect(new Set(told).size).toBe(told.length);
  });

  it('misses an SLO that nothing can meet by as little as possible, and says that it is not certain', () => {
    const { basis, prediction } = searchedFor(
      buildRequest({}, { slo: { maxErrorShare: 0.02, p95LatencyMs: 300 }, draws: 20 }),
    );
    expect(basis).toBe('leastRegret');
    expect(prediction.meetsSlo.mid).toBeLessThan(0.95);
    expect(prediction.errorShare.mid).toBeLessThanOrEqual(0.02);
  });

  it('spends less where the spike is a small part of the time', () => {
    expect(buildRequest().spikeShare).toBe(1);
    const seldom = searchedFor(buildRequest({}, { spikeShare: 0.05 }));
    expect(seldom.prediction.cost.meanReplicas).toBeLessThan(searched.prediction.cost.meanReplicas);
  });

  it('prices replicas, or the nodes that they fill', () => {
    const costAt = (price: NonNullable<PlanRequest['price']>) =>
      searchedFor(buildRequest({}, { price, draws: 20 })).prediction.cost;
    const byReplica = costAt({ perReplicaHour: 0.5 });
    const byNode = costAt({ perNodeHour: 2, podsPerNode: 4 });
    expect(byReplica.perHour?.mid).toBeCloseTo(0.5 * byReplica.replicas.mid, 12);
    expect(byNode.perHour).toEqual(byReplica.perHour);
    expect(searched.prediction.cost.perHour).toBeNull();
  });

  it('tells its progress from 0 to 1, the warnings of the calibration, and where each input comes from', () => {
    const shares: number[] = [];
    const request = buildRequest({}, { draws: 20, onProgress: ({ share }) => shares.push(share) });
    const unfinished = { code: 'startupsUnfinished', unfinished: 2 } as const;
    const calibration = { ...request.calibration, warnings: [unfinished] };
    const { warnings, inputs } = adviceFor({ ...request, calibration });
    expect(shares[0]).toBe(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    expect(warnings).toContainEqual(unfinished);
    expect(inputs.map(({ input }) => input)).toContain('startupLag');
    const otherwise = inputs.filter(({ provenance }) => provenance !== 'measured');
    expect(otherwise.map(({ input, provenance }) => [input, provenance])).toEqual([
      ['timedOutRequest', 'inferred'],
    ]);
  });

  it('lengthens a timeout that cuts off slow requests, and chains the others behind it', () => {
    const { timeouts, settings } = adviceFor(
      buildRequest(
        { serviceMs: 1000, requestTimeoutMs: 5000, policy: buildPolicy({ kind: 'azureml-v2' }) },
        // Of exponential service times of 1 s 0.7 % last for more than 5 s.
        { load: soakOf(3, 120), slo: { maxErrorShare: 0.005 }, draws: 20 },
      ),
    );
    expect(settings.requestTimeoutMs).toBeGreaterThan(5000);
    const { modelMs, routerMs, gatewayMs, clientMs } = timeouts;
    expect([modelMs, routerMs, gatewayMs, clientMs]).toEqual(
      [clientMs, gatewayMs, routerMs, modelMs].toSorted((a, b) => a - b),
    );
  });
});

describe('a refusal', () => {
  it('says what is missing and what to run next', () => {
    const calibration = buildCalibration({ serviceMs: 200, lagMs: 8000 });
    const advice = recommend({
      ...buildRequest(),
      calibration: { ...calibration, service: { ...calibration.service, samples: 4 } },
    });
    expect(adviceSchema.parse(advice)).toEqual(advice);
    expect(advice).toMatchObject({
      kind: 'notEnoughAdvice',
      runs: calibration.runs,
      reasons: [{ code: 'serviceSamples', samples: 4, samplesMin: 30 }],
    });
  });

  it('says how many requests succeeded where none of them shows its service time', () => {
    const { calibration, ...request } = buildRequest();
    const advice = recommend({
      ...request,
      calibration: {
        ...calibration,
        service: { ...calibration.service, from: 'assumed', samples: 0 },
        warnings: [{ code: 'serviceAssumed', succeeded: 1209 }],
      },
    });
    expect(advice).toMatchObject({ reasons: [{ code: 'serviceSamples', samples: null, succeeded: 1209 }] });
  });

  it.each([
    ['none of them succeeded', { from: 'assumed', samples: 0 }, null],
    ['few of them succeeded', { from: 'header', samples: 4 }, 4],
  ] as const)(
    'names what shows how long requests take where %s, and no longer baseline',
    (_, seen, samples) => {
      const request = buildRequest({ doubt: 0.9 });
      const service = { ...request.calibration.service, ...seen };
      const advice = recommend({ ...request, calibration: { ...request.calibration, service } });
      expect(advice).toMatchObject({ reasons: [{ code: 'serviceSamples', samples, samplesMin: 30 }] });
    },
  );

  it('comes where a metric of the HPA follows nothing that a simulation has', () => {
    const metrics = [
      { targetValue: 0.5 },
      { name: 'memory', type: 'Resource', source: 'none', targetValue: 0.8 },
    ];
    const current = buildPolicy({ kind: 'hpa', maxReplicas: 10, metrics });
    const advice = recommend({ ...buildRequest(), current });
    expect(adviceSchema.parse(advice)).toEqual(advice);
    expect(advice).toMatchObject({
      kind: 'notEnoughAdvice',
      reasons: [{ code: 'metricNotModelled', metrics: ['memory'] }],
    });
  });

  it('comes where nobody knows what moved the replicas: the most that were seen are no maximum', () => {
    const request = buildRequest();
    const seen = {
      object: 'ScaledObject score',
      minReplicas: 2,
      maxReplicas: 20,
      metrics: ['s0-prometheus'],
    };
    const unknown = { code: 'autoscalerUnknown', fewest: 2, most: 4, seen } as const;
    const calibration = { ...request.calibration, warnings: [unknown] };
    expect(recommend({ ...request, calibration })).toMatchObject({
      kind: 'notEnoughAdvice',
      reasons: [{ code: 'autoscalerNotKnown', fewest: 2, most: 4, seen }],
      warnings: [unknown],
    });
  });

  it('comes where the mean service time is not known to a factor of two', () => {
    const advice = recommend(buildRequest({ doubt: 0.4 }));
    expect(advice).toMatchObject({
      kind: 'notEnoughAdvice',
      reasons: [{ code: 'serviceSpread', lowMs: 120, highMs: 280, factorMax: 2, flow: null }],
    });
  });
});
