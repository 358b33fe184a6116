import { describe, expect, it } from 'vitest';
import { leadsInto } from '../../../cli/apply/fields.ts';

describe('a path', () => {
  it('leads into a field by whole keys, not by their first letters', () => {
    expect(leadsInto(['scale', 'max'], ['scale', 'max'])).toBe(true);
    expect(leadsInto(['scale', 'max', 'value'], ['scale', 'max'])).toBe(true);
    expect(leadsInto(['scale', 'maxSurge'], ['scale', 'max'])).toBe(false);
    expect(leadsInto(['scale'], ['scale', 'max'])).toBe(false);
  });
});
