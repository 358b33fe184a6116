import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../../planner/stats/sum.ts';
import { csvText } from '../../../reports/csv/csv-text.ts';
import { countName } from '../../../reports/csv/otel-names.ts';
import { secondsCsv } from '../../../reports/csv/seconds.ts';
import { spikeResult } from '../../builders/result.ts';
import { unknownClusterResult } from '../../builders/result-variants.ts';

const read = (text: string): Record<string, string>[] => parse(text, { columns: true });
const wholeOf = ({ timeline } = spikeResult()): Record<string, string>[] =>
  read(secondsCsv(timeline)[0]!.text);

describe('CSV', () => {
  it('is read back as it was written, whatever stands in a cell', () => {
    const table = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(table, (rows) => {
        const text = csvText(['a', 'b'], rows);
        expect(parse(text, { record_delimiter: '\r\n' })).toEqual([['a', 'b'], ...rows]);
      }),
    );
  });
});

describe('the seconds of a run', () => {
  it('have a row each, from the first planned arrival on', () => {
    const rows = wholeOf();
    expect(rows).toHaveLength(60);
    expect(rows[21]).toMatchObject({ time: '2026-11-22T09:00:21.000Z', 'headroom.offset': '21' });
  });

  it('hold what the result holds, with durations in seconds', () => {
    const { timeline, totals } = spikeResult();
    const rows = wholeOf();
    const count = (outcome: string): number => sumOf(rows.map((row) => Number(row[countName(outcome)])));
    expect(Object.fromEntries(Object.keys(totals.outcomes).map((name) => [name, count(name)]))).toEqual(
      totals.outcomes,
    );
    const second = timeline.load.latencyP95Ms.findIndex((ms) => ms !== null);
    expect(1000 * Number(rows[second]!['http.client.request.duration.p95'])).toBeCloseTo(
      timeline.load.latencyP95Ms[second]!,
      2,
    );
    expect(Number(rows[30]!['headroom.replicas.ready'])).toBe(timeline.cluster.ready[30]);
  });

  it('leave a cell empty where a value is unknown: never a zero', () => {
    expect(new Set(wholeOf(unknownClusterResult()).map((row) => row['headroom.replicas.ready']))).toEqual(
      new Set(['']),
    );
  });

  it('have a file for each endpoint where there are several', () => {
    const { timeline } = spikeResult();
    const { offeredRatePerSecond: _, inFlight: __, generatorAtFault: ___, ...load } = timeline.load;
    const files = secondsCsv({
      ...timeline,
      endpoints: [
        { name: 'score', ...load },
        { name: 'embed', ...load },
      ],
    });
    expect(files.map(({ name }) => name)).toEqual(['seconds.csv', 'seconds-score.csv', 'seconds-embed.csv']);
    expect(read(files[1]!.text)[0]).not.toHaveProperty(['headroom.replicas.ready']);
  });

  it.each([
    ['503', 'http.response.status_code=503'],
    ['timeout', 'error.type=timeout'],
    ['grpc:14', 'rpc.response.status_code=UNAVAILABLE'],
    ['409 expected', 'http.response.status_code=409,headroom.judgement=expected'],
  ])('name the outcome %s by the attributes of OpenTelemetry', (outcome, attributes) => {
    expect(countName(outcome)).toBe(`http.client.request.duration.count[${attributes}]`);
  });
});
