/**
 * The protobuf wire format (https://protobuf.dev/programming-guides/encoding/), as far as telemetry needs it.
 *
 * A reader is a place in a buffer and the end of the message around it. Whatever the bytes are, reading ends
 * with a value or with a `RangeError`: no read passes `end`, and every field takes at least one byte.
 */
export type Reader = { readonly bytes: Buffer; position: number; end: number };

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** The tag that stands before a field's value: the field's number and how the value is written. */
export const fieldTag = (number: number, type: keyof typeof wireTypes): number =>
  (number << 3) | wireTypes[type];

/** Moves past `size` bytes and returns where they start. */
const take = (reader: Reader, size: number): number => {
  const start = reader.position;
  if (start + size > reader.end) {
    throw new RangeError(`${size} bytes wanted at byte ${start} of a message that ends at ${reader.end}`);
  }
  reader.position = start + size;
  return start;
};

const varintBytesMax = 10;

/** An unsigned varint; exact up to 2^53, which no count of requests passes. */
export const readVarint = (reader: Reader): number => {
  let value = 0;
  let factor = 1;
  for (let i = 0; i < varintBytesMax; i++) {
    const byte = reader.bytes[take(reader, 1)]!;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  throw new RangeError(`a varint of more than ${varintBytesMax} bytes before byte ${reader.position}`);
};

/** An int64 written as a varint: a negative number is its two's complement in 64 bits, always ten bytes. */
export const readInt64 = (reader: Reader): number => {
  const start = reader.position;
  const unsigned = readVarint(reader);
  if (unsigned <= Number.MAX_SAFE_INTEGER) return unsigned;
  const bits = reader.bytes
    .subarray(start, reader.position)
    .reduce((sum, byte, i) => sum | (BigInt(byte & 0x7f) << BigInt(7 * i)), 0n);
  return Number(BigInt.asIntN(64, bits));
};

/** A sint32: zigzag, so that small negative numbers stay short. */
export const readSint32 = (reader: Reader): number => {
  const value = readVarint(reader);
  return (value >>> 1) ^ -(value & 1);
};

export const readBool = (reader: Reader): boolean => readVarint(reader) !== 0;

export const readDouble = (reader: Reader): number => reader.bytes.readDoubleLE(take(reader, 8));

/** A fixed64 as a number: 53 significant bits, so a time in ns since the epoch is good to 256 ns. */
export const readFixed64 = (reader: Reader): number => {
  const start = take(reader, 8);
  return reader.bytes.readUInt32LE(start + 4) * 2 ** 32 + reader.bytes.readUInt32LE(start);
};

export const readSfixed64 = (reader: Reader): number => Number(reader.bytes.readBigInt64LE(take(reader, 8)));

export const readString = (reader: Reader): string => {
  const size = readVarint(reader);
  const start = take(reader, size);
  return reader.bytes.toString('utf8', start, start + size);
};

/** Moves past a string or a message. */
export const skipBytes = (reader: Reader): void => {
  take(reader, readVarint(reader));
};

const skip = (reader: Reader, tag: number): void => {
  switch (tag & 7) {
    case wireTypes.varint:
      readVarint(reader);
      return;
    case wireTypes.fixed64:
      take(reader, 8);
      return;
    case wireTypes.bytes:
      skipBytes(reader);
      return;
    case wireTypes.fixed32:
      take(reader, 4);
      return;
    default:
      throw new RangeError(`unknown wire type ${tag & 7} before byte ${reader.position}`);
  }
};

/** What to do with each field of a message, by tag. Fields that are not named here are skipped. */
export type Fields<Message> = Readonly<Record<number, (message: Message, reader: Reader) => void>>;

/** A field whose value goes to `key` of its message. */
export const into =
  <Message, Key extends keyof Message>(
    key: Key,
    read: (reader: Reader) => Message[Key],
  ): ((message: Message, reader: Reader) => void) =>
  (message, reader) => {
    message[key] = read(reader);
  };

/** Reads to the reader's end, one `readOne` after the other. */
const untilEnd = (reader: Reader, readOne: () => void): void => {
  while (reader.position < reader.end) readOne();
};

const within = (reader: Reader, readOne: () => void): void => {
  const size = readVarint(reader);
  const outerEnd = reader.end;
  reader.position = take(reader, size);
  reader.end = reader.position + size;
  untilEnd(reader, readOne);
  reader.end = outerEnd;
};

const readField = <Message>(reader: Reader, fields: Fields<Message>, message: Message): void => {
  const tag = readVarint(reader);
  const read = fields[tag];
  if (read === undefined) skip(reader, tag);
  else read(message, reader);
};

/** A message inside another one, read into `message`, which holds the defaults. */
export const readMessage = <Message>(reader: Reader, fields: Fields<Message>, message: Message): Message => {
  within(reader, () => readField(reader, fields, message));
  return message;
};

/** A packed list of varints. */
export const readPackedVarints = (reader: Reader): number[] => {
  const values: number[] = [];
  within(reader, () => values.push(readVarint(reader)));
  return values;
};

/** The outermost message: all of `bytes`. */
export const readAll = <Message>(bytes: Buffer, fields: Fields<Message>, message: Message): Message => {
  const reader = { bytes, position: 0, end: bytes.length };
  untilEnd(reader, () => readField(reader, fields, message));
  return message;
};
