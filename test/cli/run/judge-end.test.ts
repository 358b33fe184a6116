import { describe, expect, it } from 'vitest';
import { createProblems, judgeEnd } from '../../../cli/run/judge-end.ts';
import { endLine } from '../../builders/load.ts';

const stream = { brokenLines: 0, failure: null };
const facts = { hasBegun: true, isInterrupted: false, budget: null, lastWords: '', nowMs: 5 };
const exited = { code: 0, signal: null, output: '', printed: '' };
const killed = { code: null, signal: 'SIGKILL', output: '', printed: '' } as const;

describe('the end of a load', () => {
  it.each([
    ['complete', 'complete', null],
    ['stopped', 'interrupted', 'user'],
    ['autoStop', 'interrupted', 'autoStop'],
    ['cap', 'interrupted', 'cap'],
    ['aborted', 'interrupted', 'k6'],
  ] as const)('is told by the end line: %s', (reason, status, by) => {
    const ended = { k6: exited, stream, end: endLine({ reason }), killed: null, why: null };
    const judged = judgeEnd({ ...facts, ended });
    expect(judged.status).toBe(status);
    expect(judged.stopped?.by ?? null).toBe(by);
  });

  it.each([
    [{ reason: 'stopped' }, { code: 'ctrlC' }],
    [
      { reason: 'signal', detail: 'terminated' },
      { code: 'signal', signal: 'terminated' },
    ],
    [{ reason: 'toolGone' }, { code: 'toolGone' }],
    [
      { reason: 'autoStop', autoStop: { failed: 29, requests: 30, overdue: 2, windowSeconds: 5 } },
      { code: 'autoStop', failed: 29, requests: 30, overdue: 2, windowSeconds: 5 },
    ],
    [
      { reason: 'cap', requestsPerSecondMax: 40 },
      { code: 'rateCap', requestsPerSecondMax: 40 },
    ],
    [
      { reason: 'aborted', detail: 'enough' },
      { code: 'aborted', said: 'enough' },
    ],
    [{ reason: 'aborted' }, { code: 'aborted', said: null }],
  ] as const)('keeps its reason as a code with figures, no sentence: %j', (line, reason) => {
    const ended = { k6: exited, stream, end: endLine(line), killed: null, why: null };
    expect(judgeEnd({ ...facts, ended }).stopped?.reason).toEqual(reason);
  });

  it('by a threshold with abortOnFail is told so, and by nothing else that k6 ends with 99 for', () => {
    const thresholds = [{ metric: 'bad_bodies', expression: 'count<20', ok: false }];
    const ended = { k6: { ...exited, code: 99 }, stream, killed: null, why: null };
    const stopped = (notStarted: number) =>
      judgeEnd({ ...facts, ended: { ...ended, end: endLine({ thresholds, notStarted }) } }).stopped;
    expect(stopped(221)).toMatchObject({
      by: 'k6',
      reason: { code: 'thresholds', missed: [{ metric: 'bad_bodies', expression: 'count<20' }] },
    });
    expect(stopped(0)).toBeNull();
  });

  it("by the replicas' budget is told so, unless a person ended it first", () => {
    const ended = { k6: exited, stream, end: endLine({ reason: 'stopped' }), killed: null, why: null };
    const budget = { code: 'replicaHours', maxReplicaHours: 2 } as const;
    expect(judgeEnd({ ...facts, ended, budget }).stopped).toMatchObject({ by: 'cap', reason: budget });
    expect(judgeEnd({ ...facts, ended, budget, isInterrupted: true }).stopped).toMatchObject({ by: 'user' });
  });

  it('without an end line is never complete, whatever the exit code', () => {
    const ended = { k6: exited, stream, end: null, killed: null, why: null };
    expect(judgeEnd({ ...facts, ended }).status).not.toBe('complete');
    expect(judgeEnd({ ...facts, ended: { ...ended, k6: killed } })).toMatchObject({
      status: 'interrupted',
      stopped: { by: 'k6' },
    });
  });

  it('before its first line is a failure, with the last words of k6', () => {
    const ended = { k6: { ...exited, code: 107 }, stream, end: null, killed: null, why: null };
    const judged = judgeEnd({ ...facts, hasBegun: false, lastWords: 'no such module', ended });
    expect(judged.status).toBe('failed');
    const failure = {
      code: 'k6Ended',
      exitCode: 107,
      signal: null,
      killed: null,
      lastWords: 'no such module',
    };
    expect(judged.stopped?.reason).toEqual(failure);
    expect(judged.problems).toEqual([failure]);
  });

  it('with a stream that broke is told with what was lost of it', () => {
    const broken = { brokenLines: 2, failure: null };
    const ended = {
      k6: exited,
      stream: broken,
      end: endLine({ reason: 'complete' }),
      killed: null,
      why: null,
    };
    expect(judgeEnd({ ...facts, ended }).problems).toEqual([{ code: 'streamBroken', ...broken }]);
  });
});

describe('what the generator tells beside its counts', () => {
  it('becomes codes and figures, each told once', () => {
    const problems = createProblems();
    const missed = { metric: 'checks', expression: 'rate>0.9', ok: false };
    const end = endLine({ thresholds: [missed, { ...missed, expression: 'rate>0.5', ok: true }] });
    expect(problems.add(end)).toEqual([
      { code: 'thresholdMissed', metric: 'checks', expression: 'rate>0.9' },
    ]);
    expect(problems.add(end)).toEqual([]);
    expect(problems.all()).toHaveLength(1);
  });

  it('names the host that was refused, or its address where a script dialled that', () => {
    const refused = { kind: 'refused', seq: 0, generator: 'local', second: 0, protocol: 'tcp' } as const;
    const problems = createProblems();
    problems.add({ ...refused, address: '10.0.0.7:443', host: 'elsewhere.example' });
    problems.add({ ...refused, address: '10.0.0.8:443' });
    expect(problems.all()).toEqual([
      { code: 'hostRefused', host: 'elsewhere.example' },
      { code: 'hostRefused', host: '10.0.0.8:443' },
    ]);
  });
});
