import { describe, expect, it } from 'vitest';
import { k6Verdicts } from '../../../load/k6/exit-codes.ts';
import { exitWords } from '../../../reports/words/run/k6-exit.ts';
import { stopReasonText } from '../../../reports/words/run/stop-reason.ts';
import type { StopReason } from '../../../runs/schema/result/stop-reason.ts';

const ended = {
  code: 'k6Ended',
  exitCode: 107,
  signal: null,
  killed: null,
  lastWords: 'no such module',
} as const;

const cases: [StopReason, string][] = [
  [{ code: 'ctrlC' }, 'asked to stop (Ctrl-C, SIGTERM or a client of mcp)'],
  [{ code: 'signal', signal: 'terminated' }, 'k6 was told to stop by a signal: terminated'],
  [{ code: 'toolGone' }, 'the tool was gone, so the generator ended the load'],
  [
    { code: 'autoStop', failed: 29, requests: 30, overdue: 2, windowSeconds: 5 },
    '29 of 30 requests failed or are overdue (2) over the last 5 s',
  ],
  [
    { code: 'rateCap', requestsPerSecondMax: 2000 },
    'the load wanted more than 2,000 requests per second, the most that the config permits',
  ],
  [
    { code: 'replicaHours', maxReplicaHours: 0.005 },
    'its replicas have used the 0.005 replica-hours of safety.maxReplicaHours',
  ],
  [{ code: 'aborted', said: 'enough' }, 'enough'],
  [
    { code: 'aborted', said: 'Error: no login\n\tat setup (file:///flow.js:1:59(3))\n' },
    'setup() of the script failed: Error: no login',
  ],
  [{ code: 'aborted', said: 'Error: gone\n\tat default (file:///flow.js:1:59(3))\n' }, 'Error: gone'],
  [{ code: 'aborted', said: 'test aborted:\n enough' }, 'test aborted: enough'],
  [{ code: 'aborted', said: null }, 'the script ended the load'],
  [
    { code: 'thresholds', missed: [{ metric: 'bad_bodies', expression: 'count<20' }] },
    'a threshold of the script ended it by abortOnFail; missed: bad_bodies count<20',
  ],
  [
    ended,
    'the script threw an exception outside its iterations: while loading, or in setup() or teardown(); read k6.log in the run folder: it has the line of the scenario; no such module',
  ],
  [
    { ...ended, exitCode: null, signal: 'SIGKILL', killed: { code: 'notBegun', limitMs: 180_000 } },
    'the load had not begun after 180 s; no such module',
  ],
];

describe('why a load ended before its plan, in words', () => {
  it.each(cases)('has words for the reason %j', (reason, text) => {
    expect(stopReasonText(reason)).toBe(text);
  });
});

describe('an end of k6 in words', () => {
  it('gives every failure something to do', () => {
    const failures = Object.keys(k6Verdicts)
      .map(Number)
      .filter((code) => k6Verdicts[code] === 'failed');
    const silent = failures.filter((code) => exitWords({ exitCode: code, signal: null }).fix === null);
    expect(failures.length).toBeGreaterThan(5);
    expect(silent).toEqual([]);
  });

  it('has words of its own for each code that is known', () => {
    const known = Object.keys(k6Verdicts).map(
      (code) => exitWords({ exitCode: Number(code), signal: null }).meaning,
    );
    expect(known.filter((meaning) => meaning.includes('does not document'))).toEqual([]);
  });

  it('names a code or a signal that it does not know', () => {
    expect(exitWords({ exitCode: 42, signal: null }).meaning).toContain('42');
    expect(exitWords({ exitCode: null, signal: 'SIGHUP' }).meaning).toBe('k6 was ended by SIGHUP');
  });
});
