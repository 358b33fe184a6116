import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../cli/sandbox/sandbox-process.ts';
import { countersOf } from '../builders/counters.ts';
import { runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

/** For all tests that need no other one. */
let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await sandboxFor(await temporaryFolder());
});

const soak = `load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 60 }`;

/** Runs `headroom test` and shows that no run folder was made: nothing was fired. */
const refused = async (folder: string, config: string, environment: NodeJS.ProcessEnv = {}) => {
  const runs = join(folder, 'runs');
  await mkdir(runs);
  const end = await runCli(['test', '--config', config, '--runs', runs], environment);
  expect(await readdir(runs)).toEqual([]);
  return end;
};

describe('bad input is named before any load', () => {
  it('unknown keys and several faults, all at once', async () => {
    const folder = await temporaryFolder();
    const config = await writeConfig(
      folder,
      `{ tagret: {}, target: { url: 'nonsense' }, load: { scenario: 'soak', ratePerSecond: -5, soakSeconds: 60 } } as never`,
    );
    const { code, stderr } = await refused(folder, config);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "target"?');
    expect(stderr).toContain('target.url is "nonsense"');
    expect(stderr).toContain('load.ratePerSecond is -5');
  });

  it('an endpoint that is not there, together with a wrong kube context', async () => {
    const folder = await temporaryFolder();
    const config = await writeConfig(
      folder,
      `{
        target: { url: 'http://127.0.0.1:1/score', requestTimeoutMs: 1000 }, ${soak},
        cluster: { kubeconfig: '${sandbox.kubeconfigPath}', context: 'sandbax', selector: 'azuremlappname=demo' },
      }`,
    );
    const { code, stderr } = await refused(folder, config);
    expect(code).toBe(7);
    expect(stderr).toContain('the endpoint does not answer');
    expect(stderr).toMatch(/no context "sandbax"/);
    expect(stderr).toMatch(/contexts that exist: .+/);
  });

  it('a host that does not resolve', async () => {
    const folder = await temporaryFolder();
    const config = await writeConfig(
      folder,
      `{ target: { url: 'http://no-such-host.invalid/score', requestTimeoutMs: 1000 }, ${soak} }`,
    );
    const { code, stderr } = await refused(folder, config);
    expect(code).toBe(7);
    expect(stderr).toContain('no-such-host.invalid does not resolve');
  });

  it('a host that is not allowed, and a plan above the limits', async () => {
    const folder = await temporaryFolder();
    const config = await writeConfig(
      folder,
      `{
        target: { url: 'http://127.0.0.1:9/score', requestTimeoutMs: 1000 }, ${soak},
        safety: { allowedHosts: ['scoring.example'], maxRatePerSecond: 1 },
      }`,
    );
    const { code, stderr } = await refused(folder, config);
    expect(code).toBe(2);
    expect(stderr).toContain('127.0.0.1:9 is not in safety.allowedHosts');
    expect(stderr).toContain('the plan reaches 5 requests/s, above safety.maxRatePerSecond 1');
  });

  it('a key that the endpoint refuses, with nothing but the one asking request sent', async () => {
    const folder = await temporaryFolder();
    const locked = await sandboxFor(folder, { key: 'the-right-key' });
    const config = await writeConfig(
      folder,
      `{ target: { url: '${locked.scoreUrl}', requestTimeoutMs: 1000, auth: { env: 'HEADROOM_TEST_KEY' } }, ${soak} }`,
    );
    const { code, stderr } = await refused(folder, config, { HEADROOM_TEST_KEY: 'the-wrong-key' });
    expect(code).toBe(7);
    expect(stderr).toContain('the endpoint answers 401');
    expect(stderr).toContain('HEADROOM_TEST_KEY');
    expect(stderr).not.toContain('the-wrong-key');
    expect((await countersOf(locked)).total.arrivals).toBeLessThanOrEqual(1);
  });

  it('a scenario that does not bundle', async () => {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'mine.ts'),
      `import { x } from 'no-such-package';\nexport default () => x();\n`,
    );
    const config = await writeConfig(
      folder,
      `{ target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 1000 }, ${soak}, script: './mine.ts' }`,
    );
    const { code, stderr } = await runCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/E_SCENARIO: Could not resolve "no-such-package"[\s\S]*mine\.ts:1/);
  });

  it('a folder that takes no runs', async () => {
    const folder = await temporaryFolder();
    const config = await writeConfig(
      folder,
      `{ target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 1000 }, ${soak} }`,
    );
    await writeFile(join(folder, 'a-file'), '');
    const { code, stderr } = await runCli(['test', '--config', config, '--runs', join(folder, 'a-file')]);
    expect(code).toBe(2);
    expect(stderr).toContain('E_DISK');
  });

  it('a sandbox port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runCli(['sandbox', '--port', String(port), '--api-port', '0']);
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain('E_PORT');
    expect(stderr).toContain(String(port));
  });

  it('a config file that is missing, and a verb that does not exist', async () => {
    const missing = await runCli(['test', '--config', 'no-such-config.ts']);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('no-such-config.ts');
    const typo = await runCli(['tset']);
    expect(typo.code).toBe(2);
    expect(typo.stderr).toContain('there is no verb "tset"');
    expect(typo.stderr).toContain('did you mean headroom test?');
  });
});

describe('test --dry-run', () => {
  it('prints phases, rates, drawn arrivals and the k6 command, and fires nothing', async () => {
    const folder = await temporaryFolder();
    const config = await writeConfig(
      folder,
      `{
        target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 2000 },
        load: { scenario: 'spike', baselineRatePerSecond: 10, peakRatePerSecond: 60, baselineSeconds: 15, holdSeconds: 45, recoverySeconds: 20 },
      }`,
    );
    const before = (await countersOf(sandbox)).total.arrivals;
    const { code, stdout } = await runCli(['test', '--config', config, '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/baseline\s+0:00\s+15 s\s+10\/s\s+1[2-9]\d$/m);
    expect(stdout).toMatch(/spike\s+0:15\s+45 s\s+60\/s\s+2[5-9]\d\d$/m);
    expect(stdout).toMatch(/total\s+80 s\s+(2[89]|3[0-2])\d\d$/m);
    expect(stdout).toMatch(/k6 run --quiet .*--out=headroom -$/m);
    expect((await countersOf(sandbox)).total.arrivals).toBe(before);
  });
});
