import { describe, expect, it } from 'vitest';
import { withConfig } from '../../../reports/words/with-config.ts';

describe('words with the config in their commands', () => {
  it.each([
    ['headroom test', 'headroom test --config b.ts'],
    ['Fire that by headroom test.', 'Fire that by headroom test --config b.ts.'],
    ['headroom test --repeat 4', 'headroom test --repeat 4 --config b.ts'],
    ['<code>headroom verify runs/a-1</code>', '<code>headroom verify runs/a-1 --config b.ts</code>'],
    [
      'headroom verify runs/a --applied --began-with 3 proves it',
      'headroom verify runs/a --applied --began-with 3 --config b.ts proves it',
    ],
    ['headroom\n  apply runs/a', 'headroom\n  apply runs/a --config b.ts'],
    ['what `headroom rbac --apply` prints', 'what `headroom rbac --apply --config b.ts` prints'],
  ])('%j', (text, expected) => {
    expect(withConfig(text, 'b.ts')).toBe(expected);
    expect(withConfig(expected, 'b.ts')).toBe(expected);
    expect(withConfig(text, undefined)).toBe(text);
  });

  it.each([
    'headroom plan runs/a',
    'headroom explain runs/a',
    'headroom tests nothing',
    'headroom verify fires the recorded load again',
    '"headroom verify" sets it',
    'headroom verify runs/a/',
    'headroom verify runs/a/b',
  ])('leave alone what reads no config, or is no command to type: %s', (text) => {
    expect(withConfig(text, 'b.ts')).toBe(text);
  });
});
