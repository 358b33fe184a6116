import { expect, it } from 'vitest';
import { loadInWords } from '../../../cli/mcp/guard.ts';
import { resolveConfig } from '../../../config/resolve.ts';

it('tells a person how many requests a load has, and only about how many where arrivals are drawn', () => {
  const wordsOf = (arrivals?: 'even' | 'random'): string =>
    loadInWords(
      resolveConfig(
        {
          target: { url: 'http://127.0.0.1:1/score' },
          load: { scenario: 'soak', ratePerSecond: 20, soakSeconds: 30, ...(arrivals && { arrivals }) },
        },
        '/tests/k6.config.ts',
      ),
    );
  expect(wordsOf('even')).toMatch(/^A soak of 600 requests in 30 seconds, up to 20 requests\/s/);
  expect(wordsOf('random')).toMatch(/^A soak of about 600 requests in 30 seconds/);
  expect(wordsOf()).toBe(wordsOf('random'));
});
