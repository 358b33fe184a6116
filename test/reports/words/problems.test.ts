import { describe, expect, it } from 'vitest';
import { problemText } from '../../../reports/words/run/problems.ts';
import type { Problem } from '../../../runs/schema/result/problem.ts';

const cases: [Problem, string][] = [
  [
    { code: 'scriptThrew', thrown: 'Error: on purpose', place: 'mine.ts:14:7' },
    'scenario exception: Error: on purpose at mine.ts:14:7',
  ],
  [
    { code: 'scriptThrew', thrown: 'Error: on purpose', place: null },
    'scenario exception: Error: on purpose',
  ],
  [
    { code: 'hostRefused', host: '10.0.0.7' },
    'host not allowed: a connection to 10.0.0.7 was refused: see safety.allowedHosts',
  ],
  [
    { code: 'optionsReplaced', names: ['vus', 'duration'] },
    'script options: not used, as the plan decides: vus, duration',
  ],
  [
    { code: 'thresholdMissed', metric: 'checks', expression: 'rate>0.9' },
    'script threshold: checks rate>0.9 is not met',
  ],
  [
    { code: 'notMeasured', sentBy: 'k6/x/sql' },
    'not measured: what the script sends by k6/x/sql is not measured: its requests are not counted; arrivals, exceptions and checks are',
  ],
  [
    { code: 'unknownOrder', names: ['faster'] },
    'unknown order: the generator was given an order that it does not know: faster',
  ],
  [{ code: 'streamBroken', brokenLines: 1, failure: null }, 'stream: 1 broken line'],
  [{ code: 'streamBroken', brokenLines: 2, failure: 'EPIPE' }, 'stream: EPIPE; 2 broken lines'],
  [
    { code: 'k6Ended', exitCode: 42, signal: null, killed: { code: 'wentOn' }, lastWords: 'out of memory' },
    'k6: k6 went on long after its plan; out of memory',
  ],
];

describe('a problem of a run in words', () => {
  it.each(cases)('names its kind and says what happened: %j', (problem, words) => {
    const { name, detail } = problemText(problem);
    expect(`${name}: ${detail}`).toBe(words);
  });
});
