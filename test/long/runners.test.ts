import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFaultsText } from '../../reports/words/run/load-as-planned.ts';
import { countersOf } from '../builders/counters.ts';
import { manyReplicas, soakBy, wholeSoak } from '../e2e/soak-by-runners.ts';
import {
  onlyRun,
  resultOf,
  runCli,
  sandboxFor,
  startCli,
  temporaryFolder,
  writeConfig,
} from '../e2e/support.ts';
import { k6With } from '../processes.ts';

/** The k6 of one runner. */
const pidOf = async (run: string, index: number): Promise<number> => {
  const [one] = await k6With(join(run, `k6-${index}.log`));
  if (one === undefined) throw new Error(`runner ${index} has no k6`);
  return one.pid;
};

describe('several runners on this machine', () => {
  it('fire each second as planned, by the count of the service', async () => {
    const { run, counters } = await wholeSoak(4, 120);
    const { bySecond } = counters;
    const firstSecond = run.loadStartedAtMs! / 1000;
    const off = run.plannedPerSecond.filter(
      (planned, second) => Math.abs((bySecond[firstSecond + second]?.arrivals ?? 0) - planned) > 1,
    );
    expect(off.length, 'an arrival at the edge of a second may come in the next').toBeLessThanOrEqual(1);
  });

  it('end together when one is killed, which is named with the seconds that it took along', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, manyReplicas);
    const config = await writeConfig(folder, soakBy(sandbox.scoreUrl, 3, 60));
    const cli = startCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    await cli.shows(/soak · [2-9]/);
    const run = await onlyRun(join(folder, 'runs'));
    process.kill(await pidOf(run, 1), 'SIGKILL');
    const { code, stdout, stderr } = await cli.ended;
    expect(stderr).toContain('runner-1 was lost');
    expect(code).toBe(8);
    expect(stdout).not.toContain('✓ MET');
    const result = await resultOf(run);
    expect(result.run).toMatchObject({ status: 'interrupted', stopped: { by: 'k6' } });
    expect(result.run.stopped?.reason).toMatchObject({
      code: 'runnersLost',
      losses: [{ runner: 'runner-1', failure: { code: 'k6', signal: 'SIGKILL' } }],
    });
    const faults = result.loadAsPlanned.faults.filter((fault) => fault.code === 'runnerIncomplete');
    expect(faults).toMatchObject([{ runner: 'runner-1', reason: 'lost', missing: { toSecond: 60 } }]);
    expect(loadFaultsText([faults[0]!])).toMatch(/runner-1 was lost.*in the seconds \d+ to 59/);
    const { total } = await countersOf(sandbox);
    expect(total.arrivals, 'a lower bound, never more than the service saw').toBeGreaterThanOrEqual(
      result.totals.arrivals + 1,
    );
    for (const index of [0, 2]) expect(await k6With(join(run, `k6-${index}.log`))).toEqual([]);
  });

  it('end soon after the tool is killed', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, manyReplicas);
    const config = await writeConfig(folder, soakBy(sandbox.scoreUrl, 2, 120));
    const cli = startCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    await cli.shows(/soak · \d/);
    const run = await onlyRun(join(folder, 'runs'));
    cli.kill('SIGKILL');
    const killedAtMs = Date.now();
    await cli.ended;
    await expect.poll(() => k6With(run), { timeout: 30_000, interval: 50 }).toEqual([]);
    const { bySecond } = await countersOf(sandbox);
    const lastArrivalMs = Math.max(...Object.keys(bySecond).map(Number)) * 1000;
    expect(lastArrivalMs - killedAtMs, 'the second in which the last request came').toBeLessThan(2000);
    const report = await runCli(['report', run]);
    expect(report.stdout).toMatch(/interrupted/i);
  });

  it('are stopped together by failures over the sum of all', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, {
      serviceTimeMs: { kind: 'constant', meanMs: 500 },
      policy: { kind: 'fixed', replicas: 1 },
    });
    const rest = 'safety: { autoStop: { maxErrorShare: 0.5, windowSeconds: 4 } },';
    const config = await writeConfig(folder, soakBy(sandbox.scoreUrl, 3, 120, rest));
    const { code } = await runCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    expect(code).toBe(3);
    const { run, timeline } = await resultOf(await onlyRun(join(folder, 'runs')));
    expect(run.stopped).toMatchObject({
      by: 'autoStop',
      reason: { code: 'autoStop', windowSeconds: 4 },
    });
    expect(timeline.load.arrivals.findLastIndex((n) => n > 0)).toBeLessThanOrEqual(8);
  });
});
