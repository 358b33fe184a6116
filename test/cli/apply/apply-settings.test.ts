import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { applySettings } from '../../../cli/apply/apply-settings.ts';
import { runApply } from '../../../cli/apply/run-apply.ts';
import { runRollback } from '../../../cli/apply/run-rollback.ts';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import { writeJson } from '../../../runs/folder.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { adviceSchema } from '../../../runs/schema/recommendation.ts';
import { runSchema } from '../../../runs/schema/run.ts';
import { appliedSchema } from '../../../runs/schema/verification.ts';
import { plannedSettings, recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headroom-apply-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const configWith = (apply?: unknown): ResolvedConfig =>
  resolveConfig({ ...spikeConfig, apply }, 'k6.config.ts');
const options = (change: { isApplied?: boolean; isAllowed?: boolean } = {}) => ({
  folder,
  settings: plannedSettings,
  isApplied: false,
  isAllowed: false,
  former: plannedSettings,
  note: () => undefined,
  ...change,
});

/** A command that writes down what it was given. */
const recordingCommand = async (): Promise<string> => {
  const script = join(folder, 'apply.sh');
  await writeFile(script, `#!/bin/sh\necho "$@" > "${folder}/called-with"\n`);
  await chmod(script, 0o755);
  return script;
};

describe('applySettings', () => {
  it('runs the command of the config with the path of the advice, once the user has agreed', async () => {
    const script = await recordingCommand();
    const config = configWith({ command: [script, '--service', 'demo'] });
    await expect(applySettings(config, options())).rejects.toMatchObject({ code: 'E_SAFETY' });
    await expect(readFile(join(folder, 'called-with'), 'utf8'), 'not called').rejects.toThrow();
    await applySettings(config, options({ isAllowed: true }));
    const calledWith = await readFile(join(folder, 'called-with'), 'utf8');
    expect(calledWith.trim()).toBe(`--service demo ${join(folder, 'recommendation.json')}`);
    const applied = appliedSchema.parse(JSON.parse(await readFile(join(folder, 'applied.json'), 'utf8')));
    expect(applied).toMatchObject({ how: 'command', settings: plannedSettings });
  });

  it('puts paths where the arguments ask for them, tells the settings by environment, and shows what is printed', async () => {
    const script = join(folder, 'apply.sh');
    await writeFile(
      script,
      '#!/bin/sh\necho "$@"\necho "$HEADROOM_AUTOSCALER $HEADROOM_MIN_REPLICAS-$HEADROOM_MAX_REPLICAS at $HEADROOM_TARGET_UTILIZATION" >&2\n',
    );
    await chmod(script, 0o755);
    await mkdir(join(folder, 'settings'));
    await writeFile(join(folder, 'settings', 'hpa.yaml'), '');
    await writeFile(join(folder, 'settings', 'patched-own.yaml'), '');
    const lines: string[] = [];
    const config = configWith({ command: [script, 'apply', '-f', '{settings}'], auto: true });
    await applySettings(config, { ...options(), note: (line: string) => void lines.push(line) });
    expect(lines.toSorted()).toEqual([
      `apply -f ${join(folder, 'settings', 'patched-own.yaml')}`,
      'azureml-v1 3-6 at 0.6',
    ]);
  });

  it('gives the file of the platform first, as a plan lists them', async () => {
    const names = ['deploy_configuration.py', 'deploymentconfig.json'];
    await mkdir(join(folder, 'settings'));
    for (const name of names) await writeFile(join(folder, 'settings', name), '');
    const script = await recordingCommand();
    await applySettings(configWith({ command: [script, '{settings}'], auto: true }), options());
    const called = await readFile(join(folder, 'called-with'), 'utf8');
    expect(called.trim()).toBe(join(folder, 'settings', 'deploymentconfig.json'));
  });

  it('needs no word for a command that the config allows', async () => {
    const script = await recordingCommand();
    await applySettings(configWith({ command: [script], auto: true }), options());
    expect(await readFile(join(folder, 'called-with'), 'utf8')).toContain('recommendation.json');
  });

  it('reports a command that fails: what it did before that is not known', async () => {
    const config = configWith({ command: ['false'], auto: true });
    const notes: string[] = [];
    const given = { ...options(), note: (line: string) => void notes.push(line) };
    await expect(applySettings(config, given)).rejects.toMatchObject({
      code: 'E_VERIFY',
      details: [
        { fix: expect.stringMatching(/apply the settings by hand and run headroom verify \S+ --applied/) },
      ],
    });
    expect(JSON.parse(await readFile(join(folder, 'applied.json'), 'utf8'))).toMatchObject({
      outcome: 'open',
    });
    expect(notes).toEqual(['whether it was written is not known: look at what is there now']);
    const rollback = runRollback(config, { folder, isAllowed: true, note: () => undefined });
    await expect(rollback).rejects.toThrow(/whether the command changed anything is not known/);
  });

  it('leaves no record of a command that could not be started', async () => {
    const config = configWith({ command: [join(folder, 'no-such-command')], auto: true });
    await expect(applySettings(config, options())).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('ENOENT'),
    });
    await expect(readFile(join(folder, 'applied.json'), 'utf8')).rejects.toThrow();
  });

  it.each([
    { fate: 'is refused by', status: 400, outcome: undefined },
    { fate: 'gets no answer from', status: null, outcome: 'open' },
  ])('tells what it knows of a change that $fate the sandbox', async ({ status, outcome }) => {
    const server = createServer((request, response) => {
      if (request.method === 'GET') response.end('{"policy": "as it was"}');
      else if (status === null) response.socket?.resetAndDestroy();
      else response.writeHead(status).end('no such policy');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const config = configWith({ sandbox: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    await expect(applySettings(config, options())).rejects.toMatchObject({ code: 'E_SAFETY' });
    await expect(applySettings(config, options({ isAllowed: true }))).rejects.toMatchObject({
      code: 'E_VERIFY',
    });
    const text = await readFile(join(folder, 'applied.json'), 'utf8').catch(() => null);
    if (outcome === undefined) expect(text).toBeNull();
    else expect(JSON.parse(text!)).toMatchObject({ outcome, before: { policy: 'as it was' } });
  });

  it('keeps what the sandbox had before the first apply, whatever is applied after it', async () => {
    let settings: unknown = { policy: 'as it was' };
    const server = createServer((request, response) => {
      if (request.method === 'PUT') settings = { policy: 'advised' };
      response.end(JSON.stringify(settings));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const sandbox = configWith({ sandbox: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const before = { before: { policy: 'as it was' } };
    for (const config of [sandbox, sandbox, configWith({ command: ['true'], auto: true })]) {
      await applySettings(config, options({ isAllowed: true }));
      expect(JSON.parse(await readFile(join(folder, 'applied.json'), 'utf8'))).toMatchObject(before);
    }
    await applySettings(configWith(), options({ isApplied: true }));
    expect(JSON.parse(await readFile(join(folder, 'applied.json'), 'utf8'))).toMatchObject(before);
  });

  it.each([true, false])('says whether the sandbox had the settings already: %s', async (isSame) => {
    const { policy, queueWaitMs, requestTimeoutMs } = plannedSettings;
    const before = {
      policy: isSame ? policy : 'another',
      queueWaitLimitMs: queueWaitMs,
      requestTimeoutMs,
      onTimeout: 'release',
    };
    const server = createServer((_, response) => response.end(JSON.stringify(before)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const config = configWith({ sandbox: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const notes: string[] = [];
    await applySettings(config, { ...options({ isAllowed: true }), note: (line) => notes.push(line) });
    expect(notes.some((line) => line.startsWith('nothing was changed'))).toBe(isSame);
  });

  it('takes the user’s word that it is done', async () => {
    await applySettings(configWith(), options({ isApplied: true }));
    expect(JSON.parse(await readFile(join(folder, 'applied.json'), 'utf8'))).toMatchObject({ how: 'byHand' });
  });

  it('names no files for a fixed number, which has none', async () => {
    const settings = { ...plannedSettings, policy: { kind: 'fixed', replicas: 5 } } as const;
    const { target, load } = spikeConfig;
    const local = resolveConfig({ target: { ...target, kind: 'local' }, load }, 'k6.config.ts');
    await expect(applySettings(local, { ...options(), settings })).rejects.toMatchObject({
      details: [
        {
          fix: expect.stringMatching(
            /^set the number of replicas to 5 by hand and run headroom verify \S+ --applied/,
          ),
        },
      ],
    });
  });

  it('names apply.azure for a deployment of Azure ML, which no cluster can be asked for', async () => {
    const policy = { kind: 'azureml-v2', minReplicas: 3, maxReplicas: 6, targetUtilization: 0.7 };
    const settings = { policy: policySettingsSchema.parse(policy) };
    await expect(applySettings(configWith(), { ...options(), settings })).rejects.toMatchObject({
      details: [{ fix: expect.stringMatching(/^set apply\.azure, which names the deployment/) }],
    });
  });

  it('says what to do when the config names no way', async () => {
    await expect(applySettings(configWith(), options())).rejects.toMatchObject({ code: 'E_USAGE' });
  });
});

describe('Azure ML v1', () => {
  it('is told by its call: nothing is written', async () => {
    await writeJson(folder, 'run.json', runSchema, completeRun());
    await writeFile(join(folder, 'recommendation.json'), JSON.stringify(recommendation()));
    const lines: string[] = [];
    const end = await runApply(configWith(), { folder, isAllowed: true, note: (line) => lines.push(line) });
    expect(end).toBe('byHand');
    expect(lines.join('\n')).toContain("service = AksWebservice(Workspace.from_config(), 'demo')");
    expect(lines.join('\n')).toContain('    autoscale_min_replicas=3,\n');
    await expect(readFile(join(folder, 'applied.json'), 'utf8')).rejects.toThrow();
  });

  it('keeps its settings in no object of Kubernetes, so one that is named is not ignored', async () => {
    await writeJson(folder, 'run.json', runSchema, completeRun());
    await writeFile(join(folder, 'recommendation.json'), JSON.stringify(recommendation()));
    const named = { folder, object: 'HorizontalPodAutoscaler/score', isAllowed: true, note: () => undefined };
    await expect(runApply(configWith(), named)).rejects.toMatchObject({
      code: 'E_USAGE',
      details: [{ fix: 'leave --object out' }],
    });
  });
});

it('the advice of another run that was copied into the folder is not applied', async () => {
  await writeJson(folder, 'run.json', runSchema, completeRun());
  await writeJson(folder, 'recommendation.json', adviceSchema, recommendation({ runs: ['another'] }));
  const options = { folder, isAllowed: true, note: () => undefined };
  await expect(runApply(configWith(), options)).rejects.toMatchObject({
    code: 'E_RUN_FOLDER',
    message: expect.stringContaining('recommendation.json is the advice of another run (another)'),
  });
});

describe('runRollback of a folder without an applied.json', () => {
  const rollBack = () => runRollback(configWith(), { folder, isAllowed: true, note: () => undefined });

  it('says that nothing was applied from the run', async () => {
    await writeFile(join(folder, 'run.json'), JSON.stringify(completeRun()));
    await expect(rollBack()).rejects.toMatchObject({
      code: 'E_USAGE',
      message: expect.stringContaining('nothing was applied from this run'),
    });
  });

  it('does not say so of a folder that is no run', async () => {
    await expect(rollBack()).rejects.toMatchObject({ code: 'E_RUN_FOLDER' });
  });
});
