import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../cli/output/live.ts';
import type { LiveStatus } from '../../../cli/output/live-lines.ts';

const phases = [
  { name: 'baseline', endSeconds: 15 },
  { name: 'spike', endSeconds: 60 },
  { name: 'recovery', endSeconds: 76 },
];
const status = (more: Partial<LiveStatus> = {}): LiveStatus => ({
  elapsedSeconds: 31,
  totalSeconds: 76,
  phase: 'spike',
  phases,
  offeredRatePerSecond: 60,
  achievedRatePerSecond: 62,
  scriptRequests: null,
  retries: 0,
  p95Ms: 606,
  errors: {},
  isWatched: true,
  ready: 14,
  desired: 19,
  lost: null,
  ...more,
});

/** A stream that keeps what it is given. */
const keeping = (isTTY: boolean, columns = 80) => {
  const written: string[] = [];
  const write = (text: string | Uint8Array): boolean => written.push(String(text)) > 0;
  return { stream: { isTTY, columns, write } as NodeJS.WriteStream, text: () => written.join('') };
};

/** What a terminal shows in the end: what was erased is gone. */
const screenOf = (text: string): string => {
  const lines = [''];
  for (const [token] of text.replaceAll('\u001b', '␛').matchAll(/␛\[\d*[AJ]|\n|\r|[^␛\n\r]+/g)) {
    if (token === '\n') lines.push('');
    else if (token.endsWith('A')) lines.splice(lines.length - Number(token.slice(2, -1)));
    else if (token.endsWith('J')) lines[lines.length - 1] = '';
    else if (token !== '\r') lines[lines.length - 1] += token;
  }
  return lines.join('\n');
};

describe('progress on a terminal', () => {
  it('shows phases as a checklist, the last second, and failures once there are any', () => {
    const { stream, text } = keeping(true);
    const progress = createProgress(stream);
    progress.status(status());
    expect(screenOf(text())).toBe(
      '0:31/1:16  ✓ baseline 0:15   ▸ spike 1:00   · recovery 1:16\n' +
        '62 req/s (plan 60) · p95 606 ms · no errors · replicas 14/19 ready',
    );
    progress.status(status({ errors: { 503: 12 } }));
    progress.status(status({ errors: { 503: 3 } }));
    expect(screenOf(text()).split('\n').at(-1)).toBe('failures  ▁█▃  at most 12/s');
  });

  it('shows no number of replicas that may be old', () => {
    const { stream, text } = keeping(true, 200);
    const lost = { sinceSeconds: 11.4, reason: 'no connection to the API server: the login failed' };
    createProgress(stream).status(status({ lost }));
    expect(screenOf(text())).toContain(
      'no errors · replicas unknown since 0:11 (no connection to the API server: the login failed)',
    );
    expect(screenOf(text())).not.toContain('14/19');
  });

  it('moves no cursor where the terminal calls itself dumb: it prints the lines of a log', () => {
    const { stream, text } = keeping(true);
    const progress = createProgress(stream, { env: { TERM: 'dumb' } });
    progress.status(status());
    progress.status(status({ elapsedSeconds: 32 }));
    progress.close();
    expect(text()).toBe(
      '0:31/1:16 spike · 62 req/s (plan 60) · p95 606 ms · no errors · replicas 14/19 ready\n',
    );
  });

  it('redraws in place, keeps notes, and leaves nothing behind', () => {
    const { stream, text } = keeping(true);
    const progress = createProgress(stream);
    progress.status(status({ errors: { 503: 1 } }));
    progress.note('the script threw');
    progress.status(status());
    progress.close();
    expect(screenOf(text())).toBe('the script threw\n');
  });

  it('fits a small terminal, whatever names come', () => {
    const { stream, text } = keeping(true, 40);
    const many = Array.from({ length: 30 }, (_, i) => ({
      name: `step\u001b[2J ${i}`,
      endSeconds: 10 * (i + 1),
    }));
    createProgress(stream).status(status({ phases: many, phase: many[12]!.name }));
    const lines = screenOf(text()).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40);
    expect(text()).not.toContain('\u001b[2J');
  });

  it('tells a step, and how long it will take once that can be told', () => {
    const { stream, text } = keeping(true);
    const progress = createProgress(stream);
    progress.step({ text: 'searching', share: 0.05 });
    expect(screenOf(text())).toBe('  5 %  searching');
    progress.step({ text: 'searching', share: 0.5 });
    expect(screenOf(text())).toMatch(/^ 50 % {2}searching, about \d+ s left$/);
  });
});

describe('progress elsewhere', () => {
  it('is a line for each phase in a log, and one for each step', () => {
    const { stream, text } = keeping(false);
    const progress = createProgress(stream);
    progress.status(status());
    progress.status(status({ elapsedSeconds: 32 }));
    progress.status(status({ elapsedSeconds: 61, phase: 'recovery' }));
    for (const share of [0.1, 0.2]) progress.step({ text: 'searching', share });
    expect(text()).toBe(
      '0:31/1:16 spike · 62 req/s (plan 60) · p95 606 ms · no errors · replicas 14/19 ready\n' +
        '1:01/1:16 recovery · 62 req/s (plan 60) · p95 606 ms · no errors · replicas 14/19 ready\n' +
        ' 10 %  searching\n',
    );
  });

  it('tells arrivals and requests apart where a script sends as many as it likes', () => {
    const { stream, text } = keeping(false);
    createProgress(stream).status(status({ scriptRequests: 248 }));
    expect(text()).toContain(' spike · 62 arrivals/s (plan 60), 248 req/s · p95');
  });

  it('says nothing of replicas that nobody watches, and ? of those that can’t be read', () => {
    const { stream, text } = keeping(false);
    createProgress(stream).status(status({ isWatched: false, ready: null, desired: null }));
    expect(text()).not.toContain('replicas');
    createProgress(stream).status(status({ ready: null, desired: null }));
    expect(text()).toContain('replicas ?/? ready');
  });

  it('is nothing at all with --quiet', () => {
    const { stream, text } = keeping(true);
    const progress = createProgress(stream, { quiet: true });
    progress.note('run x');
    progress.status(status());
    progress.step({ text: 'searching', share: 0.1 });
    progress.close();
    expect(text()).toBe('');
  });
});
