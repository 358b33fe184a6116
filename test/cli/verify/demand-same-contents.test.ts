import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { interruptOf } from '../../../cli/run/interrupt.ts';
import { demandSameContents } from '../../../cli/verify/demand-same-contents.ts';
import { runVerify } from '../../../cli/verify/run-verify.ts';
import { recordedConfigOf } from '../../../config/recorded.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { bundleScript } from '../../../load/generator/bundle-script.ts';
import { contentsOf } from '../../../load/plan/contents.ts';
import { readAllPayloads } from '../../../load/plan/payloads.ts';
import { writeJson } from '../../../runs/folder.ts';
import { adviceSchema } from '../../../runs/schema/recommendation.ts';
import { type Run, runSchema } from '../../../runs/schema/run.ts';
import { plannedSettings, recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

/** A config in a folder of its own, with a script and a file of payload beside it, and its run as recorded now. */
const recordedWith = async (input: (folder: string) => { target?: object; script?: string }) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'paths.ts'), `export const path = '/fast';`);
  await writeFile(join(folder, 'own.ts'), `import { path } from './paths.ts'; export default () => path;`);
  await writeFile(join(folder, 'row.json'), '[1]');
  const { target, ...rest } = input(folder);
  const written = { ...spikeConfig, ...rest, target: { ...spikeConfig.target, ...target } };
  const config = resolveConfig(written, join(folder, 'k6.config.ts'));
  const payloads = config.script === undefined ? await readAllPayloads(config.endpoints) : [];
  const script = config.script === undefined ? { userFiles: [] } : await bundleScript(config);
  const contents = await contentsOf(config, script, payloads);
  return { folder, config, run: completeRun({ contents, config: recordedConfigOf(config) }) };
};

const withFile = () => recordedWith(() => ({ target: { payload: { file: './row.json' } } }));
const withScript = () => recordedWith(() => ({ script: './own.ts' }));

/** What is noted of a recording. */
const demand = async ({ config, run, folder }: Awaited<ReturnType<typeof recordedWith>>) => {
  const notes: string[] = [];
  await demandSameContents(config, run, { folder, note: (text) => void notes.push(text) });
  return notes;
};

describe('the contents of a load that is fired again', () => {
  it.each([
    ['row.json', 'what is sent: not the same content as in the recorded run', withFile],
    ['own.ts', 'the script or a file that it imports: not the same content', withScript],
    ['paths.ts', 'the script or a file that it imports: not the same content', withScript],
  ])('are not those of the recording where %s was edited', async (file, what, recorded) => {
    const all = await recorded();
    expect(await demand(all)).toEqual([]);
    await writeFile(join(all.folder, file), file === 'row.json' ? '[2]' : `export const path = '/slow';`);
    await expect(demand(all)).rejects.toMatchObject({
      code: 'E_USAGE',
      details: [
        { what: expect.stringContaining(what), fix: expect.stringMatching(/^bring back the .*again/) },
      ],
    });
  });

  it('are told of the endpoint whose they are', async () => {
    const endpoints = [
      { name: 'score', share: 0.5 },
      { name: 'embed', share: 0.5, payload: { file: './row.json' } },
    ];
    const all = await recordedWith(() => ({ endpoints }) as object);
    await writeFile(join(all.folder, 'row.json'), '[2]');
    await expect(demand(all)).rejects.toThrow(/^what is sent to embed: /);
  });

  it('of an older recording are not known, which is noted where anything is sent', async () => {
    const older = ({ contents: _, ...run }: Run): Run => run;
    const [file, script] = [await withFile(), await withScript()];
    expect(await demand({ ...file, run: older(file.run) })).toEqual([
      'the recording is older than this check: whether what is sent was edited since then is not known',
    ]);
    expect((await demand({ ...script, run: older(script.run) }))[0]).toContain('whether the script was');
    const empty = await recordedWith(() => ({ target: { payload: '' } }));
    expect(await demand({ ...empty, run: older(empty.run) })).toEqual([]);
  });
});

it('an advice is not verified with an edited payload, before anything is applied', async () => {
  const { folder, config, run } = await withFile();
  const settings = { ...plannedSettings, policy: { ...plannedSettings.policy, minReplicas: 5 } };
  const { load } = recommendation();
  const advice = recommendation({ settings, load: { ...load, peakRatePerSecond: 20 } });
  await writeJson(folder, 'run.json', runSchema, run);
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  await writeFile(join(folder, 'row.json'), '[2]');
  using interrupt = interruptOf(new AbortController().signal);
  const progress = { note: () => {}, status: () => {}, step: () => {}, close: () => {} };
  const options = { folder, interrupt, runsFolder: folder, progress, isApplied: false, isAllowed: true };
  await expect(runVerify(config, options)).rejects.toThrow('not the same content as in the recorded run');
});
