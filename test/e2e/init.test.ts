import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli, sandboxFor, temporaryFolder } from './support.ts';

const key = 'canary-of-init';

it('writes a config that doctor finds ready, keeps what is there, and writes no key', async () => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(await temporaryFolder(), { key });
  const given = ['init', sandbox.scoreUrl, '--yes', '--folder', folder, '--key-env', 'INIT_KEY'];
  const args = [...given, '--kubeconfig', sandbox.kubeconfigPath];
  const first = await runCli(args, { INIT_KEY: key });
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).toContain('under test: default/demo');
  const paths = [
    'k6.config.ts',
    'payload.json',
    '.github/workflows/headroom.yml',
    'azure-pipelines-headroom.yml',
  ];
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')));
  for (const text of [...texts, first.stdout, first.stderr]) expect(text).not.toContain(key);
  expect(texts[0]).toContain("kind: 'aks-v1'");
  expect(texts[0]).toContain("selector: 'azuremlappname=demo'");
  expect(JSON.parse(texts[1]!)).toEqual({ data: [[0.1]] });
  expect(parse(texts[2]!)).toMatchObject({
    jobs: { test: { env: { INIT_KEY: expect.stringContaining('secrets.INIT_KEY') } } },
  });
  expect(parse(texts[3]!)).toMatchObject({ trigger: 'none', jobs: [{ job: 'headroom' }] });

  const config = join(folder, 'k6.config.ts');
  const doctor = await runCli(['doctor', '--config', config], { INIT_KEY: key });
  expect(doctor.code, doctor.stdout + doctor.stderr).toBe(0);

  await writeFile(config, '// mine');
  const second = await runCli(args, { INIT_KEY: key });
  expect(second.stdout).toContain('kept  k6.config.ts');
  expect(await readFile(config, 'utf8')).toBe('// mine');
  await runCli([...args, '--overwrite'], { INIT_KEY: key });
  expect(await readFile(config, 'utf8')).toBe(texts[0]);
});

it('says that it can not know the URL where nobody tells it', async () => {
  const sandbox = await sandboxFor(await temporaryFolder());
  const args = ['init', '--yes', '--folder', await temporaryFolder(), '--kubeconfig', sandbox.kubeconfigPath];
  const { code, stderr } = await runCli(args);
  expect(code).toBe(2);
  expect(stderr).toContain('the URL of the endpoint is not known');
});
