/**
 * The points of an OTLP metrics export: one series in one window. Field numbers are those of opentelemetry-proto 1.x
 * (metrics/v1/metrics.proto, common/v1/common.proto), whose stability promise is never to change them.
 */
import type { Sketch } from '../../planner/stats/sketch.ts';
import {
  type Fields,
  fieldTag,
  into,
  type Reader,
  readBool,
  readDouble,
  readFixed64,
  readInt64,
  readMessage,
  readPackedVarints,
  readSfixed64,
  readSint32,
  readString,
} from './protobuf-reader.ts';

export type AttributeValue = string | number | boolean;
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** One series in one window, ms since the epoch. */
type Point = { readonly attributes: Attributes; readonly fromMs: number; readonly toMs: number };
export type NumberPoint = Point & { readonly value: number };
/** The sketch is as fine as k6 sent it: up to scale 20. */
export type HistogramPoint = Point & { readonly sketch: Sketch };

const readMs = (reader: Reader): number => readFixed64(reader) / 1e6;

const readFinite = (reader: Reader): number => {
  const value = readDouble(reader);
  if (!Number.isFinite(value))
    throw new RangeError(`${value} instead of a number before byte ${reader.position}`);
  return value;
};

const anyValueFields: Fields<{ value: AttributeValue }> = {
  [fieldTag(1, 'bytes')]: into('value', readString),
  [fieldTag(2, 'varint')]: into('value', readBool),
  [fieldTag(3, 'varint')]: into('value', readInt64),
  [fieldTag(4, 'fixed64')]: into('value', readDouble),
};

const keyValueFields: Fields<{ key: string; value: AttributeValue }> = {
  [fieldTag(1, 'bytes')]: into('key', readString),
  [fieldTag(2, 'bytes')]: (pair, reader) => readMessage(reader, anyValueFields, pair),
};

type Series = { attributes: Map<string, AttributeValue>; fromMs: number; toMs: number };

const newSeries = (): Series => ({ attributes: new Map(), fromMs: 0, toMs: 0 });

const addAttribute = ({ attributes }: Series, reader: Reader): void => {
  const { key, value } = readMessage(reader, keyValueFields, { key: '', value: '' });
  attributes.set(key, value);
};

const numberPointFields: Fields<Series & { value: number }> = {
  [fieldTag(2, 'fixed64')]: into('fromMs', readMs),
  [fieldTag(3, 'fixed64')]: into('toMs', readMs),
  [fieldTag(4, 'fixed64')]: into('value', readFinite),
  [fieldTag(6, 'fixed64')]: into('value', readSfixed64),
  [fieldTag(7, 'bytes')]: addAttribute,
};

export const readNumberPoint = (reader: Reader): NumberPoint =>
  readMessage(reader, numberPointFields, { ...newSeries(), value: 0 });

type Buckets = { scale: number; offset: number; counts: number[] };
type Histogram = Series & Buckets & { zeroCount: number; sum: number; min: number; max: number };

const bucketsFields: Fields<Histogram> = {
  [fieldTag(1, 'varint')]: into('offset', readSint32),
  [fieldTag(2, 'bytes')]: into('counts', readPackedVarints),
};

/** Buckets of negative values (field 9) are left out: no duration is below zero. */
const histogramPointFields: Fields<Histogram> = {
  [fieldTag(1, 'bytes')]: addAttribute,
  [fieldTag(2, 'fixed64')]: into('fromMs', readMs),
  [fieldTag(3, 'fixed64')]: into('toMs', readMs),
  [fieldTag(5, 'fixed64')]: into('sum', readFinite),
  [fieldTag(6, 'varint')]: into('scale', readSint32),
  [fieldTag(7, 'fixed64')]: into('zeroCount', readFixed64),
  [fieldTag(8, 'bytes')]: (histogram, reader) => readMessage(reader, bucketsFields, histogram),
  [fieldTag(12, 'fixed64')]: into('min', readFinite),
  [fieldTag(13, 'fixed64')]: into('max', readFinite),
};

const scaleRange = { min: -10, max: 20 } as const;
/** The binary exponent of every double lies within +-1100. */
const exponentMax = 1100;

/** Merging allocates from the lowest bucket to the highest, so both have to be buckets of values that exist. */
const assertBuckets = ({ scale, offset, counts }: Buckets): void => {
  const indexMax = exponentMax * 2 ** scale;
  const scaleExists = scale >= scaleRange.min && scale <= scaleRange.max;
  if (!scaleExists || offset < -indexMax || offset + counts.length > indexMax) {
    throw new RangeError(`${counts.length} histogram buckets from ${offset} at scale ${scale}`);
  }
};

export const readHistogramPoint = (reader: Reader): HistogramPoint => {
  const histogram = readMessage(reader, histogramPointFields, {
    ...newSeries(),
    ...{ scale: 0, offset: 0, counts: [], zeroCount: 0, sum: 0, min: 0, max: 0 },
  });
  assertBuckets(histogram);
  const { attributes, fromMs, toMs, ...buckets } = histogram;
  const count = buckets.counts.reduce((total, n) => total + n, buckets.zeroCount);
  return { attributes, fromMs, toMs, sketch: { ...buckets, count } };
};
