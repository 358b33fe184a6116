import { describe, expect, it } from 'vitest';
import { overSize } from '../../../config/checks/plan-size.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import type { Phase } from '../../../runs/schema/load/load.ts';

const { safety } = resolveConfig(
  {
    target: { url: 'http://127.0.0.1:8890/score' },
    load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 10 },
  },
  '/somewhere/k6.config.ts',
);

describe('a plan that lasts too long', () => {
  it('of a trace names the part of it that can be fired, and what plans for all of it', () => {
    const replay: Phase = {
      name: 'replay',
      kind: 'replay',
      startSeconds: 0,
      durationSeconds: 57_600,
      pieces: [{ durationSeconds: 57_600, fromRatePerSecond: 1, toRatePerSecond: 1 }],
    };
    const [fault] = overSize({ safety, phases: [replay], file: 'k6.config.ts' });
    expect(fault?.fix).toMatch(
      /load\.fromSecond, load\.seconds.*plan --for.*or raise safety\.maxDurationSeconds/,
    );
  });
});
