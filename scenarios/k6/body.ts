/** A body as it is sent: text, or bytes. */
export type Body = string | ArrayBuffer;

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** JSON without silent changes: what JSON does not have, such as NaN, would become null or vanish. */
const refuseUnsayable = (key: string, value: unknown): unknown => {
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  if (isNumber || !['number', 'bigint', 'function', 'symbol'].includes(typeof value)) return value;
  const shown = typeof value === 'number' || typeof value === 'bigint' ? String(value) : `a ${typeof value}`;
  throw new Error(`${key === '' ? 'it' : `"${key}"`} is ${shown}, which JSON does not have`);
};

/** A value as JSON; undefined for nothing. @throws Error for a value that JSON does not have, and for circles */
export const jsonOf = (value: unknown): string | undefined => JSON.stringify(value, refuseUnsayable);

/**
 * What a payload function returned, as it is sent: text and bytes as they are, all else as JSON. Runs in k6 and,
 * for the request before the load, in Node.
 *
 * @throws Error for a promise, for nothing, and for what JSON does not have
 */
export const bodyOf = (value: unknown): Body => {
  if (isPromise(value))
    throw new Error('it returned a promise: k6 does not wait for it, so return the value itself');
  if (value === undefined || value === null || value === '') throw new Error('it returned nothing to send');
  if (typeof value === 'string' || value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value))
    return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer;
  return jsonOf(value) ?? '';
};
