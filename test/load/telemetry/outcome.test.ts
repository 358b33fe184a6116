import { expect, it } from 'vitest';
import { isAnswered, outcomeOf } from '../../../load/telemetry/outcome.ts';
import { outcomeSchema } from '../../../runs/schema/load-series.ts';

const series = (status: string, errorCode?: string) =>
  new Map([['status', status], ...(errorCode === undefined ? [] : [['error_code', errorCode] as const])]);

it.each(['200', '302', '429', '502', '503', '504'])('an answer with status %s is its status', (status) => {
  expect(outcomeOf(series(status, `1${status}`))).toBe(status);
  expect(isAnswered(series(status))).toBe(true);
});

// Codes of k6 v2: lib/netext/httpext/error_codes.go.
it.each([
  ['1050', 'timeout'],
  ['1100', 'dns'],
  ['1101', 'dns'],
  ['1110', 'blocked'],
  ['1111', 'blocked'],
  ['1200', 'other'],
  ['1201', 'reset'],
  ['1210', 'dial'],
  ['1211', 'dial'],
  ['1212', 'refused'],
  ['1213', 'dial'],
  ['1220', 'reset'],
  ['1300', 'tls'],
  ['1310', 'tls'],
  ['1600', 'other'],
  ['1000', 'other'],
])('no answer and error code %s is %s', (code, outcome) => {
  expect(outcomeOf(series('0', code))).toBe(outcome);
  expect(isAnswered(series('0', code))).toBe(false);
});

it.each([
  ['a status that HTTP does not have', series('999')],
  ['neither status nor code', new Map()],
])('%s is an outcome that the load series knows', (_what, attributes) => {
  expect(outcomeSchema.parse(outcomeOf(attributes))).toBe('other');
});
