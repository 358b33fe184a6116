import { expect, it } from 'vitest';
import { z } from 'zod';
import { writtenBy } from '../../../runs/schema/faults/written-by.ts';

const schema = z.strictObject({
  schemaVersion: z.literal(2),
  cause: z.enum(['startup', 'overload']),
  count: z.int().min(0),
  limit: z.union([z.strictObject({ ms: z.number() }), z.strictObject({ share: z.number() })]),
});
const whole = { schemaVersion: 2, cause: 'startup', count: 1, limit: { ms: 5 } };

it.each([
  ['another schemaVersion', { ...whole, schemaVersion: 1, count: 'x' }, 'otherVersion'],
  ['a field that is new', { ...whole, more: 1 }, 'otherHand'],
  ['a field that is not there', { ...whole, count: undefined }, 'otherHand'],
  ['a word that is new', { ...whole, cause: 'nodes' }, 'otherHand'],
  ['a field that is new inside a choice', { ...whole, limit: { ms: 5, of: 'router' } }, 'otherHand'],
  ['a value of another type', { ...whole, count: 'x' }, 'damaged'],
  ['a value that nothing has', { ...whole, count: -1, more: 1 }, 'damaged'],
  ['a value that is none of the choices', { ...whole, limit: 5 }, 'damaged'],
  ['no schemaVersion', { recommendation: 12 }, 'damaged'],
  ['a version that is no number', { ...whole, schemaVersion: 'x' }, 'damaged'],
  ['no object', 12, 'damaged'],
])('tells by %s who left a file so', (_, value, by) => {
  expect(writtenBy(schema, value)).toBe(by);
});
