import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ended, headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const check = async (config: string): Promise<Ended> => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'k6.config.ts'), `export default ${config};`);
  return headroom(['config', 'check'], folder);
};

describe('headroom config check', () => {
  it('prints what a test would do, and what was hardly meant', async () => {
    const { code, stdout, stderr } = await check(`{
      target: { url: 'http://127.0.0.1:1/score', payload: (i: number) => ({ i }) },
      load: { scenario: 'spike', baselineRatePerSecond: 40, peakRatePerSecond: 20 },
      slo: { p95LatencyMs: 800 },
      cluster: { selector: 'app=score', kubeconfig: './none' },
    }`);
    expect(code).toBe(0);
    const lines = stdout.replaceAll(/\n {2,}/g, ' ');
    expect(lines).toMatch(/payload +function of the iteration/);
    expect(lines).toMatch(/virtual users +up to 2,600, .* allows 2,000/);
    expect(lines).toMatch(/SLO +at most 1 % errors, p95 at most 800 ms/);
    expect(lines).toMatch(/autoscaler +azureml-v1: .*\(documented/);
    expect(lines).toMatch(/cluster +namespace default, selector app=score/);
    expect(stdout.trimEnd()).toMatch(/k6\.config\.ts is valid\. next: headroom doctor$/);
    const warned = stderr.replaceAll(/\n {2,}/g, ' ');
    expect(warned).toContain('target.kind is not said');
    expect(warned).toContain('the peak of 20 requests/s is not above the baseline of 40');
    expect(warned).toMatch(/cluster\.kubeconfig names .*none, which is not there/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('names init where there is no config', async () => {
    const { code, stderr } = await headroomHere(['config', 'check'], await temporaryFolder());
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/there is no k6\.config\.ts[\s\S]*headroom init/),
    ]);
  });
});
