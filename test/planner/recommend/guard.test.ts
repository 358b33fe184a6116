import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recommend } from '../../../planner/recommend/recommend.ts';
import { passes } from '../../../planner/recommend/search/bar.ts';
import { barsFor } from '../../../planner/recommend/search/find.ts';
import { worthTurning } from '../../../planner/recommend/search/keep.ts';
import { openLabFor, splitDraws } from '../../../planner/recommend/search/plan.ts';
import { withDefaults } from '../../../planner/recommend/search/request.ts';
import { type Candidate, candidateOf } from '../../../planner/recommend/trials/candidates.ts';
import { differing, knobsOf } from '../../../planner/recommend/trials/knobs.ts';
import { costOf, failuresOf } from '../../../planner/recommend/trials/trial.ts';
import { tryAll } from '../../../planner/recommend/trials/try-all.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { PlannedSettings } from '../../../runs/schema/recommendation.ts';
import { buildPolicy, buildRequest, searchedFor } from './builders.ts';
import { maximumOf, plans, requestOf } from './random-plans.ts';

/** Several plans, each of seconds, on a machine that may be busy. */
const timeLimitMs = 240_000;

describe('the maximum in use', () => {
  it(
    'is not lowered without a budget; test/long has a hundred plans more',
    () => {
      assert(
        property(plans, (drawn) => {
          const request = requestOf(drawn);
          const { settings } = searchedFor(request);
          expect(maximumOf(settings.policy)).toBeGreaterThanOrEqual(maximumOf(request.current));
        }),
        { numRuns: 5, seed: 7 },
      );
    },
    timeLimitMs,
  );

  it('is lowered to the budget, and no further', () => {
    const request = buildRequest(
      { policy: buildPolicy({ kind: 'azureml-v1', maxReplicas: 40 }) },
      { draws: 20 },
    );
    expect(maximumOf(searchedFor(request).settings.policy)).toBe(40);
    expect(maximumOf(searchedFor({ ...request, budgetReplicas: 18 }).settings.policy)).toBe(18);
    expect(maximumOf(searchedFor({ ...request, budgetReplicas: 60 }).settings.policy)).toBe(40);
  });

  it('is raised where the margin needs more, with room to catch up', () => {
    const policy = buildPolicy({ kind: 'azureml-v1', maxReplicas: 3 });
    const { settings } = searchedFor(buildRequest({ policy }, { margin: 0.2, spikeShare: 0.01, draws: 20 }));
    // 24 requests/s of 0.2 s keep 4.8 replicas busy.
    expect(maximumOf(settings.policy)).toBeGreaterThan(5);
    expect(maximumOf(settings.policy)).toBeLessThan(15);
  });

  it('stays none where there is none', () => {
    const request = buildRequest({ policy: buildPolicy({ kind: 'knative', target: 1, maxReplicas: 0 }) });
    const advice = recommend(request);
    if (advice.kind !== 'advice') throw new Error('refused');
    const { settings, compared } = advice;
    expect(maximumOf(settings.policy)).toBe(0);
    expect(compared.current.settings.policy).toEqual(request.current);
  });
});

/** The advice as a candidate of the search, whose knobs are what differs from those in use. */
const candidateFrom = (
  { policy, queueWaitMs, requestTimeoutMs }: PlannedSettings,
  current: PolicySettings,
): Candidate => {
  const knobs = differing(knobsOf(policy), knobsOf(current));
  return {
    ...candidateOf(policy, 1000),
    ...(Object.keys(knobs).length > 0 && { knobs }),
    ...(queueWaitMs !== undefined && { queueWaitMs }),
    ...(typeof requestTimeoutMs === 'number' && { requestTimeoutMs }),
  };
};

/** The advice with one of its turned settings as it is in use, by name. */
const revertedOf = (advised: Candidate, inUse: Candidate): (readonly [string, Candidate])[] => {
  const { knobs, queueWaitMs, requestTimeoutMs, ...bare } = advised;
  const router = {
    ...(queueWaitMs !== undefined && { queueWaitMs }),
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  };
  const own = knobs === undefined ? {} : { knobs };
  return [
    ...(advised.target === inUse.target ? [] : [['target', { ...advised, target: inUse.target }] as const]),
    ...(advised.refreshSeconds === inUse.refreshSeconds
      ? []
      : [['refresh', { ...advised, refreshSeconds: inUse.refreshSeconds }] as const]),
    ...(knobs === undefined ? [] : [['knobs', { ...bare, ...router }] as const]),
    ...(queueWaitMs === undefined
      ? []
      : [
          [
            'queue wait',
            { ...bare, ...own, ...(requestTimeoutMs !== undefined && { requestTimeoutMs }) },
          ] as const,
        ]),
    ...(advised.maxReplicas > inUse.maxReplicas && advised.minReplicas <= inUse.maxReplicas
      ? [['maximum', { ...advised, maxReplicas: inUse.maxReplicas }] as const]
      : []),
  ];
};

describe('a setting', () => {
  it(
    'is turned only where that saves 2 % of the cost, wins a point of chance, or is needed',
    () => {
      assert(
        property(plans, (drawn) => {
          const request = requestOf(drawn);
          const advice = searchedFor(request);
          if (advice.basis !== 'certain') return;
          const plan = withDefaults(request);
          const lab = openLabFor(plan);
          const { searched, kept } = splitDraws(lab);
          const advised = candidateFrom(advice.settings, request.current);
          const inUse = candidateOf(request.current, 1000);
          for (const [name, candidate] of revertedOf(advised, inUse)) {
            const [with_, without] = [advised, candidate].map(
              (each) => tryAll(lab, [each], { draws: [...searched, ...kept] })[0]!,
            );
            const { bar, proof } = barsFor(lab, advised, plan.confidence);
            const holds = passes(without!, bar) && passes(without!, proof);
            const saved = costOf(without!, kept) / costOf(with_!, kept) - 1;
            const [fewer, more] = [with_!, without!].map((trial) => failuresOf(trial, kept));
            const won = (more! - fewer!) / kept.length;
            const isWorth = saved >= worthTurning.costShare - 1e-6 || won >= worthTurning.chance - 1e-6;
            expect(!holds || isWorth, `${name}: saves ${saved}, wins ${won}`).toBe(true);
          }
        }),
        { numRuns: 40, seed: 21 },
      );
    },
    timeLimitMs,
  );
});

describe('the margin', () => {
  it(
    'is what the asked chance is held against, and never makes a plan cheaper',
    () => {
      assert(
        property(plans, (drawn) => {
          const [less, more] = [0, 0.3].map((margin) => searchedFor({ ...requestOf(drawn), margin }));
          const { meetsSlo, meetsSloWithMargin } = more!.prediction;
          expect(meetsSlo.mid).toBeGreaterThanOrEqual(meetsSloWithMargin.mid);
          if (more!.basis !== 'certain') return;
          expect(meetsSloWithMargin.mid).toBeGreaterThanOrEqual(0.95);
          // Neighbouring counts are one replica or 3 % apart, and a setting is kept for 2 % of the cost.
          const [cheaper, dearer] = [less!, more!].map(({ prediction }) => prediction.cost.meanReplicas);
          expect(dearer! * (1 + 0.03 + worthTurning.costShare)).toBeGreaterThanOrEqual(cheaper!);
        }),
        { numRuns: 12, seed: 3 },
      );
    },
    timeLimitMs,
  );
});
