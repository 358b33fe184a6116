import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../config/resolve.ts';
import type { Exchange } from '../../../load/preflight/exchange.ts';
import { remedyFor } from '../../../load/preflight/remedy.ts';

const config = resolveConfig(
  {
    target: { url: 'http://127.0.0.1:9/score' },
    load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 5 },
  },
  '/c/k6.config.ts',
);
const asked = { ...config, endpoint: config.endpoints[0]! };

const answer = (body: string, headers: Record<string, string> = {}): Exchange =>
  ({ status: 401, body, headers }) as unknown as Exchange;

describe('what to do about an answer of 401', () => {
  it.each([
    [
      '{"detail":"Missing key in header X-Api-Key"}',
      'target.headers: { "X-Api-Key": { env: "SCORING_KEY" } }',
    ],
    ['missing subscription key: Ocp-Apim-Subscription-Key', '"Ocp-Apim-Subscription-Key": { env'],
    ['Unauthorized', 'target.auth: { env: "SCORING_KEY" }'],
  ])('%s', (body, fix) => {
    expect(remedyFor(asked, answer(body))).toContain(fix);
  });
});
