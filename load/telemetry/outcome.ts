import type { Outcome } from '../../runs/schema/load-series.ts';
import type { Attributes } from './otlp-points.ts';

/** k6's codes for requests without an answer (lib/netext/httpext/error_codes.go in k6 v2). */
const classByCode: ReadonlyMap<string, Outcome> = new Map([
  ['1050', 'timeout'],
  ['1100', 'dns'],
  ['1101', 'dns'],
  ['1110', 'blocked'],
  ['1111', 'blocked'],
  ['1201', 'reset'],
  ['1210', 'dial'],
  ['1211', 'dial'],
  ['1212', 'refused'],
  ['1213', 'dial'],
  ['1220', 'reset'],
]);

const isTlsCode = (code: string): boolean => /^13\d\d$/.test(code);

const failureOf = (code: string): Outcome => classByCode.get(code) ?? (isTlsCode(code) ? 'tls' : 'other');

/** Whether a response line came back, whatever it said; k6 books status 0 otherwise. */
export const isAnswered = (attributes: Attributes): boolean =>
  /^[1-5]\d\d$/.test(String(attributes.get('status')));

/**
 * How the requests of a series ended: their status, or the class of k6's error code where there was no answer.
 *
 * @example outcomeOf(new Map([['status', '0'], ['error_code', '1212']])) // 'refused'
 */
export const outcomeOf = (attributes: Attributes): Outcome =>
  isAnswered(attributes) ? String(attributes.get('status')) : failureOf(String(attributes.get('error_code')));
