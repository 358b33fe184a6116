import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlanFiles } from '../../cli/read-plan-files.ts';
import { dialects, scalingSettingsOf } from '../../planner/settings/index.ts';
import { spikeFiles } from '../builders/planned-report.ts';

describe('the plan and the proof in a run folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headroom-plan-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

  it('are nothing in a folder without them', async () => {
    expect(await readPlanFiles(folder)).toEqual({ files: {}, notes: [] });
  });

  it('are read as they were written', async () => {
    const { calibration, advice, verification } = spikeFiles();
    await write('calibration.json', JSON.stringify(calibration));
    await write('recommendation.json', JSON.stringify(advice));
    await write('verification.json', JSON.stringify(verification));
    await write('proof.json', JSON.stringify(verification));
    await mkdir(join(folder, 'settings'));
    await write('settings/deployment.yaml', 'min_instances: 10');
    await write('settings/mine.txt', 'a note of the user');
    const settingsFiles = [{ name: 'deployment.yaml', text: 'min_instances: 10' }];
    const files = { ...spikeFiles(), ownProof: verification, settingsFiles };
    expect(await readPlanFiles(folder)).toEqual({ files, notes: [] });
  });

  it('leave out a settings file of another advice, with a note', async () => {
    const { advice } = spikeFiles();
    if (advice?.kind !== 'advice' || advice.settings.policy.kind === 'fixed') throw new Error('no advice');
    const { policy } = advice.settings;
    const { fileName, write: written } = dialects[policy.kind];
    await write('recommendation.json', JSON.stringify(advice));
    await mkdir(join(folder, 'settings'));
    await write(`settings/${fileName}`, written('', scalingSettingsOf({ policy })));
    await write(
      `settings/patched-own.json`,
      written('', scalingSettingsOf({ policy: { ...policy, minReplicas: 1 } })),
    );
    const { files, notes } = await readPlanFiles(folder);
    expect(files.settingsFiles?.map(({ name }) => name)).toEqual([fileName]);
    expect(notes).toEqual([
      'settings/patched-own.json has other bounds or another target than the advice: it is of another plan, or somebody changed it. It is not shown. Write it again: headroom plan with this folder.',
    ]);
  });

  it.each([
    ['no JSON', '{"kind": "adv'],
    ['JSON of another tool', '{"recommendation": 12}'],
  ])('are left out with a note where a file is %s', async (_, text) => {
    await write('recommendation.json', text);
    const { files, notes } = await readPlanFiles(folder);
    expect(files).toEqual({});
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^recommendation\.json is not shown, because it is broken: .+ headroom plan with this folder\.$/,
    );
    expect(notes[0], 'a report names no folder of this machine').not.toContain(folder);
  });

  it('are left out with a note that tells a file of another version from a changed and a damaged one', async () => {
    const { calibration, advice, verification } = spikeFiles();
    await write('recommendation.json', JSON.stringify({ ...advice, schemaVersion: 1 }));
    await write('calibration.json', JSON.stringify({ ...calibration, router: undefined }));
    await write('verification.json', JSON.stringify({ ...verification, verifiedAtMs: 'today' }));
    const { files, notes } = await readPlanFiles(folder);
    expect(files).toEqual({});
    expect(notes).toEqual([
      expect.stringMatching(
        /^calibration\.json is not shown, because another version of Headroom made it, or somebody changed it: router is nothing\. Write it again: headroom plan with this folder\.$/,
      ),
      expect.stringMatching(
        /^recommendation\.json is not shown, because another version of Headroom made it: schemaVersion is 1.*\. Write it again: headroom plan with this folder\.$/,
      ),
      expect.stringMatching(
        /^verification\.json is not shown, because it is broken: verifiedAtMs is "today"\. Write it again: headroom verify with this folder\.$/,
      ),
    ]);
    expect(notes.join(), 'a report names no folder of this machine').not.toContain(folder);
  });

  it('are an error that says what is wrong where the system does not let a file be read', async () => {
    await mkdir(join(folder, 'verification.json'));
    await expect(readPlanFiles(folder)).rejects.toThrow(/verification\.json can't be read/);
  });
});
