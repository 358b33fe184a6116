import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ended, headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const check = async (config: string, run = headroomHere): Promise<Ended> => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'k6.config.ts'), `export default ${config};`);
  return run(['config', 'check'], folder);
};

describe('headroom config check', () => {
  it('prints what a test would do, and what was hardly meant', async () => {
    const config = `{
      target: { url: 'http://127.0.0.1:1/score', payload: (i: number) => ({ i }) },
      load: { scenario: 'spike', baselineRatePerSecond: 40, peakRatePerSecond: 20 },
      slo: { p95LatencyMs: 800 },
      cluster: { selector: 'app=score', kubeconfig: './none' },
    }`;
    const { code, stdout, stderr } = await check(config, headroom);
    expect(code).toBe(0);
    const lines = stdout.replaceAll(/\n {2,}/g, ' ');
    expect(lines).toMatch(/payload +function of the iteration/);
    expect(lines).toMatch(/virtual users +up to 2,600, .* allows 2,000/);
    expect(lines).toMatch(/SLO +at most 1 % errors, p95 at most 800 ms/);
    expect(lines).toMatch(
      /autoscaler +azureml-v1: .*\(taken, as this file says none; a test takes what the cluster has\); each replica runs 1 request at once/,
    );
    expect(lines).toMatch(/cluster +namespace default, selector app=score/);
    expect(stdout.trimEnd()).toMatch(/k6\.config\.ts is valid\. next: headroom doctor$/);
    const warned = stderr.replaceAll(/\n {2,}/g, ' ');
    expect(warned).toContain('target.kind is not said');
    expect(warned).toContain('the peak of 20 requests/s is not above the baseline of 40');
    expect(warned).toMatch(/cluster\.kubeconfig names .*none, which is not there/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('promises nothing of a cluster where none is named', async () => {
    const { stdout } = await check(`{
      target: { kind: 'local', url: 'http://127.0.0.1:1/score', slotsPerReplica: 4 },
      load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 5 },
    }`);
    const lines = stdout.replaceAll(/\n {2,}/g, ' ');
    expect(lines).toMatch(
      /autoscaler +fixed: 1 replica \(taken, as this file says none\); each replica runs 4/,
    );
    expect(lines).not.toContain('what the cluster has');
    expect(lines).toMatch(/applies +nothing: no cluster is named/);
  });

  it.each([
    ['aks-v1', 'headroom apply prints the call of the Python SDK'],
    ['aks-v2', 'set apply.azure, which names the deployment'],
  ])('promises no write where %s has no way to write', async (kind, text) => {
    for (const apply of ['', 'apply: { kubernetes: {} },']) {
      const { stdout } = await check(`{
        target: { kind: '${kind}', url: 'http://127.0.0.1:1/score' },
        load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 5 },
        cluster: { selector: 'azuremlappname=score' },
        ${apply}
      }`);
      expect(stdout.replaceAll(/\n {2,}/g, ' ')).toContain(`nothing: ${text}`);
    }
  });

  it('tells where runners fire from', async () => {
    const linesOf = async (runners: string): Promise<string> => {
      const { stdout } = await check(`{
        target: { kind: 'kubernetes', url: 'http://score.scoring.svc/score' },
        load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 5, runners: ${runners} },
        cluster: { namespace: 'scoring', selector: 'app=score' },
      }`);
      return stdout.replaceAll(/\n {2,}/g, ' ');
    };
    const image = 'registry.example/headroom-k6:0.1.0';
    expect(await linesOf(`{ where: 'cluster', count: 8, image: '${image}' }`)).toMatch(
      /runners +8 pods of registry\.example\/headroom-k6:0\.1\.0, by an indexed Job in namespace scoring/,
    );
    expect(await linesOf(`{ where: 'local', count: 2 }`)).toMatch(/runners +2 processes on this machine/);
  });

  it('takes no timeout of the built-in request for that of a script', async () => {
    const { stdout, stderr } = await check(`{
      target: { kind: 'local', url: 'http://127.0.0.1:1/score', requestTimeoutMs: 150 },
      script: './k6.config.ts',
      load: { scenario: 'soak', ratePerSecond: 20, soakSeconds: 5 },
    }`);
    const lines = stdout.replaceAll(/\n {2,}/g, ' ');
    expect(lines).toMatch(
      /timeout +as the script says .*, 60 s where it says none; 150 ms for the one request/,
    );
    expect(lines).toMatch(/virtual users +up to 1,200, if requests take until k6's default timeout of 60 s/);
    expect(stderr).not.toContain('requestTimeoutMs');
  });

  it('names init where there is no config', async () => {
    const { code, stderr } = await headroomHere(['config', 'check'], await temporaryFolder());
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/there is no k6\.config\.ts[\s\S]*headroom init/),
    ]);
  });
});
