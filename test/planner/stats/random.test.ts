import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperGammaShare } from '../../../planner/stats/gamma.ts';
import { createRandom, nextUniform, uniformAt } from '../../../planner/stats/random.ts';
import { correlationOf } from '../../../planner/stats/simple.ts';

const word = 1n << 32n;
const modulo = (value: bigint): bigint => ((value % word) + word) % word;

/** sfc32 as PractRand publishes it (output a + b + counter++, shifts 9 and 3, rotation 21), in whole numbers. */
const referenceSfc32 = (a: bigint, b: bigint, c: bigint): (() => bigint) => {
  let counter = 1n;
  return () => {
    const sum = modulo(a + b + counter);
    counter = modulo(counter + 1n);
    a = b ^ (b >> 9n);
    b = modulo(c + (c << 3n));
    c = modulo((modulo(c << 21n) | (c >> 11n)) + sum);
    return sum;
  };
};

const referenceSplitmix32 =
  (state: bigint): (() => bigint) =>
  () => {
    state = modulo(state + 0x9e3779b9n);
    let mixed = modulo((state ^ (state >> 16n)) * 0x21f0aaadn);
    mixed = modulo((mixed ^ (mixed >> 15n)) * 0x735a2d97n);
    return mixed ^ (mixed >> 15n);
  };

const draws = (seed: number, stream: number, count: number): number[] => {
  const random = createRandom(seed, stream);
  return Array.from({ length: count }, () => random());
};

/** Share of chi-square distributions above the statistic of these counts, if all cells are equally likely. */
const uniformityShare = (counts: readonly number[]): number => {
  const expected = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const chiSquare = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  return upperGammaShare((counts.length - 1) / 2, chiSquare / 2);
};

describe('uniformAt', () => {
  it('is the same for the same seed and index, in whatever order, and never leaves [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (seed, index) => {
        const value = uniformAt(seed, index);
        uniformAt(seed, index + 1);
        expect(uniformAt(seed, index)).toBe(value);
        expect(value >= 0 && value < 1).toBe(true);
      }),
    );
  });

  it('fills cells, and squares of neighbouring indices and of neighbouring seeds, evenly', () => {
    for (const seed of [0, 1, -7, 123_456_789]) {
      const cells = new Array<number>(256).fill(0);
      const [byIndex, bySeed] = [new Array<number>(1024).fill(0), new Array<number>(1024).fill(0)];
      for (let i = 0; i < 1 << 18; i++) {
        const value = uniformAt(seed, i);
        cells[Math.floor(value * 256)]! += 1;
        const column = Math.floor(value * 32);
        if (i % 2 === 1) byIndex[Math.floor(uniformAt(seed, i - 1) * 32) * 32 + column]! += 1;
        bySeed[Math.floor(uniformAt(seed + 1, i) * 32) * 32 + column]! += 1;
      }
      for (const counts of [cells, byIndex, bySeed]) {
        expect(uniformityShare(counts)).toBeGreaterThan(1e-5);
        expect(uniformityShare(counts)).toBeLessThan(1 - 1e-5);
      }
    }
  });
});

describe('createRandom', () => {
  it('is sfc32 seeded by splitmix32, to the bit', () => {
    for (const [seed, stream] of [
      [1, 0],
      [123_456, 3],
      [-5, 1],
    ] as const) {
      const mix = referenceSplitmix32(modulo(BigInt(seed) ^ (BigInt(stream + 1) * 0x85ebca6bn)));
      const reference = referenceSfc32(mix(), mix(), mix());
      for (let i = 0; i < 12; i++) reference();
      for (const draw of draws(seed, stream, 1000)) expect(BigInt(draw * 2 ** 32)).toBe(reference());
    }
  });

  it('repeats itself for the same seed and stream, and never leaves [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(20), (seed, stream) => {
        const values = draws(seed, stream, 50);
        expect(values).toEqual(draws(seed, stream, 50));
        expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
      }),
    );
  });

  it('gives the same numbers from its state as by calls', () => {
    const random = createRandom(5, 2);
    const mixed = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? random() : nextUniform(random.state)));
    expect(mixed).toEqual(draws(5, 2, 20));
  });

  it('fills cells, and squares of neighbouring draws, evenly', () => {
    const values = draws(7, 0, 1 << 19);
    const cells = new Array<number>(256).fill(0);
    const squares = new Array<number>(1024).fill(0);
    values.forEach((value, i) => {
      cells[Math.floor(value * 256)]! += 1;
      if (i % 2 === 1) squares[Math.floor(values[i - 1]! * 32) * 32 + Math.floor(value * 32)]! += 1;
    });
    for (const counts of [cells, squares]) {
      expect(uniformityShare(counts)).toBeGreaterThan(1e-4);
      expect(uniformityShare(counts)).toBeLessThan(1 - 1e-4);
    }
  });

  it('has streams and neighbouring seeds that do not correlate', () => {
    const count = 20_000;
    const base = draws(1, 0, count);
    for (const [seed, stream] of [
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 0],
      [3, 0],
      [2, 1],
    ] as const)
      expect(Math.abs(correlationOf(base, draws(seed, stream, count))!)).toBeLessThan(4.5 / Math.sqrt(count));
  });

  it('starts every seed and stream elsewhere', () => {
    const starts = new Set<string>();
    for (let seed = 0; seed < 1000; seed++)
      for (let stream = 0; stream < 6; stream++) starts.add(draws(seed, stream, 2).join());
    expect(starts.size).toBe(6000);
  });
});
