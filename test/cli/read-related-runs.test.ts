import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRelatedRuns } from '../../cli/read-related-runs.ts';
import type { Result } from '../../runs/schema/result.ts';
import { spikeProof } from '../builders/planned-report.ts';
import { spikeResult } from '../builders/result.ts';

const planned = spikeResult();
const proof = spikeProof();
const rerunOf = (provesAdviceOf: string): Result => ({
  ...planned,
  run: { ...planned.run, id: proof.verifiedBy, provesAdviceOf },
});
const rerun = rerunOf(planned.run.id);

describe('the runs that belong to one', () => {
  let runs: string;
  const folderOf = (id: string): string => join(runs, id);
  const write = async (result: Result, id = result.run.id): Promise<void> => {
    await mkdir(folderOf(id), { recursive: true });
    await writeFile(join(folderOf(id), 'result.json'), JSON.stringify(result));
  };
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'headroom-related-'));
  });
  afterEach(() => rm(runs, { recursive: true }));

  it('are found in the folders beside its own: the re-run of its proof, and the run that it proves', async () => {
    await write(planned);
    await write(rerun);
    expect(await readRelatedRuns(folderOf(planned.run.id), planned, proof)).toEqual({ rerun });
    expect(await readRelatedRuns(folderOf(rerun.run.id), rerun, undefined)).toEqual({
      planned: { id: planned.run.id },
    });
  });

  it('are left out where their folders are elsewhere', async () => {
    await write(planned);
    expect(await readRelatedRuns(folderOf(planned.run.id), planned, proof)).toEqual({});
    expect(await readRelatedRuns(folderOf(rerun.run.id), rerunOf('gone'), undefined)).toEqual({});
  });

  it('are no run that proves another advice, and nothing outside of the folder of runs', async () => {
    await write(rerunOf('another'));
    expect(await readRelatedRuns(folderOf(planned.run.id), planned, proof)).toEqual({});
    const outside = { ...proof, verifiedBy: join('..', 'elsewhere') };
    expect(await readRelatedRuns(folderOf(planned.run.id), planned, outside)).toEqual({});
  });
});
