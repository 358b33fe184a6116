import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keysOf } from '../../../config/described/keys.ts';
import { describedConfig } from '../../../config/described/schema.ts';
import { defineConfigTypes } from '../../../config/described/type-text.ts';
import { startLanguageServer } from './language-server.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headroom-types-'));
  await writeFile(join(folder, 'define.ts'), defineConfigTypes(describedConfig()));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('shows description, unit, default and example of a key in an editor', async () => {
  const file = join(folder, 'k6.config.ts');
  const text = `import { defineConfig } from './define.ts';
export default defineConfig({
  target: { url: 'http://scoring.example/score', requestTimeoutMs: 6000 },
  load: { scenario: 'spike', baselineRatePerSecond: 10, peakRatePerSecond: 60, retries: { countMax: 3 } },
  autoscaler: { kind: 'hpa', maxReplicas: 9, metrics: [{ targetValue: 0.5 }] },
});
`;
  const server = startLanguageServer(folder);
  try {
    const shownAt = await server.open(file, text);
    const at = (key: string) => shownAt(text.indexOf(key));
    expect(await at('requestTimeoutMs')).toMatch(
      /When the client gives up\.[\s\S]*Unit: ms\.[\s\S]*@default[\s\S]*timeout of router[\s\S]*@example[\s\S]*6000/,
    );
    expect(await at('peakRatePerSecond')).toMatch(/Arrivals during the peak\.[\s\S]*requests\/s/);
    expect(await at('countMax')).toContain('How often one request is tried again.');
    expect(await at('targetValue')).toContain('Utilization as a share of the request');
  } finally {
    server.close();
  }
});

it('has a comment for every key of the schema', () => {
  const types = defineConfigTypes(describedConfig());
  expect(types.match(/@default /g)).toHaveLength(keysOf(describedConfig()).length);
});
