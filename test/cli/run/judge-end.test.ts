import { describe, expect, it } from 'vitest';
import { judgeEnd } from '../../../cli/run/judge-end.ts';
import { endLine } from '../../builders/load.ts';

const stream = { brokenLines: 0, failure: null };
const facts = { hasBegun: true, isInterrupted: false, lastWords: '', nowMs: 5 };
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
    const ended = { k6: exited, stream, end: endLine({ reason }), killed: null };
    const judged = judgeEnd({ ...facts, ended });
    expect(judged.status).toBe(status);
    expect(judged.stopped?.by ?? null).toBe(by);
  });

  it('without an end line is never complete, whatever the exit code', () => {
    const ended = { k6: exited, stream, end: null, killed: null };
    expect(judgeEnd({ ...facts, ended }).status).not.toBe('complete');
    expect(judgeEnd({ ...facts, ended: { ...ended, k6: killed } })).toMatchObject({
      status: 'interrupted',
      stopped: { by: 'k6' },
    });
  });

  it('before its first line is a failure, with the last words of k6', () => {
    const ended = { k6: { ...exited, code: 107 }, stream, end: null, killed: null };
    const judged = judgeEnd({ ...facts, hasBegun: false, lastWords: 'no such module', ended });
    expect(judged.status).toBe('failed');
    expect(judged.stopped?.reason).toContain('no such module');
  });
});
