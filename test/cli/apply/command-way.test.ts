import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applySettings, wayOf } from '../../../cli/apply/apply-settings.ts';
import { formerSettings } from '../../../cli/apply/former-settings.ts';
import { runRollback } from '../../../cli/apply/run-rollback.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { plannedSettings, recommendation } from '../../builders/recommendation.ts';
import { spikeConfig } from '../../builders/run.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const former = {
  policy: policySettingsSchema.parse({
    kind: 'azureml-v1',
    targetUtilization: 0.7,
    minReplicas: 1,
    maxReplicas: 4,
  }),
  queueWaitMs: 450,
};

const configWith = (command: readonly string[]) =>
  resolveConfig({ ...spikeConfig, apply: { command, auto: true } }, 'k6.config.ts');

const optionsFor = (folder: string, notes: string[]) => ({
  folder,
  settings: plannedSettings,
  former,
  isApplied: false,
  isAllowed: true,
  note: (line: string) => void notes.push(line),
});

const rollBack = (folder: string, command: readonly string[]) =>
  runRollback(configWith(command), { folder, isAllowed: true, note: () => undefined });

const inUse =
  'the settings that the plan found in use, azureml-v1: target 70 %, min 1, max 4, queue wait 450 ms';

test('a rollback of what a command did says why it can’t, and which settings to put back', async () => {
  const folder = await temporaryFolder();
  await applySettings(configWith(['true']), optionsFor(folder, []));
  // A second apply finds what the first one set: what was there before it still counts.
  await applySettings(configWith(['true']), { ...optionsFor(folder, []), former: plannedSettings });
  await expect(rollBack(folder, ['true'])).rejects.toMatchObject({
    code: 'E_USAGE',
    details: [
      {
        what: "settings that were applied by the command can't be taken back here: only the command knows what it changed",
        fix: `put back by your command or by hand ${inUse}; then delete applied.json: as long as it is there, a plan counts the advised settings as in use`,
      },
    ],
  });
});

test('so it does where the command failed, or the user applied the settings', async () => {
  const folder = await temporaryFolder();
  await expect(applySettings(configWith(['false']), optionsFor(folder, []))).rejects.toMatchObject({
    code: 'E_VERIFY',
  });
  await expect(rollBack(folder, ['false'])).rejects.toMatchObject({
    details: [{ fix: `put back by your command or by hand ${inUse}; then delete applied.json` }],
  });
  const own = await temporaryFolder();
  await applySettings(configWith(['false']), { ...optionsFor(own, []), isApplied: true });
  await expect(rollBack(own, ['false'])).rejects.toMatchObject({
    details: [{ fix: expect.stringMatching(`^put back by hand ${inUse}; then delete applied.json: `) }],
  });
});

test('who is asked to agree to a command reads that it can’t be taken back', async () => {
  const folder = await temporaryFolder();
  const config = resolveConfig({ ...spikeConfig, apply: { command: ['true'] } }, 'k6.config.ts');
  const asked = applySettings(config, { ...optionsFor(folder, []), isAllowed: false });
  await expect(asked).rejects.toThrow(
    "in use, as the plan found it: azureml-v1: target 70 %, min 1, max 4, queue wait 450 ms\nheadroom rollback can't take back what the command does; applied.json keeps the settings that were in use",
  );
});

const knative = (changes: object) => ({
  policy: policySettingsSchema.parse({ kind: 'knative', minReplicas: 1, maxReplicas: 20, ...changes }),
});

test('all that the advice changes is shown before the command runs, and named to be put back after it', async () => {
  const folder = await temporaryFolder();
  const config = configWith(['true']);
  const options = {
    ...optionsFor(folder, []),
    settings: knative({ minReplicas: 5, stableWindowSeconds: 30, panicThreshold: 1.5 }),
    former: knative({ stableWindowSeconds: 60, panicThreshold: 2 }),
  };
  const { preview } = await wayOf(config, options);
  const dry = await wayOf(config, { ...options, isAllowed: false });
  const advised = /^advised: knative: .*min 5, max 20, stable window 30 s, panic threshold 150 %$/m;
  const inUse = /^in use, .*min 1, max 20, stable window 60 s, panic threshold 200 %$/m;
  for (const text of [await preview(), await dry.preview()]) {
    expect(text).toMatch(advised);
    expect(text).toMatch(inUse);
  }
  expect([(await preview()).split(':')[0], (await dry.preview()).split(':')[0]]).toEqual([
    'runs',
    'would run',
  ]);
  await applySettings(config, options);
  await expect(rollBack(folder, ['true'])).rejects.toMatchObject({
    details: [
      {
        fix: expect.stringMatching(
          /found in use, knative: .*stable window 60 s, panic threshold 200 %; then delete/,
        ),
      },
    ],
  });
});

test('the settings in use before have the router’s limits that an advice changes', () => {
  const { settings, compared, timeouts } = recommendation();
  const { requestTimeoutMs: _, ...changed } = settings;
  expect(formerSettings({ settings: changed, compared, timeouts })).toEqual({
    policy: compared.current.settings.policy,
    queueWaitMs: timeouts.inUse.queueWaitMs,
  });
});

test('settings that are in force while the record of it can’t be written are told of', async () => {
  const parent = await temporaryFolder();
  const folder = join(parent, 'run');
  await mkdir(folder);
  const notes: string[] = [];
  await expect(
    applySettings(
      configWith(['sh', '-c', 'mv "$HEADROOM_RUN" "$HEADROOM_RUN-away"']),
      optionsFor(folder, notes),
    ),
  ).rejects.toMatchObject({ code: 'E_DISK' });
  expect(notes).toEqual([
    'the advised settings are in force, but applied.json could not be written: it leaves open whether they are',
  ]);
  expect(JSON.parse(await readFile(join(parent, 'run-away', 'applied.json'), 'utf8'))).toMatchObject({
    outcome: 'open',
  });
});

test('a command that asks for {settings} of a plan without a file of settings is refused, and not run', async () => {
  const folder = await temporaryFolder();
  const applied = applySettings(configWith(['touch', '{settings}']), optionsFor(folder, []));
  await expect(applied).rejects.toMatchObject({
    code: 'E_CONFIG',
    details: [
      { what: `apply.command holds {settings}, and ${join(folder, 'settings')} has no file of settings` },
    ],
  });
  expect(await readdir(folder)).toEqual([]);
});
