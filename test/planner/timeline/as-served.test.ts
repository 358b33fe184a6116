import { describe, expect, it } from 'vitest';
import { measureLimits } from '../../../planner/measure/limits.ts';
import { analyze } from '../../../planner/result/build-result.ts';
import { asServed } from '../../../planner/timeline/as-served.ts';
import { type Recording, recordedOf } from '../../../planner/timeline/recording.ts';
import { retriesSchema } from '../../../runs/schema/load/retries.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const retries = retriesSchema.parse({ countMax: 2 });
const [arrivals, queueWaitMs] = [20, 500];

/**
 * Twenty arrivals each second, all turned away at first after half a second; in the next second each is tried again and
 * answered, 1.9 s after it was planned.
 */
const recordingOf = (isRetried: boolean): Recording => {
  const { config, ...run } = completeRun();
  const seconds = run.plannedPerSecond.length;
  const times = (ms: number): number[] => new Array<number>(arrivals).fill(ms);
  const lines = Array.from({ length: seconds }, (_, second) =>
    countsLine({
      second: startSecond + second,
      arrivals,
      outcomes: { '200': arrivals },
      latenciesMs: { '200': times(1900) },
      ...(isRetried && {
        retries: second === 0 ? 0 : arrivals,
        triesMs: { '503': times(queueWaitMs), ...(second > 0 && { '200': times(200) }) },
      }),
    }),
  );
  const load = isRetried ? { ...config.load, retries } : config.load;
  return {
    run: { ...run, config: { ...config, load } },
    load: [...lines, endLine()],
    cluster: [],
    droppedLines: 0,
  };
};

describe('a recording of a load that tries again', () => {
  const recording = recordingOf(true);
  const client = recordedOf(recording);
  const served = recordedOf(asServed(recording));

  it('has for the client one request each arrival, with its last outcome and all of its time', () => {
    expect(client.timeline.load.outcomes).toEqual({ '200': client.timeline.load.arrivals });
    expect(client.timeline.load.retries?.slice(0, 2)).toEqual([0, arrivals]);
    expect(client.timeline.load.requests.slice(0, 2)).toEqual([arrivals, arrivals]);
    expect(client.timeline.load.unanswered.every((n) => n === 0)).toBe(true);
    expect(client.load.total.latencyMs['200']!.min).toBe(1900);
  });

  it('has for the service each try by itself, in the second that sent it', () => {
    expect(served.timeline.load.requests.slice(0, 2)).toEqual([arrivals, 2 * arrivals]);
    expect(served.timeline.load.outcomes['503']!.slice(0, 2)).toEqual([arrivals, arrivals]);
    expect(served.load.total.latencyMs['200']!.max).toBe(200);
  });

  it('keeps the arrivals apart from retries', () => {
    expect(served.timeline.load.arrivals).toEqual(client.timeline.load.arrivals);
  });

  it('shows limits by the tries: an arrival that came through at last was turned away before', () => {
    const seen = (recorded: typeof served) => measureLimits([recorded]).queueWaitLimit.seenMs;
    expect(seen(client)).toHaveProperty('kind', 'notEnoughData');
    expect(seen(served)).toMatchObject({ mid: expect.closeTo(queueWaitMs, -1) });
  });

  it('says in the result how many were sent again', () => {
    const { result } = analyze(recording);
    const seconds = client.timeline.seconds;
    expect(result.totals).toMatchObject({ arrivals: seconds * arrivals, retries: (seconds - 1) * arrivals });
    expect(result.verdict.checks[0]).toMatchObject({ measured: 0 });
  });
});

describe('a recording of a load that does not', () => {
  it('is the same for client and service, and says nothing of retries', () => {
    const recording = recordingOf(false);
    expect(asServed(recording)).toBe(recording);
    const { result } = analyze(recording);
    expect(result.totals).not.toHaveProperty('retries');
    expect(result.timeline.load).not.toHaveProperty('retries');
  });
});
