import { expect, it } from 'vitest';
import { limitsFor } from '../../../cli/plan/thread-limits.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';

const ofLines = (load: number, cluster: number): Pick<Recording, 'load' | 'cluster'> => ({
  load: Array(load).fill({}),
  cluster: Array(cluster).fill({}),
});

it('a thread may take more for longer recordings, and for several of them', () => {
  const oldMb = (...recordings: Parameters<typeof limitsFor>[0]): number =>
    limitsFor(recordings).maxOldGenerationSizeMb!;
  const hour = ofLines(3600, 400);
  expect(oldMb(hour) - oldMb()).toBe(200);
  expect(oldMb(hour, hour) - oldMb()).toBe(400);
});
