import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { readingLines } from '../../../reports/words/run/trace.ts';
import {
  type TraceReading,
  traceRecordOf,
  traceRecordSchema,
} from '../../../runs/schema/load/trace-reading.ts';
import { fixture } from '../../config/trace/arrivals-of.ts';

const readOrRefused = (name: string): TraceReading | undefined => {
  try {
    return fixture(name);
  } catch (error) {
    if (error instanceof HeadroomError) return undefined;
    throw error;
  }
};

const readings = ['exports', 'field', 'real'].flatMap((folder) =>
  readdirSync(new URL(`../../fixtures/traces/${folder}/`, import.meta.url)).flatMap((file) => {
    const reading = readOrRefused(`${folder}/${file}`);
    return reading === undefined ? [] : [{ file, reading }];
  }),
);

describe('what a run folder keeps of how a trace was read', () => {
  it('is there for every form that is read', () => {
    expect(readings.length).toBeGreaterThan(45);
  });

  it('has the peaks of its days where there are some', () => {
    const { reading } = readings[0]!;
    expect(traceRecordOf(reading, [5, 7])).toHaveProperty('dailyPeaks', [5, 7]);
    expect(traceRecordOf(reading)).not.toHaveProperty('dailyPeaks');
  });

  it.each(readings)('says the same after it was written: $file', ({ reading }) => {
    const record = traceRecordOf(reading);
    const kept = traceRecordSchema.parse(JSON.parse(JSON.stringify(record)));
    expect(readingLines(kept)).toEqual(readingLines(record));
    expect(kept).toEqual(record);
  });
});
