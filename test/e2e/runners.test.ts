import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLineSchema } from '../../runs/schema/load-series.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { readSeries } from '../../runs/series-file.ts';
import { countersOf } from '../builders/counters.ts';
import { manyReplicas, soakBy, wholeSoak } from './soak-by-runners.ts';
import { onlyRun, runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

describe('several runners on this machine', () => {
  it('fire the plan together: the counts of the service are theirs, second by second', async () => {
    const { folderOfRun, run, result, counters } = await wholeSoak(3, 4);
    const { totals, health, loadAsPlanned } = result;
    expect(run.status).toBe('complete');
    expect(totals.outcomes).toEqual({ '200': counters.total.arrivals - 1 });
    expect(loadAsPlanned.faults.filter(({ code: fault }) => fault !== 'late')).toEqual([]);
    expect(health.find(({ check }) => check === 'runners')).toMatchObject({ runners: 3, incomplete: [] });
    expect(health.find(({ check }) => check === 'telemetry')?.status).toBe('ok');

    const { lines, dropped } = await readSeries(folderOfRun, 'load.ndjson', loadLineSchema);
    expect(dropped).toBe(0);
    const records = lines.filter((line) => line.kind === 'runner');
    const planned = run.plannedPerSecond.reduce((sum, n) => sum + n, 0);
    expect(records.map(({ runner }) => runner)).toEqual(['runner-0', 'runner-1', 'runner-2']);
    expect(records.reduce((sum, { fired }) => sum + fired, 0)).toBe(planned);
    for (const record of records) expect(record.planned - Math.floor(planned / 3)).toBeLessThanOrEqual(1);
  });

  it('fire nothing when one can not begin, and say which', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, manyReplicas);
    const config = await writeConfig(
      folder,
      soakBy(sandbox.scoreUrl, 2, 5)
        .replace('count: 2', 'count: 2, readySeconds: 1')
        .replace('load: {', "script: './slow.ts', load: {"),
    );
    await writeFile(
      join(folder, 'slow.ts'),
      "import { sleep } from 'k6';\nexport const setup = () => sleep(30);\nexport default () => {};\n",
    );
    const { code, stderr } = await runCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    expect(code).not.toBe(0);
    const run = runSchema.parse(
      JSON.parse(await readFile(join(await onlyRun(join(folder, 'runs')), 'run.json'), 'utf8')),
    );
    expect(run.status).toBe('failed');
    const expected = { code: 'runnersNotReady', runners: ['runner-0', 'runner-1'], readySeconds: 1 };
    expect(run.stopped?.reason, stderr).toEqual(expected);
    expect((await countersOf(sandbox)).total.arrivals, 'the preflight alone').toBe(1);
  });
});
