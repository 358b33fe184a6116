import { describe, expect, it } from 'vitest';
import { withoutTail, withTail } from '../../../../planner/measure/empirical.ts';
import { minimaBeyondLuck } from '../../../../planner/recommend/advice/needs.ts';
import {
  beginGlances,
  unknownsBehindFailure,
  unknownsOf,
} from '../../../../planner/recommend/advice/unknowns.ts';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import type { PlanRequest } from '../../../../planner/recommend/search/request.ts';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { openLab } from '../../../../planner/recommend/trials/lab.ts';
import { meanOfDistribution } from '../../../../planner/stats/distributions.ts';
import { renderAdvice } from '../../../../reports/advice-terminal.ts';
import { nextRunText } from '../../../../reports/words/plan/unknowns.ts';
import type { Recommendation } from '../../../../runs/schema/recommendation.ts';
import { buildLabOptions, buildRequest, spikeOf } from '../builders.ts';

const adviceFor = (...args: Parameters<typeof buildRequest>): Recommendation => {
  const advice = recommend(buildRequest(...args));
  if (advice.kind !== 'advice') throw new Error('refused');
  return advice;
};

const planned = { margin: 0.2, spikeShare: 0.01, draws: 20 } as const;

describe('what an unknown is worth', () => {
  it('is nothing where every input is known well: 2 % is not even asked about', () => {
    expect(adviceFor({ serviceMs: 800, doubt: 0.02 }, planned).unknowns).toEqual([]);
    const advice = adviceFor({ serviceMs: 800, doubt: 0.07 }, planned);
    expect(advice.unknowns.map(({ input }) => input).sort()).toEqual(['serviceTime', 'startupLag']);
    expect(advice.unknowns.filter(({ isCostly }) => isCostly)).toEqual([]);
    expect(nextRunText(advice)).toBeUndefined();
  });

  it('is the spread of the minimum, and names the next run where that is more than a quarter', () => {
    const advice = adviceFor({ serviceMs: 800, doubt: 0.33 }, planned);
    const [first] = advice.unknowns;
    expect(first).toMatchObject({ input: 'serviceTime', isCostly: true });
    const [quick, slow] = first!.possible;
    expect(quick!.value).toBeCloseTo(800 * (1 - 0.33 / 2), 9);
    expect(slow!.minReplicas!).toBeGreaterThan(1.25 * quick!.minReplicas!);
    const text = nextRunText(advice)!;
    // A thousand answers leave the doubt: so the run brings more of them.
    const { load } = first!.nextRun;
    if (load.kind !== 'soak') throw new Error('no soak');
    expect(load.ratePerSecond * load.soakSeconds).toBeGreaterThan(1000);
    expect(text).toMatch(
      /^Run next: fire [\d.]+\/s for 10 minutes \(scenario soak\): each answer shows a service time/,
    );
    expect(text).toContain(
      `so it will probably be ${quick!.minReplicas} to ${slow!.minReplicas} once that is known`,
    );
    expect(text).toContain('interim');
  });

  it('is the same where a large service is looked at in few worlds', () => {
    const { calibration, load, slo, current } = buildRequest({ serviceMs: 800, doubt: 0.33 }, planned);
    const lab = openLab({ ...buildLabOptions(), calibration, load, slo, current, draws: 20 });
    // The first of them are not the hardest for each of the values.
    const draws = lab.worlds.map((_, draw) => draw).toReversed();
    const advised = { ...candidateOf(current, 50), minReplicas: 24, maxReplicas: 50 };
    const lookedAt = (lookedShare: number) =>
      unknownsOf(lab, advised, beginGlances(lab, advised, { draws, lookedShare, confidence: 0.95 }));
    expect(lookedAt(0.4)[0]!.isCostly).toBe(true);
    expect(lookedAt(0.4)).toEqual(lookedAt(1));
  });

  it('takes few runs where chance made the advice dear, as it may hold with much less', () => {
    const { calibration, load, slo, current } = buildRequest({ serviceMs: 800, doubt: 0.07 }, planned);
    const spentWith = (minReplicas: number): number => {
      const lab = openLab({ ...buildLabOptions(), calibration, load, slo, current, draws: 38 });
      const advised = { ...candidateOf(current, 50), minReplicas, maxReplicas: 50 };
      const draws = lab.worlds.slice(0, 20).map((_, draw) => draw);
      const glanced = beginGlances(lab, advised, { draws, lookedShare: 1, confidence: 0.95 });
      const unknowns = unknownsOf(lab, advised, glanced);
      expect(unknowns.map(({ isCostly }) => isCostly)).toEqual([false, false]);
      return lab.state.spentRequests;
    };
    // About 19 replicas are needed. A look at more worlds took twelve times as many requests.
    expect(spentWith(30)).toBeLessThan(5 * spentWith(20));
  });

  it('counts router instances that nobody knows', () => {
    const request = buildRequest({ serviceMs: 400 }, planned);
    const reading = { onTimeout: 'release', serviceFactor: 1, cutFactor: 1, delayMs: 0, share: 0.5 } as const;
    const { router } = request.calibration;
    const [known] = router.readings;
    const readings = [1, 4].map((instances) => ({ ...known!, ...reading, instances }));
    const advice = recommend({
      ...request,
      calibration: { ...request.calibration, router: { ...router, readings } },
    });
    if (advice.kind !== 'advice') throw new Error('refused');
    const instances = advice.unknowns.find(({ input }) => input === 'routerInstances')!;
    expect(instances.possible.map(({ value }) => value)).toEqual([1, 4]);
    expect(instances.possible.every(({ minReplicas }) => minReplicas !== null)).toBe(true);
  });
});

describe('unknowns of which no single one lets any settings hold', () => {
  /** With 24 replicas, of a service whose mean is 668 to 932 ms and whose queue is either one for all or one at each replica. */
  const unknownsFor = (p95LatencyMs: number) => {
    const request = buildRequest({ serviceMs: 800, doubt: 0.33, queueWaitMs: 5000 }, planned);
    const { calibration: sketched, load, current } = request;
    const { router } = sketched;
    const readings = (['central', 'random'] as const).map((balancing) => ({
      ...router.readings[0]!,
      balancing,
      share: 0.5,
    }));
    const calibration = { ...sketched, router: { ...router, readings } };
    const slo = { ...request.slo, p95LatencyMs };
    const lab = openLab({ ...buildLabOptions(), calibration, load, slo, current, draws: 20 });
    const nearest = { ...candidateOf(current, 24), minReplicas: 24, maxReplicas: 24 };
    const draws = lab.worlds.map((_, draw) => draw);
    const glanced = beginGlances(lab, nearest, { draws, lookedShare: 1, confidence: 0.95 });
    return unknownsBehindFailure(lab, nearest, glanced);
  };

  it('are asked for all the same if several together do: first the one that leads farthest from the SLO', () => {
    const [first, ...others] = unknownsFor(2300);
    expect(first).toMatchObject({ input: 'balancing', isCostly: true, ifOthersFavourable: true });
    const [central, random] = first!.possible.map(({ minReplicas }) => minReplicas);
    expect(central).toBeGreaterThan(10);
    expect(random).toBeNull();
    // Any of its values by itself lets nothing hold.
    expect(others.map(({ input }) => input)).toEqual(['serviceTime', 'startupLag']);
    for (const { possible, isCostly } of others) {
      expect(possible.map(({ minReplicas }) => minReplicas)).toEqual([null, null]);
      expect(isCostly).toBe(false);
    }
  });

  it('are not asked for where nothing holds even if all turn out favourable', () => {
    const unknowns = unknownsFor(1900);
    expect(unknowns).toHaveLength(3);
    expect(unknowns.filter(({ isCostly }) => isCostly)).toEqual([]);
  });
});

describe('least minima of an unknown', () => {
  /** The lower one, 6, fails in so many of 20 runs where 8 came out. */
  const minimaFor = (failures: number) =>
    minimaBeyondLuck(
      [
        { minReplicas: 8, failuresWith: (count) => (count === 6 ? failures : 0) },
        { minReplicas: 6, failuresWith: () => 0 },
        { minReplicas: null, failuresWith: () => 20 },
      ],
      { runs: 20, confidence: 0.95 },
    );

  it('are the same where one failed run more is all that sets them apart', () => {
    expect(minimaFor(1)).toEqual([6, 6, null]);
    expect(minimaFor(3)).toEqual([6, 6, null]);
  });

  it('differ where the lower one surely fails', () => {
    expect(minimaFor(4)).toEqual([8, 6, null]);
    expect(minimaFor(20)).toEqual([8, 6, null]);
  });
});

describe('service times that a timeout hides', () => {
  /** Seen are 0.8 to 3 s, as of a 2 s model; as many requests again were cut at 3 s. */
  const seen = {
    kind: 'empirical' as const,
    quantilesMs: Array.from({ length: 101 }, (_, i) => 800 + 22 * i),
  };
  const share = 0.5;

  /** The same from 1 to 8 requests/s. */
  const hiddenRequest = (clientTimeoutMs: number): PlanRequest => {
    const load = spikeOf({ baseline: 1, peak: 8, baselineSeconds: 10, holdSeconds: 40, recoverySeconds: 10 });
    const request = buildRequest({ serviceMs: 2000, lagMs: 12_000, clientTimeoutMs }, { ...planned, load });
    // From 3 s up to 12 s, 5.5 s in the mean.
    const beyondMs = Array.from({ length: 50 }, (_, i) => 3000 * (1 - (i + 0.5) / 50) ** -0.45);
    const distribution = withTail(seen, beyondMs);
    const meanMs = meanOfDistribution(distribution);
    const interval = { low: 0.95 * meanMs, mid: meanMs, high: 1.05 * meanMs, confidence: 0.95 };
    const service = { ...request.calibration.service, distribution, meanMs: interval };
    const cut = { seconds: 'calm' as const, limitMs: 3000, requests: 100, of: 200, beyondShare: share };
    return { ...request, calibration: { ...request.calibration, service: { ...service, cut } } };
  };

  it('are found again without what the timeout cut', () => {
    const { distribution } = hiddenRequest(65_000).calibration.service;
    expect(meanOfDistribution(withoutTail(distribution, share))).toBeCloseTo(meanOfDistribution(seen), -2);
  });

  it.each([
    ['nobody else is in a hurry', 65_000],
    ['clients give up as soon, so that nothing can meet the SLO', 3000],
  ])('are the next run, never a plain minimum, where %s', (_, clientTimeoutMs) => {
    const request = hiddenRequest(clientTimeoutMs);
    const advice = recommend(request);
    if (advice.kind !== 'advice') throw new Error('refused');
    expect(advice.basis).toBe(clientTimeoutMs === 3000 ? 'leastRegret' : 'certain');
    const [first] = advice.unknowns;
    expect(first).toMatchObject({ input: 'serviceTime', isCostly: true });
    // A wait may have been what the timeout cut: then ten to twenty replicas do, where as many more seem to be needed.
    const [asSeen, cut] = first!.possible.map(({ minReplicas }) => minReplicas ?? Number.POSITIVE_INFINITY);
    expect(asSeen!).toBeGreaterThanOrEqual(10);
    if (advice.basis === 'certain') expect(asSeen!).toBeLessThanOrEqual(20);
    expect(cut!).toBeGreaterThan(1.25 * (Number.isFinite(asSeen!) ? asSeen! : 0));
    expect(nextRunText(advice)).toMatch(
      /^Run next: raise the timeouts of router and client \(target\.requestTimeoutMs, or the script's own\) to [\d.]+ s and fire 1\/s/,
    );
    expect(renderAdvice(advice, request.calibration)).toMatch(
      /^(INTERIM|NO ADVICE YET)(?:[^\n]+\n)+\n {2}Run next/,
    );
  });
});
