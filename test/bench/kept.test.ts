import { appendFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepAnswer, readAnswers } from '../../bench/accuracy/kept.ts';
import { readKept } from '../../bench/accuracy/live-kept.ts';

const conditions = { margin: 0.2, spikeShare: 0.01, showsRouterPods: false };
const bench = { seed: 3, conditions };
const answerOf = (name: string) => ({ name, reasons: ['none'] });

describe('the answers of a bench that was cut', () => {
  it('are read again by a bench of the same seed and conditions', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'headroom-kept-')), 'kept.ndjson');
    expect((await readAnswers(file, bench)).size).toBe(0);
    await keepAnswer(file, { ...bench, index: 4, answer: answerOf('service 4') });
    await keepAnswer(file, { ...bench, seed: 5, index: 1, answer: answerOf('of another seed') });
    await keepAnswer(file, {
      seed: 3,
      conditions: { ...conditions, margin: 0 },
      index: 2,
      answer: answerOf('without a margin'),
    });
    await keepAnswer(file, {
      seed: 3,
      conditions: { ...conditions, showsRouterPods: true },
      index: 3,
      answer: answerOf('with pods of the router'),
    });
    await appendFile(file, '{"seed":3,"index":0,"live":"a line of another bench"}\n');
    expect([...(await readAnswers(file, bench))]).toEqual([[4, answerOf('service 4')]]);
    const { margin, spikeShare } = conditions;
    const seenOrNot = await readAnswers(file, { seed: 3, conditions: { margin, spikeShare } });
    expect([...seenOrNot.keys()]).toEqual([4, 3]);
    expect(await readKept(file)).toEqual([]);
  });
});
