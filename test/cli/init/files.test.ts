import { expect, it } from 'vitest';
import { filesFor, scalerText } from '../../../cli/init/files.ts';

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

it('tells of the certificate of a private CA where the URL is one of https', () => {
  expect(configFor('https://scoring.example/score')).toContain("// tls: { caFile: 'ca.pem' },");
  expect(configFor('http://scoring.example/score')).not.toContain('tls');
});

it('names what made an HPA, and not the HPA, as what scales a service', () => {
  const hpa = { autoscaler: 'keda-hpa-score', autoscalerOwner: null };
  expect(scalerText(hpa)).toBe('HPA keda-hpa-score');
  const keda = { ...hpa, autoscalerOwner: { kind: 'ScaledObject', name: 'score' } };
  expect(scalerText(keda)).toBe('ScaledObject score');
  const service = { namespace: 'a', name: 'score', selector: 'app=score', isAzureml: false, ...keda };
  const config = filesFor({ ...none, url: 'http://scoring.example/score', service }).get('k6.config.ts');
  expect(config).toContain('// score, scaled by the ScaledObject score\n');
});
