/**
 * A protobuf writer for tests: an OTLP metrics export from plain values, written the way k6's Go exporter does
 * (fields in rising order, defaults left out, integers as as_double).
 */
type Bytes = readonly number[];

export type EncodedPoint = {
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly fromMs?: number;
  readonly toMs?: number;
};
export type EncodedNumber = EncodedPoint & { readonly value: number };
export type EncodedHistogram = EncodedPoint & {
  readonly scale: number;
  readonly offset: number;
  readonly counts: readonly number[];
  readonly zeroCount?: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
};
export type EncodedMetric = {
  readonly name: string;
  readonly sum?: readonly EncodedNumber[];
  readonly gauge?: readonly EncodedNumber[];
  readonly histogram?: readonly EncodedHistogram[];
  readonly temporality?: number;
};

export const varint = (value: number | bigint): Bytes => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
};

export const zigzag = (value: number): Bytes => varint(value >= 0 ? 2 * value : -2 * value - 1);

const fixed = (write: (view: DataView) => void): Bytes => {
  const view = new DataView(new ArrayBuffer(8));
  write(view);
  return [...new Uint8Array(view.buffer)];
};
export const double = (value: number): Bytes => fixed((view) => view.setFloat64(0, value, true));
export const fixed64 = (value: bigint): Bytes => fixed((view) => view.setBigUint64(0, value, true));
const nanos = (ms: number): Bytes => fixed64(BigInt(Math.round(ms * 1e3)) * 1000n);

const tag = (number: number, wireType: number): Bytes => varint((number << 3) | wireType);
export const varintField = (number: number, value: Bytes): Bytes => [...tag(number, 0), ...value];
export const fixed64Field = (number: number, value: Bytes): Bytes => [...tag(number, 1), ...value];
export const bytesField = (number: number, value: Bytes): Bytes => [
  ...tag(number, 2),
  ...varint(value.length),
  ...value,
];
export const textField = (number: number, text: string): Bytes => bytesField(number, [...Buffer.from(text)]);

const anyValue = (value: string | number | boolean): Bytes => {
  if (typeof value === 'string') return textField(1, value);
  if (typeof value === 'boolean') return varintField(2, varint(value ? 1 : 0));
  return Number.isInteger(value) ? varintField(3, varint(value)) : fixed64Field(4, double(value));
};

const attributesField = (number: number, { attributes = {} }: EncodedPoint): Bytes =>
  Object.entries(attributes).flatMap(([key, value]) =>
    bytesField(number, [...textField(1, key), ...bytesField(2, anyValue(value))]),
  );

const window = ({ fromMs = 0, toMs = 0 }: EncodedPoint): Bytes => [
  ...fixed64Field(2, nanos(fromMs)),
  ...fixed64Field(3, nanos(toMs)),
];

const numberPoint = (point: EncodedNumber): Bytes => [
  ...window(point),
  ...fixed64Field(4, double(point.value)),
  ...attributesField(7, point),
];

const histogramPoint = (point: EncodedHistogram): Bytes => [
  ...attributesField(1, point),
  ...window(point),
  ...fixed64Field(4, fixed64(BigInt(point.counts.reduce((sum, n) => sum + n, point.zeroCount ?? 0)))),
  ...fixed64Field(5, double(point.sum)),
  ...varintField(6, zigzag(point.scale)),
  ...fixed64Field(7, fixed64(BigInt(point.zeroCount ?? 0))),
  ...bytesField(8, [...varintField(1, zigzag(point.offset)), ...bytesField(2, point.counts.flatMap(varint))]),
  ...bytesField(9, []),
  ...fixed64Field(12, double(point.min)),
  ...fixed64Field(13, double(point.max)),
];

const points = (encoded: readonly Bytes[]): Bytes => encoded.flatMap((point) => bytesField(1, point));

const metric = ({ name, sum, gauge, histogram, temporality = 1 }: EncodedMetric): Bytes => {
  const delta = varintField(2, varint(temporality));
  return [
    ...textField(1, name),
    ...textField(3, 'ms'),
    ...(gauge === undefined ? [] : bytesField(5, points(gauge.map(numberPoint)))),
    ...(sum === undefined
      ? []
      : bytesField(7, [...points(sum.map(numberPoint)), ...delta, ...varintField(3, [1])])),
    ...(histogram === undefined ? [] : bytesField(10, [...points(histogram.map(histogramPoint)), ...delta])),
  ];
};

/** ExportMetricsServiceRequest with one resource and one scope, as k6 sends it. */
export const encodeExport = (metrics: readonly EncodedMetric[]): Buffer<ArrayBuffer> => {
  const resource = bytesField(
    1,
    bytesField(1, [...textField(1, 'service.name'), ...bytesField(2, textField(1, 'k6'))]),
  );
  const scope = bytesField(1, textField(1, 'k6'));
  const scopeMetrics = [...scope, ...metrics.flatMap((one) => bytesField(2, metric(one)))];
  return Buffer.from(bytesField(1, [...resource, ...bytesField(2, scopeMetrics)]));
};
