import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMetrics, type Metric } from '../../../load/telemetry/otlp-decode.ts';
import { bytesField, type EncodedMetric, encodeExport, textField, varintField } from './otlp-encode.ts';

const all = (): boolean => true;

const metricsIn = (body: Buffer, isWanted: (name: string) => boolean = all): readonly Metric[] => {
  const decoded = decodeMetrics(body, isWanted);
  if (decoded.kind === 'malformed') throw new Error(decoded.reason);
  return decoded.metrics;
};

const reasonOf = (body: Buffer): string => {
  const decoded = decodeMetrics(body, all);
  if (decoded.kind === 'metrics') throw new Error(`${decoded.metrics.length} metrics`);
  return decoded.reason;
};

const histogram = { scale: 3, offset: -2, counts: [1, 0, 4], zeroCount: 2, sum: 6.5, min: 0, max: 1.5 };

const sample: readonly EncodedMetric[] = [
  {
    name: 'http_reqs',
    sum: [
      {
        attributes: { scenario: 'spike', status: '503', 'otel.metric.overflow': true, n: -7, share: 0.5 },
        fromMs: 1_795_407_316_438.164,
        toMs: 1_795_407_317_437.843,
        value: 31,
      },
    ],
  },
  { name: 'http_req_duration', histogram: [{ attributes: { t: '12' }, ...histogram }] },
  { name: 'vus', gauge: [{ value: 7 }] },
];

describe('an export', () => {
  it('gives sums, gauges and histograms with their attributes', () => {
    const [requests, duration, users] = metricsIn(encodeExport(sample));
    expect(requests).toMatchObject({ kind: 'sum', name: 'http_reqs', points: [{ value: 31 }] });
    expect(Object.fromEntries(requests?.points[0]?.attributes ?? [])).toEqual(
      sample[0]?.sum?.[0]?.attributes,
    );
    expect(duration).toMatchObject({
      kind: 'histogram',
      name: 'http_req_duration',
      points: [{ sketch: { ...histogram, count: 7 } }],
    });
    expect(users).toMatchObject({ kind: 'gauge', name: 'vus', points: [{ value: 7 }] });
  });

  it('gives window ends good to a microsecond, the same number for the same instant', () => {
    const [first, second] = [0, 1].map(() => metricsIn(encodeExport(sample))[0]?.points[0]);
    expect(first?.fromMs).toBeCloseTo(1_795_407_316_438.164, 2);
    expect(first?.toMs).toBe(second?.toMs);
  });

  it('without metrics is one too', () => {
    expect(metricsIn(Buffer.alloc(0))).toEqual([]);
  });

  it('is read only where it is wanted', () => {
    expect(metricsIn(encodeExport(sample), (name) => name === 'vus')).toEqual([
      expect.objectContaining({ name: 'vus', points: [expect.objectContaining({ value: 7 })] }),
    ]);
  });

  it('whose metric names itself after its data is understood', () => {
    const point = bytesField(1, [4 * 8 + 1, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]); // as_double = 1
    const metric = [...bytesField(7, point), ...textField(1, 'late')];
    const body = Buffer.from(bytesField(1, bytesField(2, bytesField(2, metric))));
    expect(metricsIn(body, (name) => name === 'late')).toMatchObject([
      { name: 'late', points: [{ value: 1 }] },
    ]);
    expect(metricsIn(body, () => false)).toEqual([]);
  });

  it('of any sums comes back as it was', () => {
    const point = fc.record({
      value: fc.nat(),
      attributes: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.maxSafeInteger())),
    });
    const metric = fc.record({ name: fc.string({ minLength: 1 }), sum: fc.array(point) });
    fc.assert(
      fc.property(fc.array(metric), (metrics) => {
        const decoded = metricsIn(encodeExport(metrics)).map(({ name, points }) => ({
          name,
          sum: points.map((one) => ({
            value: 'value' in one ? one.value : undefined,
            attributes: one.attributes,
          })),
        }));
        const expected = metrics.map(({ name, sum }) => ({
          name,
          sum: sum.map(({ value, attributes }) => ({
            value,
            attributes: new Map(Object.entries(attributes)),
          })),
        }));
        expect(decoded).toEqual(expected);
      }),
    );
  });
});

describe('what can’t be added up is refused with the reason', () => {
  it('cumulative sums', () => {
    expect(reasonOf(encodeExport([{ ...sample[0]!, temporality: 2 }]))).toMatch(
      /temporality 2 instead of delta/,
    );
  });

  it('histograms with explicit buckets', () => {
    const metric = [...textField(1, 'http_req_duration'), ...bytesField(9, varintField(2, [1]))];
    expect(reasonOf(Buffer.from(bytesField(1, bytesField(2, bytesField(2, metric)))))).toMatch(
      /explicit buckets/,
    );
  });

  it.each([
    ['a scale that does not exist', { scale: 21 }],
    ['buckets above every number', { scale: 0, offset: 2_000_000_000 }],
    ['buckets below every number', { scale: 0, offset: -2_000_000_000 }],
    ['a sum that is no number', { sum: Number.NaN }],
  ])('%s', (_what, change) => {
    expect(reasonOf(encodeExport([{ name: 'x', histogram: [{ ...histogram, ...change }] }]))).not.toBe('');
  });
});

describe('broken bytes never throw', () => {
  const whole = encodeExport(sample);

  it('cut anywhere', () => {
    for (let size = 1; size < whole.length; size++) {
      expect(decodeMetrics(whole.subarray(0, size), all).kind).toBe('malformed');
    }
  });

  it('changed anywhere', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = Buffer.from(whole);
        broken[at]! ^= change;
        expect(['metrics', 'malformed']).toContain(decodeMetrics(broken, all).kind);
      }),
      { numRuns: 2000 },
    );
  });

  it('or made up', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['metrics', 'malformed']).toContain(decodeMetrics(Buffer.from(bytes), all).kind);
      }),
    );
  });
});
