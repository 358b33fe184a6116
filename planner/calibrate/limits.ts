import type { CalibratedLimit, Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import { atOnceMs, type Limits, type MeasuredLimit, refutedFromTimes } from '../measure/limits.ts';
import type { Fact } from '../platforms/fact.ts';
import { platformFor } from '../platforms/outcomes.ts';
import { isInterval } from '../stats/interval.ts';
import type { Recorded } from '../timeline/recording.ts';

type CalibratedLimits = Pick<Calibration, 'queueWaitLimit' | 'requestTimeout' | 'clientTimeoutMs'> & {
  readonly warnings: Note[];
};

type LimitName = Extract<Note, { readonly code: 'limitSeen' }>['limit'];

const noteOf = (limit: LimitName, measured: MeasuredLimit): Note => {
  const { finding, seenMs, statedMs, statedBy } = measured;
  if (finding === 'refuted' && statedMs !== null) {
    return { code: 'limitRefuted', statedMs, statedBy, times: refutedFromTimes };
  }
  if (isInterval(seenMs)) {
    return { code: 'limitSeen', limit, seenMs: seenMs.mid, statedMs, statedBy, agrees: finding === 'agrees' };
  }
  return { code: 'limitNotSeen', limit, statedMs, statedBy };
};

/** Seen in the recording, else as good as who states it: the config's owner, or the platform's record. */
const provenanceOf = (
  { finding, statedBy }: MeasuredLimit,
  fact: Fact<number | null>,
): CalibratedLimit['provenance'] => {
  if (finding !== 'notSeen') return 'measured';
  return statedBy === 'config' ? 'configured' : fact.provenance;
};

const calibrated = (
  limit: LimitName,
  measured: MeasuredLimit,
  fact: Fact<number | null>,
): CalibratedLimit => ({
  provenance: provenanceOf(measured, fact),
  note: noteOf(limit, measured),
  evidence: [...measured.evidence],
  valueMs: measured.valueMs,
  statedMs: measured.statedMs,
  statedBy: measured.statedBy,
  seenMs: measured.seenMs,
});

/** The router's limits to plan with: as measured, or as the config or the platform states them. */
export const calibrateLimits = (runs: readonly Recorded[], limits: Limits): CalibratedLimits => {
  const { queue, requestTimeoutMs } = platformFor(runs.at(-1)!.run.config);
  const { rejectedAtOnce: rejected } = limits;
  return {
    queueWaitLimit: calibrated('queueWait', limits.queueWaitLimit, queue.waitLimitMs),
    requestTimeout: calibrated('requestTimeout', limits.requestTimeout, requestTimeoutMs),
    clientTimeoutMs: limits.clientTimeoutMs,
    warnings:
      rejected === null
        ? []
        : [
            {
              code: 'rejectedAtOnce',
              count: rejected.count,
              withinMs: atOnceMs,
              ...(rejected.ready !== null && { ready: rejected.ready }),
            },
          ],
  };
};
