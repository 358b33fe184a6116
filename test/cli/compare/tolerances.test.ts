import { describe, expect, it } from 'vitest';
import { readTolerances } from '../../../cli/compare/tolerances.ts';

describe('tolerances', () => {
  it.each([
    ['p95=5%', { p95Latency: { by: 'share', value: 0.05 } }],
    ['p95=20ms', { p95Latency: { by: 'amount', value: 20 } }],
    ['P99=1.5s', { p99Latency: { by: 'amount', value: 1500 } }],
    ['errors=0.2%', { errorShare: { by: 'amount', value: 0.002 } }],
    ['recovery=2s', { secondsToRecover: { by: 'amount', value: 2 } }],
    ['replicas=1', { meanReplicas: { by: 'amount', value: 1 } }],
    ['service=2%', { serviceTime: { by: 'share', value: 0.02 } }],
    ['startup=3s', { startupLag: { by: 'amount', value: 3000 } }],
    ['overhead=5ms', { routerOverhead: { by: 'amount', value: 5 } }],
    ['replicas=5%', { meanReplicas: { by: 'share', value: 0.05 } }],
  ])('are read as people write them: %s', (text, tolerances) => {
    expect(readTolerances([text])).toEqual(tolerances);
  });

  it.each(['p95=5', 'p96=5%', 'errors=2ms', 'replicas=-1', 'recovery=3', 'p95', '=5%', 'constructor=1'])(
    'that are not understood are refused: %s',
    (text) => {
      expect(() => readTolerances([text])).toThrow(`--tolerance ${text} is not understood`);
    },
  );
});
