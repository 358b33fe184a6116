import { expect, it } from 'vitest';
import { filesFor } from '../../../cli/init/files.ts';

const none = {
  service: null,
  kubeconfig: undefined,
  context: undefined,
  keyVariable: null,
  sample: undefined,
} as const;

const configFor = (url: string): string => filesFor({ ...none, url }).get('k6.config.ts')!;

it.each([
  ['http://127.0.0.1:5001/score', 'local'],
  ['http://localhost:5001/score', 'local'],
  ['http://[::1]:5001/score', 'local'],
  ['https://scoring.example/score', 'kubernetes'],
])('takes %s, of which no cluster knows a service, for the kind %s', (url, kind) => {
  expect(configFor(url)).toContain(`kind: '${kind}'`);
  expect(configFor(url), 'what decides how much a replica holds is named').toContain('slotsPerReplica');
});
