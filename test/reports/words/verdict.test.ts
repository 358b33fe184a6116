import { describe, expect, it } from 'vitest';
import { noCauseText } from '../../../reports/words/causes/no-cause.ts';
import { badSecondsText } from '../../../reports/words/run/bad-seconds.ts';
import { checkText, judgementOf } from '../../../reports/words/run/objectives.ts';
import { unfinishedText } from '../../../reports/words/run/unfinished.ts';
import { verdictSentence } from '../../../reports/words/run/verdict.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';
import {
  emptyResult,
  interruptedResult,
  thresholdMissedResult,
  unansweredResult,
} from '../../builders/result-variants.ts';
import { spikeRun } from '../../builders/spike-run.ts';

const result = spikeResult();

describe('judgementOf', () => {
  it('has a word, a shape and a tone of its own for each answer', () => {
    const answers = [true, false, null].map(judgementOf);
    for (const part of ['word', 'symbol', 'tone'] as const) {
      expect(new Set(answers.map((answer) => answer[part])).size).toBe(3);
    }
  });
});

const [errorShare, p95] = result.verdict.checks;

describe('checkText', () => {
  it('shows more digits where a measured value would look like its limit', () => {
    const { measured, limit } = checkText({ ...errorShare!, measured: 0.01004, limit: 0.01 });
    expect([measured, limit]).toEqual(['1.004 %', 'at most 1 %']);
  });
});

describe('verdictSentence', () => {
  const sentence = (change: Partial<Result['verdict']>, findings = result.findings): string =>
    verdictSentence({ ...result, verdict: { ...result.verdict, ...change }, findings });

  it('names the objective that was missed, and mostly why', () => {
    expect(sentence({})).toBe(
      'The SLO is not met: 13.5 % of the requests failed (limit 1 %), mostly because new replicas were still starting.',
    );
  });

  it('names a missed threshold of the script before an SLO that is met, and after one that is missed', () => {
    const missed = 'Missed: threshold bad_bodies of your script (count<1).';
    const { thresholds } = thresholdMissedResult().verdict;
    expect(verdictSentence(thresholdMissedResult())).toMatch(`${missed} The SLO is met: `);
    expect(sentence({ thresholds: thresholds! })).toMatch(
      /^The SLO is not met: .*starting\. Missed: threshold bad_bodies/,
    );
  });

  it('says of a load that a threshold ended that nothing is known of the SLO', () => {
    const { verdict, ...rest } = thresholdMissedResult();
    const checks = verdict.checks.map((check) => ({ ...check, met: null }));
    const reason = { code: 'thresholds' as const, missed: [{ metric: 'bad_bodies', expression: 'count<1' }] };
    const loadAsPlanned = { faults: [{ code: 'endedEarly' as const, by: 'k6', reason }] };
    expect(verdictSentence({ ...rest, loadAsPlanned, verdict: { ...verdict, checks } })).toBe(
      'Missed: threshold bad_bodies of your script (count<1). The load did not run as planned: the load ended early (a threshold of the script ended it by abortOnFail; missed: bad_bodies count<1). So nothing is said of the SLO.',
    );
  });

  it('says why a threshold is open where the SLO is not: several runners judged it', () => {
    const { verdict, ...rest } = thresholdMissedResult();
    const thresholds = verdict.thresholds!.map((one) => ({
      ...one,
      met: one.met === false ? null : one.met,
    }));
    expect(verdictSentence({ ...rest, verdict: { ...verdict, met: null, thresholds } })).toMatch(
      /^The SLO is met: .* Not known: threshold bad_bodies of your script \(count<1\), as several runners judged/,
    );
  });

  it('warns beside it of a success before the load whose body tells of an error', () => {
    const errors = [{ endpoint: 'default', status: 200, body: '{"error": "model not loaded"}' }];
    const bodies = { check: 'bodies', status: 'warning', errors } as const;
    expect(verdictSentence({ ...result, health: [...result.health, bodies] })).toMatch(
      /But the request before the load was answered 200 with a body that reports an error: \{"error": "model not loaded"\}\. The load counts every 2xx as a success:/,
    );
  });

  it('does not say mostly of a cause with less than half of the failures', () => {
    const findings = [23, 20, 19, 19, 19].map((requests) => ({ ...result.findings[0]!, requests }));
    expect(sentence({}, findings)).toBe(
      'The SLO is not met: 13.5 % of the requests failed (limit 1 %); the largest cause (23 % of the failures) is that new replicas were still starting.',
    );
    expect(sentence({}, findings.slice(0, 1))).toMatch(/\(limit 1 %\), because new replicas/);
  });

  it('does not say because of an unknown', () => {
    const unknown = { ...result.findings[0]!, cause: 'cantTell' as const, requests: 60 };
    const known = { ...result.findings[0]!, requests: 40 };
    const missed = 'The SLO is not met: 13.5 % of the requests failed (limit 1 %);';
    expect(sentence({}, [unknown])).toBe(`${missed} the recording does not show why.`);
    expect(sentence({}, [unknown, known])).toBe(
      `${missed} the recording does not show why most of them failed.`,
    );
    const others = [
      { ...known, requests: 35 },
      { ...known, requests: 25 },
    ];
    expect(sentence({}, [{ ...unknown, requests: 40 }, ...others])).toBe(
      `${missed} the recording does not show why 40 % of them failed.`,
    );
  });

  it('names a latency that was missed, not the errors that were few enough', () => {
    const checks = [
      { ...errorShare!, measured: 0.002, met: true },
      { ...p95!, measured: 812, met: false },
    ];
    expect(sentence({ checks, badSecondsCount: 2 })).toBe(
      'The SLO is not met: p95 latency is 812 ms (limit 500 ms).',
    );
  });

  it('names no cause where none was found', () => {
    expect(sentence({}, [])).toBe('The SLO is not met: 13.5 % of the requests failed (limit 1 %).');
  });

  it('says what was measured when all is met', () => {
    const checks = [{ ...errorShare!, measured: 0, met: true }, p95!];
    expect(sentence({ met: true, checks, badSecondsCount: 0 }, [])).toBe(
      'The SLO is met: 0 % of the requests failed (limit 1 %); p95 latency is 264 ms (limit 500 ms).',
    );
  });

  it('says beside it that no answer was a success but by the word of the script', () => {
    const checks = [{ ...errorShare!, measured: 0, met: true }, p95!];
    const told = (outcomes: Record<string, number>) =>
      verdictSentence({
        ...result,
        verdict: { ...result.verdict, met: true, checks, badSecondsCount: 0 },
        findings: [],
        totals: { ...result.totals, outcomes },
      });
    expect(told({ '500 expected': 38 })).toMatch(
      / No answer was a success by its status: they count as successes because the script expects them \(38 × 500 expected\)\./,
    );
    expect(told({ '200': 1, '500 expected': 37 })).not.toContain('by its status');
  });

  it('says that a script sent nothing', () => {
    const { totals, ...rest } = unansweredResult();
    const idle = { ...rest, totals: { ...totals, arrivals: 38, requests: 0, unanswered: 0 } };
    expect(verdictSentence(idle)).toMatch(/^The script sent no request that is counted: /);
    expect(noCauseText(idle)).toMatch(/^The script sent no request that is counted: /);
  });

  it('says nothing of what nobody answered', () => {
    expect(verdictSentence(unansweredResult())).toBe(
      'No request was answered: nothing can be said about the SLO.',
    );
  });
});

describe('verdictSentence, of what can not be told though requests were answered', () => {
  const open = (endpoint: string | null, checks: readonly ('errorShare' | 'p95Latency')[]): string => {
    const of = { errorShare: errorShare!, p95Latency: p95! };
    const unknown = checks.map((objective) => ({ ...of[objective], endpoint, measured: null, met: null }));
    const met = { ...errorShare!, endpoint: endpoint === null ? null : 'score', met: true };
    return verdictSentence({
      ...result,
      verdict: { ...result.verdict, met: null, checks: [met, ...unknown] },
    });
  };

  it('names the endpoint that had no answer', () => {
    expect(open('explain', ['errorShare', 'p95Latency'])).toBe(
      'No request of explain was answered: nothing can be said about the whole SLO.',
    );
  });

  it('tells answers that all failed from none', () => {
    expect(open(null, ['p95Latency'])).toBe('No request succeeded: nothing can be said about the whole SLO.');
    expect(open('explain', ['p95Latency'])).toContain('No request of explain succeeded');
  });

  it('says that clients tried again', () => {
    const { totals, ...unanswered } = unansweredResult();
    expect(verdictSentence({ ...unanswered, totals: { ...totals, retries: 3 } })).toBe(
      'No request was answered: nothing can be said about the SLO. Clients tried again 3 times; a request counts by its last try.',
    );
  });
});

describe('badSecondsText', () => {
  const withBad = (badSeconds: { fromSecond: number; toSecond: number }[], badSecondsCount: number) =>
    badSecondsText({ ...result, verdict: { ...result.verdict, badSeconds, badSecondsCount } });

  it('says how many and when', () => {
    expect(withBad([{ fromSecond: 21, toSecond: 30 }], 10)).toBe(
      '10 of 60 seconds over the error limit: 0:21–0:30',
    );
    expect(withBad([], 0)).toBe('none of 60 seconds over the error limit');
  });

  it('names the first five of many stretches', () => {
    const many = Array.from({ length: 8 }, (_, i) => ({ fromSecond: 2 * i, toSecond: 2 * i }));
    expect(withBad(many, 8)).toBe(
      '8 of 60 seconds over the error limit: 0:00, 0:02, 0:04, 0:06, 0:08 and 3 more',
    );
  });

  it('says so when nothing was recorded', () => {
    expect(badSecondsText(emptyResult())).toBe('no second was recorded');
  });
});

describe('unfinishedText', () => {
  it('is silent about a run that reached its end', () => {
    expect(unfinishedText(result)).toBeUndefined();
  });

  it.each([
    ['interrupted', 'Interrupted'],
    ['failed', 'Failed'],
    ['running', 'Unfinished'],
  ] as const)('marks a run that is %s', (status, word) => {
    expect(unfinishedText({ ...result, run: { ...spikeRun, status } })).toMatch(new RegExp(`^${word}: `));
  });

  it('says of a killed tool that it was killed', () => {
    const stopped = { by: 'tool', reason: null, atMs: 0 } as const;
    expect(unfinishedText({ ...result, run: { ...spikeRun, status: 'interrupted', stopped } })).toMatch(
      /^Interrupted: the tool was killed before the load ended, or it is still running\./,
    );
  });

  it('marks a run that was stopped, with the reason and how far it came', () => {
    const stopped = {
      by: 'autoStop',
      reason: { code: 'autoStop', failed: 95, requests: 100, overdue: 0, windowSeconds: 10 },
      atMs: 0,
    } as const;
    expect(unfinishedText({ ...interruptedResult(), run: { ...spikeRun, stopped } })).toBe(
      'Stopped early: 95 of 100 requests failed over the last 10 s. This report covers 0:41 of the planned 1:00.',
    );
  });
});

describe('noCauseText', () => {
  it('does not claim success where nothing was heard', () => {
    expect(noCauseText(emptyResult())).toContain('No request was sent');
    expect(noCauseText(unansweredResult())).toContain('some have no known end');
    expect(noCauseText(result)).toContain('no cause could be named');
    expect(noCauseText({ ...result, totals: { ...result.totals, outcomes: { '200': 2000 } } })).toBe(
      'No request failed.',
    );
  });
});
