import { describe, expect, it } from 'vitest';
import { createAsker } from '../../../load/runners/ask-again.ts';
import { openLedger } from '../../../load/runners/ledger.ts';
import { countsLine } from '../../builders/load.ts';

const line = (seq: number) => ({
  ...countsLine({ second: 1_700_000_000 + seq, generator: 'runner-0', outcomes: { '200': 1 } }),
  seq,
});

const askerAfter = (...numbers: readonly number[]) => {
  const ledger = openLedger('runner-0', [], () => 0);
  for (const seq of numbers) ledger.add(line(seq));
  const asked: number[][] = [];
  return { ledger, asked, look: createAsker(ledger, (...range) => void asked.push(range)) };
};

describe('lines that never came', () => {
  it('are asked for at once: the first ones that are missing', () => {
    const { asked, look } = askerAfter(0, 1, 5, 6, 9);
    look();
    expect(asked).toEqual([[2, 5, 1]]);
  });

  it('are not asked for where there are none', () => {
    const { asked, look } = askerAfter(0, 1, 2);
    look();
    expect(asked).toEqual([]);
  });

  it('are counted once when they come twice, and the next ones are asked for', () => {
    const { ledger, asked, look } = askerAfter(0, 2, 4);
    look();
    expect(ledger.add(line(1))).toBe(true);
    expect(ledger.add(line(1))).toBe(false);
    for (let second = 0; second < 5; second++) look();
    expect(asked).toEqual([
      [1, 2, 1],
      [3, 4, 2],
    ]);
    ledger.add(line(3));
    expect(ledger.gap()).toBeNull();
  });

  it('are given up in the end', () => {
    const { asked, look } = askerAfter(0, 2);
    for (let second = 0; second < 1000; second++) look();
    expect(asked).toHaveLength(20);
  });
});
