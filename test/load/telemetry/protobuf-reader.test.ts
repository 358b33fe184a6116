import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Fields,
  fieldTag,
  into,
  type Reader,
  readAll,
  readDouble,
  readFixed64,
  readInt64,
  readMessage,
  readPackedVarints,
  readSfixed64,
  readSint32,
  readString,
  readVarint,
} from '../../../load/telemetry/protobuf-reader.ts';
import {
  bytesField,
  double,
  fixed64,
  fixed64Field,
  textField,
  varint,
  varintField,
  zigzag,
} from './otlp-encode.ts';

const readerOf = (bytes: readonly number[]): Reader => ({
  bytes: Buffer.from(bytes),
  position: 0,
  end: bytes.length,
});

describe('scalars', () => {
  // Values of protobuf.dev/programming-guides/encoding: "Base 128 Varints", "Signed Integers".
  it.each([
    [[0x01], 1],
    [[0x96, 0x01], 150],
    [[0x00], 0],
  ])('the varint %j is %d', (bytes, value) => {
    expect(readVarint(readerOf(bytes))).toBe(value);
  });

  it.each([
    [[0x00], 0],
    [[0x01], -1],
    [[0x02], 1],
    [[0x03], -2],
    [[0xfe, 0xff, 0xff, 0xff, 0x0f], 0x7fffffff],
    [[0xff, 0xff, 0xff, 0xff, 0x0f], -0x80000000],
  ])('the zigzag %j is %d', (bytes, value) => {
    expect(readSint32(readerOf(bytes))).toBe(value);
  });

  it('minus two as an int64 is ten bytes of two’s complement', () => {
    const bytes = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    expect(readInt64(readerOf(bytes))).toBe(-2);
  });

  it('what a writer wrote comes back', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.maxSafeInteger(),
        fc.integer(),
        fc.double(),
        (natural, integer, small, real) => {
          expect(readVarint(readerOf(varint(natural)))).toBe(natural);
          expect(readInt64(readerOf(varint(integer)))).toBe(integer);
          expect(readSint32(readerOf(zigzag(small)))).toBe(small);
          expect(readDouble(readerOf(double(real)))).toBe(real);
          expect(readFixed64(readerOf(fixed64(BigInt(natural))))).toBe(natural);
          expect(readSfixed64(readerOf(fixed64(BigInt.asUintN(64, BigInt(integer)))))).toBe(integer);
        },
      ),
    );
  });

  it('a packed list holds its varints in order', () => {
    expect(readPackedVarints(readerOf([3, ...varint(300), ...varint(7)]))).toEqual([300, 7]);
  });

  it('text is UTF-8', () => {
    expect(readString(readerOf(bytesField(1, [...Buffer.from('Übergröße ✓')]).slice(1)))).toBe('Übergröße ✓');
  });
});

describe('messages', () => {
  type Item = { name: string; inner: { n: number } };
  const innerFields: Fields<{ n: number }> = { [fieldTag(1, 'varint')]: into('n', readVarint) };
  const fields: Fields<Item> = {
    [fieldTag(1, 'bytes')]: into('name', readString),
    [fieldTag(2, 'bytes')]: into('inner', (reader) => readMessage(reader, innerFields, { n: 0 })),
  };
  const read = (bytes: readonly number[]): Item =>
    readAll(Buffer.from(bytes), fields, { name: '', inner: { n: 0 } });

  it('fields that nobody asked for are skipped, whatever their type', () => {
    const unknown = [
      ...varintField(9, varint(5)),
      ...fixed64Field(10, double(1)),
      ...textField(11, 'no'),
      ...[(12 << 3) | 5, 1, 2, 3, 4],
    ];
    const message = [...unknown, ...textField(1, 'a'), ...unknown, ...bytesField(2, varintField(1, [7]))];
    expect(read(message)).toEqual({ name: 'a', inner: { n: 7 } });
  });

  it('a nested message can’t read past its own end', () => {
    const innerThatClaimsMore = [(2 << 3) | 2, 1, fieldTag(1, 'varint'), 7];
    expect(() => read(innerThatClaimsMore)).toThrow(RangeError);
  });

  it.each([
    ['a length beyond the end', [(1 << 3) | 2, 100, 65]],
    ['an endless varint', [fieldTag(9, 'varint'), ...new Array<number>(11).fill(0xff)]],
    ['a group, which proto3 does not have', [(9 << 3) | 3]],
    ['an end inside a number', [(9 << 3) | 1, 0, 0]],
  ])('%s is a RangeError', (_what, bytes) => {
    expect(() => read(bytes)).toThrow(RangeError);
  });
});
