import { expect, it } from 'vitest';
import { createQuestions, loadInWords } from '../../../cli/mcp/consent.ts';
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

it('gives each question a token of its own, which agrees to one load and to no other', () => {
  const questions = createQuestions();
  const [first, second] = [questions.ask(), questions.ask()];
  expect(first).toMatch(/^[0-9a-f]{24}$/);
  expect(second).not.toBe(first);
  expect(questions.take('0'.repeat(24)), 'never given').toBe(false);
  expect(questions.take(first)).toBe(true);
  expect(questions.take(first), 'used up').toBe(false);
  expect(questions.take(second)).toBe(true);
});
