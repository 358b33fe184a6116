import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../cli/sandbox/sandbox-process.ts';
import { answeredCodes, runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

const key = 'canary-of-the-doctor';

/** It asks for a key. */
let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await sandboxFor(await temporaryFolder(), { key });
});

/** A config for the sandbox. */
const service = async (cluster: { readonly selector?: string; readonly rest?: string } = {}) => {
  const { selector = 'azuremlappname=demo', rest = '' } = cluster;
  const folder = await temporaryFolder();
  const config = await writeConfig(
    folder,
    `{
      target: { kind: 'aks-v1', url: '${sandbox.scoreUrl}', auth: { env: 'DOCTOR_KEY' } },
      load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 2 },
      cluster: { kubeconfig: '${sandbox.kubeconfigPath}', selector: '${selector}', ${rest} },
    }`,
  );
  return { config, runs: join(folder, 'runs') };
};

/** Runs the tool with a key in its environment; the key stands nowhere in what it says. */
const run = async (args: readonly string[], value = key) => {
  const end = await runCli(args, { DOCTOR_KEY: value });
  expect(end.stdout + end.stderr).not.toContain(value);
  return end;
};

type Told = { readonly level: string; readonly topic: string; readonly what: string; readonly fix?: string };

const linesOf = (stdout: string, level: string): readonly Told[] =>
  (JSON.parse(stdout).lines as Told[]).filter((line) => line.level === level);

describe('headroom doctor', () => {
  it('looks at k6, endpoint and cluster without a load', async () => {
    const { config } = await service();
    const { code, stdout } = await run(['doctor', '--config', config]);
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/✓ k6 +k6 v2/);
    expect(stdout).toMatch(
      /✓ endpoint +first request: POST .* 200 OK after \d+ ms.*with the key of DOCTOR_KEY/,
    );
    expect(stdout).toMatch(
      /✓ selector +"azuremlappname=demo" matches 3 pods, 3 of them ready, of Deployment demo/,
    );
    expect(stdout).toContain('0 problems, 0 warnings: ready for headroom test');
  });

  it('tells every problem at once, with its fix, and the exit code of the first', async () => {
    const { config } = await service({ selector: 'azuremlappname=dmeo' });
    const { code, stdout } = await run(['doctor', '--config', config, '--json'], 'canary-of-another-key');
    expect(code).toBe(7);
    const problems = linesOf(stdout, 'problem');
    expect(problems.map(({ topic }) => topic)).toEqual(['endpoint', 'selector']);
    expect(problems[0]?.fix).toContain('DOCTOR_KEY');
    expect(problems[1]?.fix).toContain("'azuremlappname=demo'");
  });
});

describe('a test that would see no replica', () => {
  it('stops before its load', async () => {
    const { config, runs } = await service({ selector: 'azuremlappname=dmeo' });
    const { code, stderr } = await run(['test', '--config', config, '--runs', runs]);
    expect(code).toBe(7);
    expect(stderr).toContain('E_CLUSTER: nothing in namespace "default" matches');
    expect(stderr).toContain('cluster: { required: false }');
    expect(existsSync(runs)).toBe(false);
  });

  it('fires where the config says that the cluster is not required, and says that it is blind', async () => {
    const { config, runs } = await service({ selector: 'azuremlappname=dmeo', rest: 'required: false' });
    const { code, stderr } = await run(['test', '--config', config, '--runs', runs]);
    expect(answeredCodes, stderr).toContain(code);
    expect(stderr).toContain('cluster: problem: nothing in namespace "default" matches');
    expect(stderr).toContain('the report will say unknown');
    expect(existsSync(runs)).toBe(true);
  });
});
