import { expect, it } from 'vitest';
import { slowItselfTexts, slowTexts } from '../../../reports/words/run/slow.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { slowResult } from '../../builders/slow-result.ts';

/** The same with failures that keep their limit, so that the latency alone misses the SLO. */
const withoutFailures = (result: Result): Result => ({
  ...result,
  verdict: {
    ...result.verdict,
    checks: result.verdict.checks.map((check) =>
      check.objective === 'errorShare' ? { ...check, met: true } : check,
    ),
  },
});

it('says that more replicas change nothing where the model alone takes longer than the limit', () => {
  expect(slowTexts(slowResult(100, [112, 115]))).toEqual([
    'Why the p95 latency is over its limit of 100 ms: inside the model alone 95 % of the requests take up to 118 ms, by the server’s own header: more replicas don’t change that.',
  ]);
});

it('says the same of a latency that the load did not change', () => {
  const [text] = slowTexts(slowResult(250, [112, 115]));
  expect(text).toMatch(
    /half of the requests took up to 112 ms before the load rose, and 115 ms under it\. A queue would grow/,
  );
  expect(text).toMatch(/more replicas don’t change that\.$/);
});

it('tells of a latency that came with the load, unless failures miss the SLO too', () => {
  const queued = slowResult(250, [112, 600]);
  expect(slowTexts(withoutFailures(queued))).toEqual([
    expect.stringMatching(/and 600 ms under it\. Under the load requests wait for each other/),
  ]);
  expect(slowTexts(queued)).toEqual([]);
  expect(slowItselfTexts(withoutFailures(queued))).toEqual([]);
});
