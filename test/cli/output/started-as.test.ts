import { describe, expect, it } from 'vitest';
import { asStarted } from '../../../cli/output/started-as.ts';

const byNpm = { npm_command: 'exec' };

describe('commands to type', () => {
  it.each([
    ['next: headroom test', 'next: npx headroom test'],
    [
      'next: headroom open runs/a shows it; headroom plan runs/a runs/b plans again',
      'next: npx headroom open runs/a shows it; npx headroom plan runs/a runs/b plans again',
    ],
    ['Next: headroom plan runs/a', 'Next: npx headroom plan runs/a'],
    ['  headroom test --config cfg/my.config.ts', '  npx headroom test --config cfg/my.config.ts'],
    ['<code data-copy="Copy">headroom test</code>', '<code data-copy="Copy">npx headroom test</code>'],
    ['next: npx headroom doctor', 'next: npx headroom doctor'],
  ])('call the tool as npm started it: %s', (text, typed) => {
    expect(asStarted(text, byNpm)).toBe(typed);
  });

  it('stay as they are where the tool was started by its name, and words about a verb always', () => {
    expect(asStarted('next: headroom test', {})).toBe('next: headroom test');
    const words = 'headroom verify fires the same load again';
    expect(asStarted(words, byNpm)).toBe(words);
  });
});
