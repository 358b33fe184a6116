import { describe, expect, it } from 'vitest';
import { overSeconds, watchedIn } from '../../../planner/measure/watched.ts';
import { sumOf } from '../../../planner/stats/sum.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const six = policySettingsSchema.parse({ kind: 'fixed', replicas: 6 });

const watchedWith = (queueWaitLimitMs: number | null, { hidesServiceTime = false } = {}) =>
  watchedIn(recordedOf(recordSpike({ policy: six, router: { queueWaitLimitMs }, hidesServiceTime }))).map(
    (second) => second!,
  );

describe('what an autoscaler could see', () => {
  it('is a queue where it stood, not where its requests arrived, however long they wait', () => {
    const seconds = watchedWith(null);
    // 60 requests/s for 60 s meet 6 replicas that do 5 each: 1,800 wait at 90 s, and 20 fewer each second after it.
    expect(seconds[89]!.meanQueued).toBeGreaterThan(1600);
    expect(seconds[89]!.meanQueued).toBeLessThan(2000);
    expect(seconds[100]!.meanQueued).toBeGreaterThan(1350);
    expect(sumOf(seconds.map(({ meanQueued, queued }) => meanQueued - queued))).toBeLessThan(
      0.05 * sumOf(seconds.map(({ queued }) => queued)),
    );
  });

  it('is the mean of the queues at both ends of a second', () => {
    const seconds = watchedWith(null);
    expect(seconds[89]!.meanQueued).toBe((seconds[88]!.queued + seconds[89]!.queued) / 2);
  });

  it('is the queue at the end of the second in which it forms, where the server tells no service times', () => {
    const seconds = watchedWith(null, { hidesServiceTime: true });
    const forming = seconds.find(({ queued }) => queued > 0)!;
    expect(forming.meanQueued).toBe(forming.queued);
  });

  it('is every slot busy in a second with a queue at both its ends', () => {
    for (const { meanBusySlots } of watchedWith(null).slice(32, 100)) expect(meanBusySlots).toBe(6);
  });

  it('never has more in slots than there are', () => {
    for (const { meanBusySlots } of watchedWith(500)) expect(meanBusySlots).toBeLessThanOrEqual(6);
  });

  it('tells over a span which replicas were ready throughout', () => {
    const [first] = watchedWith(500);
    const span = overSeconds([
      { ...first!, ready: 4 },
      { ...first!, ready: 7 },
    ]);
    expect(span).toMatchObject({ ready: 7, readyThroughout: 4, meanReady: 5.5 });
  });
});
