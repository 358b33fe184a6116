import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadFor } from '../../../cli/plan/load-for.ts';
import { marginFor } from '../../../cli/plan/margin-for.ts';
import { noteText } from '../../../reports/words/plan/notes.ts';
import { plannedForText } from '../../../reports/words/plan/planned-for.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun } from '../../builders/run.ts';

const recording = { run: completeRun(), load: [], cluster: [], droppedLines: 0 };

/** Requests of each hour; the busiest hour of day d has `peaks[d]` a second. */
const traceOf = async (peaks: readonly number[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-days-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const rows = peaks.flatMap((peak, day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const time = new Date(Date.UTC(2026, 4, 4 + day, hour)).toISOString();
      return `${time},${(hour === 9 ? peak : 2) * 3600}`;
    }),
  );
  const file = join(folder, 'days.csv');
  await writeFile(file, `time,requests\n${rows.join('\n')}\n`);
  return file;
};

const planned = async (peaks: readonly number[]) =>
  loadFor(recording.run, { for: await traceOf(peaks) } as never, () => undefined);

describe('the margin of a plan for a trace', () => {
  const week = [40, 44, 46, 48, 40, 38, 36];

  it('is what its own days say, beside the advice with what is assumed', async () => {
    const { margin, marginFrom } = marginFor(await planned(week), {}, () => undefined);
    expect(margin).toBeGreaterThan(0.05);
    expect(margin).toBeLessThan(1);
    expect(marginFrom).toMatchObject({ days: 7, confidence: 0.95 });
    expect(marginFrom!.highestPeak).toBeCloseTo(48, 6);
    const text = noteText({ code: 'marginFromDays', ...marginFrom! });
    expect(text).toContain(
      "comes from the trace's 7 days, whose highest minutes lie between 36 requests/s and 48",
    );
    expect(text).toContain('Assumed: peaks of days are independent, lognormal');
    const { load } = recommendation();
    expect(plannedForText({ ...load, margin: 0.254, marginDays: 7 })).toContain(
      'peaks up to 25 % (by the peaks of 7 days) above the recorded',
    );
  });

  it('grows with the asked confidence, and gives way to a stated margin', async () => {
    const asked = await planned(week);
    const of = (confidence: number) => marginFor(asked, { confidence }, () => undefined).margin!;
    expect(of(0.99)).toBeGreaterThan(of(0.9));
    expect(marginFor(asked, { margin: 0.1 }, () => undefined)).toEqual({});
  });

  it('stays the default for few days, which is said', async () => {
    const notes: string[] = [];
    expect(marginFor(await planned([40, 44, 46]), {}, (text) => notes.push(text))).toEqual({});
    expect(notes.join()).toContain('the trace has 3 whole days: from 7 days');
  });

  it('is that of the whole trace where a part of it was fired', async () => {
    const { run } = recording;
    const trace = { dailyPeaks: week } as unknown as NonNullable<typeof run.trace>;
    const replayed = await loadFor({ ...run, trace }, {} as never, () => undefined);
    expect(replayed.dailyPeaks).toEqual(week);
    const { margin } = marginFor(replayed, {}, () => undefined);
    const alone = marginFor({ ...replayed, plannedPeak: 48 }, {}, () => undefined).margin!;
    expect(margin! + 1, 'the fired part peaks lower').toBeGreaterThan(alone + 1);
  });

  it('is no matter of a load that is no trace of days', async () => {
    const recorded = await loadFor(recording.run, {} as never, () => undefined);
    expect(marginFor(recorded, {}, () => undefined)).toEqual({});
  });
});
