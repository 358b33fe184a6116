import { assert, type Parameters, property } from 'fast-check';
import { expect, it } from 'vitest';
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
import { searchedFor } from './builders.ts';
import { type Drawn, maximumOf, plans, requestOf } from './random-plans.ts';

/** Holds that a plan without a budget leaves the maximum in use, or raises it. */
const lowersNoMaximum = (drawn: Drawn): void => {
  const request = requestOf(drawn);
  const { settings } = searchedFor(request);
  expect(maximumOf(settings.policy)).toBeGreaterThanOrEqual(maximumOf(request.current));
};

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

/** Holds that each setting which a plan turns saves 2 % of the cost, wins a point of chance, or is needed. */
const turnsOnlyWhatPays = (drawn: Drawn): void => {
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
};

/** Holds that a margin is what the asked chance is held against, and makes no plan cheaper. */
const paysForItsMargin = (drawn: Drawn): void => {
  const [less, more] = [0, 0.3].map((margin) => searchedFor({ ...requestOf(drawn), margin }));
  const { meetsSlo, meetsSloWithMargin } = more!.prediction;
  expect(meetsSlo.mid).toBeGreaterThanOrEqual(meetsSloWithMargin.mid);
  if (more!.basis !== 'certain') return;
  expect(meetsSloWithMargin.mid).toBeGreaterThanOrEqual(0.95);
  // Neighbouring counts are one replica or 3 % apart, and a setting is kept for 2 % of the cost.
  const [cheaper, dearer] = [less!, more!].map(({ prediction }) => prediction.cost.meanReplicas);
  expect(dearer! * (1 + 0.03 + worthTurning.costShare)).toBeGreaterThanOrEqual(cheaper!);
};

type Draws = Pick<Parameters<[Drawn]>, 'numRuns' | 'seed'>;

/** Tests what holds of every plan on random ones: how many of them, and from which seed, by property. */
export const testPlans = (draws: {
  readonly lowerNoMaximum: Draws;
  readonly turnOnlyWhatPays: Draws;
  readonly payForTheirMargin: Draws;
}): void => {
  it.each([
    ['lower no maximum in use without a budget', lowersNoMaximum, draws.lowerNoMaximum],
    [
      'turn a setting only where that saves 2 % of the cost, wins a point of chance, or is needed',
      turnsOnlyWhatPays,
      draws.turnOnlyWhatPays,
    ],
    [
      'hold the asked chance against the margin, and are never cheaper with one',
      paysForItsMargin,
      draws.payForTheirMargin,
    ],
  ])('%s', (_, held, parameters) => {
    assert(property(plans, held), parameters);
  });
};
