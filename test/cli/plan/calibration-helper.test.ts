import { describe, expect, it } from 'vitest';
import { startHelper } from '../../../cli/plan/helper.ts';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import type { ReplayHelper } from '../../../planner/calibrate/replay-jobs.ts';
import type { SharedWork } from '../../../planner/simulate/shared-work.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
const recordings = [recordSpike({ policy })];
const alone = JSON.stringify(calibrate(recordings));

describe('a calibration with a helper', () => {
  it('is the same, byte for byte, as without one, and replays router and rule on both threads', () => {
    const real = startHelper({ processors: 2, onLost: expect.unreachable })!;
    const asked: string[] = [];
    const lists: { readonly count: number; readonly shared: SharedWork<unknown> }[] = [];
    const helper: ReplayHelper = {
      shareReplays: (runs, task, count) => {
        asked.push(task.of);
        const shared = real.shareReplays(runs, task, count)!;
        lists.push({ count, shared });
        return shared;
      },
    };
    real.whenAwake();
    expect(JSON.stringify(calibrate(recordings, helper))).toBe(alone);
    expect(asked).toEqual(['router', 'policy']);
    const there = lists.reduce((sum, { shared }) => sum + shared.fromEnd().length, 0);
    const all = lists.reduce((sum, { count }) => sum + count, 0);
    expect(there).toBeGreaterThan(0);
    expect(there).toBeLessThan(all);
  });

  it('is the same when the helper falls silent', () => {
    const helper: ReplayHelper = {
      shareReplays: (_runs, _task, count) => {
        let left = Math.floor(count / 2);
        return { claimNext: () => left-- > 0, fromEnd: () => [], waitForMore: () => false };
      },
    };
    expect(JSON.stringify(calibrate(recordings, helper))).toBe(alone);
  });

  it('hears at once of a replay that fails there, and is given no more', () => {
    const whys: string[] = [];
    const helper = startHelper({ processors: 2, onLost: (why) => whys.push(why) })!;
    const broken = null as unknown as Recording;
    const replay = () => helper.shareReplays([broken], { of: 'router', context: {} as never }, 3);
    helper.whenAwake();
    expect(replay()!.waitForMore()).toBe(false);
    expect(whys).toEqual([expect.stringMatching(/null/)]);
    expect(replay()).toBeNull();
  });
});
