import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { type RecordingOptions, recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'fixed', replicas: 20 });
const overheadOf = (options: Partial<RecordingOptions>) =>
  calibrate([recordSpike({ policy, ...options })]).overhead;

describe('what a client sees beyond waiting and service', () => {
  // The builder's network takes 2 ms.
  it('is the network, whether requests collide at the replicas or not', () => {
    for (const instances of [1, 3]) {
      const { ms, provenance } = overheadOf({ router: { instances } });
      expect(provenance).toBe('measured');
      expect(ms.low).toBeCloseTo(2, 6);
      expect(ms.mid).toBeCloseTo(2, 6);
      expect(ms.high).toBeLessThan(4);
    }
  });

  it('leaves out seconds in which only failures told their service time', () => {
    const recording = recordSpike({ policy });
    const load = recording.load.map((line, i) => {
      if (line.kind !== 'counts' || i % 8 === 0 || line.latencyMs?.['200'] === undefined) return line;
      const { '200': latencyMs, ...others } = line.latencyMs;
      const { '200': count = 0, ...ended } = line.outcomes;
      return { ...line, latencyMs: { ...others, '500': latencyMs }, outcomes: { ...ended, '500': count } };
    });
    const { ms, provenance } = calibrate([{ ...recording, load }]).overhead;
    expect(provenance).toBe('measured');
    expect(ms.mid).toBeCloseTo(2, 6);
  });

  it('is part of the service times where those come from latencies', () => {
    expect(overheadOf({ hidesServiceTime: true })).toMatchObject({ provenance: 'assumed', ms: { mid: 0 } });
  });
});
