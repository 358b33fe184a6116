import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { balanceFlow } from '../../../planner/calibrate/flow-balance.ts';
import { calibrateService } from '../../../planner/calibrate/service.ts';
import { measureLimits } from '../../../planner/measure/limits.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'fixed', replicas: 8 });

const balanceOf = (recording: Recording) => {
  const runs = [recordedOf(recording)];
  const limits = measureLimits(runs);
  const { readings } = calibrate([recording]).router;
  return balanceFlow(runs, calibrateService(runs, limits).service, { limits, readings });
};

describe('the flow balance', () => {
  it('agrees on a sound recording with losses: M/G/c with a wait limit', () => {
    const { flowBalance, warnings } = balanceOf(recordSpike({ policy }));
    expect(flowBalance).toMatchObject({ agrees: true, provenance: 'measured', suspects: [] });
    expect(flowBalance.lostShare).toBeGreaterThan(0.2);
    expect(Math.abs(flowBalance.lostShare - flowBalance.lostShareByFlow)).toBeLessThan(0.1);
    expect(warnings).toEqual([]);
  });

  it('names missing replicas where the watch saw half of them', () => {
    const recording = recordSpike({ policy });
    const cluster = recording.cluster.filter(
      (line) => line.kind !== 'pod' || Number(line.name.split('-')[1]) % 2 === 0,
    );
    const { flowBalance, warnings } = balanceOf({ ...recording, cluster });
    expect(flowBalance.agrees).toBe(false);
    expect(flowBalance.suspects.map(({ code }) => code)).toContain('replicasUnseen');
    expect(flowBalance.suspects.map(({ code }) => code)).toContain('busierThanReady');
    expect(warnings).toHaveLength(1);
  });

  it('names slots that are held longer than the service time says', () => {
    const recording = recordSpike({ policy });
    const load = recording.load.map((line) =>
      line.kind === 'counts' && line.serviceMs
        ? { ...line, serviceMs: { ...line.serviceMs, sum: line.serviceMs.sum / 2 } }
        : line,
    );
    const { flowBalance } = balanceOf({ ...recording, load });
    expect(flowBalance.agrees).toBe(false);
    expect(flowBalance.suspects.map(({ code }) => code)).toContain('slotsHeldLonger');
  });

  it('agrees where requests timed out in an endless queue, some in a slot and some before it', () => {
    const router = { queueWaitLimitMs: null, requestTimeoutMs: 2000 };
    const { flowBalance } = balanceOf(recordSpike({ policy, router }));
    expect(flowBalance.lostShareByFlow).toBeGreaterThan(0.2);
    expect(flowBalance.agrees).toBe(true);
  });

  it('does not count requests that wait at one replica beside idle ones as busy slots', () => {
    const router = { queueWaitLimitMs: null, requestTimeoutMs: 5000, balancing: 'random' } as const;
    const idle = policySettingsSchema.parse({ kind: 'fixed', replicas: 20 });
    const behindService = { policy: idle, router, targetKind: 'kubernetes' } as const;
    const { flowBalance, warnings } = balanceOf(recordSpike(behindService));
    expect(flowBalance.lostShareByFlow).toBeLessThan(-0.2);
    expect(flowBalance.agrees).toBe(true);
    expect(warnings).toEqual([]);
    const { low, high } = calibrate([recordSpike(behindService)]).service.meanMs;
    expect(high / low).toBeLessThan(1.1);
  });

  it('opens the service time to what would balance it, where it does not', () => {
    const recording = recordSpike({ policy });
    const sound = calibrate([recording]).service.meanMs;
    expect(sound.high / sound.low).toBeLessThan(1.2);
    const half = recording.cluster.filter(
      (line) => line.kind !== 'pod' || Number(line.name.split('-')[1]) % 2 === 0,
    );
    const doubted = calibrate([{ ...recording, cluster: half }]);
    expect(doubted.flowBalance.agrees).toBe(false);
    expect(doubted.service.meanMs.low).toBeLessThan(0.7 * doubted.service.meanMs.mid);
    expect(doubted.service.note).toMatchObject({ code: 'serviceOpened' });
  });

  it('says that it was not checked where nothing independent was recorded', () => {
    const { flowBalance, warnings } = balanceOf({ ...recordSpike({ policy }), cluster: [] });
    expect(flowBalance).toMatchObject({
      provenance: 'assumed',
      note: { code: 'flowUnchecked', serviceMs: expect.any(Number) },
    });
    expect(warnings).toHaveLength(1);
  });
});
