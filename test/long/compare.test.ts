import { describe, expect, it } from 'vitest';
import { recordingOf } from '../../bench/accuracy/record.ts';
import { randomService, type Service } from '../../bench/accuracy/service.ts';
import { runTruth } from '../../bench/accuracy/truth.ts';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { compareRuns } from '../../planner/compare/compare.ts';
import { furtherRuns } from '../../planner/compare/run-spread.ts';
import { analyze } from '../../planner/result/build-result.ts';
import type { Comparison } from '../../runs/schema/comparison.ts';

const seed = 41;
const [services, runsOfEach] = [40, 5];

const recorded = (service: Service, run: number) =>
  recordingOf(service, runTruth(service, { policy: service.policy }, run));
const resultOf = (service: Service, run: number) => analyze(recorded(service, run)).result;

describe('comparisons of runs', () => {
  it('find a difference in at most 5 % of 200 pairs without a change', () => {
    const verdicts = Array.from({ length: services }, (_, index) => {
      const service = randomService(seed, index);
      const first = recorded(service, 0);
      const base = { results: [analyze(first).result], further: furtherRuns(calibrate([first]), first.run) };
      return Array.from(
        { length: runsOfEach },
        (__, i): Comparison['verdict'] => compareRuns(base, [resultOf(service, i + 1)]).verdict,
      );
    }).flat();
    const found = verdicts.filter((verdict) => verdict === 'better' || verdict === 'worse');
    expect(verdicts).toHaveLength(200);
    expect(found.length).toBeLessThanOrEqual(0.05 * verdicts.length);
  });
});
