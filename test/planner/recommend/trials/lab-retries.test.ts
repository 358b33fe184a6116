import { describe, expect, it } from 'vitest';
import { openLabFor } from '../../../../planner/recommend/search/plan.ts';
import { withDefaults } from '../../../../planner/recommend/search/request.ts';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { meanOver, runsOf } from '../../../../planner/recommend/trials/trial.ts';
import { tryAll } from '../../../../planner/recommend/trials/try-all.ts';
import { retriesSchema } from '../../../../runs/schema/load/retries.ts';
import { buildRequest } from '../builders.ts';

const retries = retriesSchema.parse({ countMax: 4, backoffMs: 1000, backoffGrowth: 1, jitterShare: 0 });

const failedWith = (given: typeof retries | undefined): number => {
  const plan = withDefaults({
    ...buildRequest({ serviceMs: 800, lagMs: 2000 }),
    ...(given && { retries: given }),
  });
  const lab = openLabFor(plan);
  const draws = [0, 1, 2];
  for (const draw of draws)
    for (const model of lab.worlds[draw]!.models) expect(model.retries).toEqual(given);
  const [trial] = tryAll(lab, [candidateOf(plan.current, 50)], { draws });
  return meanOver(runsOf(trial!, draws), ({ hardest }) => hardest.errorShare);
};

describe('a plan for clients that try again', () => {
  it('simulates them: what fails at first comes through once replicas are up', () => {
    const [once, again] = [failedWith(undefined), failedWith(retries)];
    expect(once).toBeGreaterThan(0.01);
    expect(again).toBeLessThan(once);
  });
});
