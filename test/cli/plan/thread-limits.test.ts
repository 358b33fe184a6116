import { expect, it } from 'vitest';
import { limitsFor } from '../../../cli/plan/thread-limits.ts';

it('a thread may take more for longer recordings', () => {
  const oldMb = (seriesMb: number): number => limitsFor(seriesMb * 2 ** 20).maxOldGenerationSizeMb!;
  expect(oldMb(2) - oldMb(0)).toBe(160);
  expect(oldMb(4) - oldMb(0)).toBe(320);
});
