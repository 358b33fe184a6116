import { describe, expect, it } from 'vitest';
import { tellsOfError } from '../../../load/preflight/told-error.ts';

describe('an answer that tells of an error', () => {
  it.each([
    '{"error": "model not loaded", "code": 500}',
    '{"Errors": ["shape mismatch"]}',
    JSON.stringify('{"error": "could not convert string to float"}'),
  ])('by a member of that name: %s', (body) => {
    expect(tellsOfError(body)).toBe(true);
  });

  it.each([
    '{"predictions": [0.5], "error": null}',
    '{"errors": [], "result": 1}',
    '{"error": 0}',
    '[0.12, 0.88]',
    '"error"',
    'null',
    'an error in plain text',
    '{"error": "cut off',
  ])('is none without: %s', (body) => {
    expect(tellsOfError(body)).toBe(false);
  });
});
