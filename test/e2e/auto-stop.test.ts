import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onlyRun, resultOf, runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

describe('auto-stop', () => {
  it('ends the load within 3 s of its limit being passed, and the report says so', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, {
      serviceTimeMs: { kind: 'constant', meanMs: 500 },
      policy: { kind: 'fixed', replicas: 1 },
    });
    const windowSeconds = 2;
    const config = await writeConfig(
      folder,
      `{
        target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 4000 },
        load: { scenario: 'soak', ratePerSecond: 40, soakSeconds: 120 },
        safety: { autoStop: { maxErrorShare: 0.5, windowSeconds: ${windowSeconds} } },
      }`,
    );
    const { code } = await runCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    expect(code).toBe(3);
    const run = await onlyRun(join(folder, 'runs'));
    const result = await resultOf(run);
    expect(result.run.stopped).toMatchObject({
      by: 'autoStop',
      reason: { code: 'autoStop', windowSeconds },
    });
    const lastArrival = result.timeline.load.arrivals.findLastIndex((n) => n > 0);
    // 95 % of the requests fail from the first second on, so the limit is passed when the first window is full.
    expect(lastArrival).toBeLessThanOrEqual(windowSeconds + 3);
    await access(join(run, 'report.html'));
    expect(await readFile(join(run, 'report.md'), 'utf8')).toContain(`over the last ${windowSeconds} s`);
  });
});
