import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { createRunFolder, readJson, runIdOf, writeJson } from '../../runs/folder.ts';
import { type LoadLine, loadLineSchema } from '../../runs/schema/load-series.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { openSeries, readSeries } from '../../runs/series-file.ts';
import { countsLine } from '../builders/load.ts';
import { completeRun } from '../builders/run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headroom-runs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a series file', () => {
  it('gives back every line that was appended', async () => {
    const lines: LoadLine[] = [
      { kind: 'header', seq: 0, schemaVersion: 2, generator: 'local', module: '1', startedAtMs: 0 },
      countsLine({ second: 1, outcomes: { '200': 3 }, latenciesMs: { '200': [1, 2, 3] } }),
    ];
    const series = openSeries<LoadLine>(folder, 'load.ndjson');
    for (const line of lines) series.append([line]);
    await series.close();
    expect(await readSeries(folder, 'load.ndjson', loadLineSchema)).toEqual({ lines, dropped: 0 });
  });

  it('drops and counts a half line, as a killed process leaves it', async () => {
    const series = openSeries<LoadLine>(folder, 'load.ndjson');
    series.append([countsLine({ second: 1 })]);
    await series.close();
    await appendFile(join(folder, 'load.ndjson'), '{"kind":"counts","second":2,"gene');
    const read = await readSeries(folder, 'load.ndjson', loadLineSchema);
    expect(read.lines).toHaveLength(1);
    expect(read.dropped).toBe(1);
  });

  it('is empty when it was never written', async () => {
    expect(await readSeries(folder, 'load.ndjson', loadLineSchema)).toEqual({ lines: [], dropped: 0 });
  });

  it('reports a disk that takes no writes', async () => {
    const series = openSeries<LoadLine>(join(folder, 'missing'), 'load.ndjson');
    series.append([countsLine({ second: 1 })]);
    await expect(series.close()).rejects.toMatchObject({ code: 'E_DISK' });
  });
});

describe('a run folder', () => {
  it('is named by UTC time, scenario and four hex digits', () => {
    expect(runIdOf(Date.UTC(2026, 10, 23, 4, 5, 6), 'spike')).toMatch(
      /^2026-11-23-040506-spike-[0-9a-f]{4}$/,
    );
  });

  it('writes and reads run.json through its schema', async () => {
    const run = completeRun();
    await writeJson(folder, 'run.json', runSchema, run);
    expect(await readJson(folder, 'run.json', runSchema)).toEqual(run);
  });

  it('says what to do when the folder is none of a run', async () => {
    const error = await readJson(folder, 'run.json', runSchema).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HeadroomError);
    expect((error as HeadroomError).code).toBe('E_RUN_FOLDER');
  });

  it('reports a folder that cannot be made', async () => {
    await appendFile(join(folder, 'file'), '');
    await expect(createRunFolder(join(folder, 'file'), 'x')).rejects.toMatchObject({ code: 'E_DISK' });
  });
});
