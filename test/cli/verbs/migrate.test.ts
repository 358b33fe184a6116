import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';
import { userText } from '../../planner/settings/user-files.ts';

it('headroom migrate shows both generations, and writes a new file but over no other', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'v1.json'), userText('azureml-v1-tabs.json'));
  const first = await headroomHere(['migrate', 'v1.json', '--out', 'deployment.yml'], folder);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/scoring_timeout_ms\s+30000\s+request_timeout_ms\s+30000/);
  const written = await readFile(join(folder, 'deployment.yml'), 'utf8');
  expect(written).toContain('type: target_utilization\n  min_instances: 2');
  const second = await headroomHere(['migrate', 'v1.json', '--out', 'deployment.yml'], folder);
  expect([second.code, second.stderr]).toEqual([
    2,
    expect.stringContaining("can't be written: it is there already"),
  ]);
  expect(await readFile(join(folder, 'deployment.yml'), 'utf8')).toBe(written);
  expect(first.stdout.trimEnd()).toMatch(/\nnext: headroom lint deployment\.yml$/);
  const ofV2 = await headroomHere(['migrate', 'deployment.yml', '--out', 'again.yml'], folder);
  expect([ofV2.code, ofV2.stderr]).toEqual([2, expect.stringContaining('of Azure ML v2 already')]);
});

it('headroom migrate sets its table anew on a narrow terminal, and leaves the lines of the file whole', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'v1.json'), userText('azureml-v1-tabs.json'));
  const { isTTY, columns } = process.stdout;
  Object.assign(process.stdout, { isTTY: true, columns: 60 });
  try {
    const { stdout } = await headroomHere(['migrate', 'v1.json'], folder);
    expect(stdout).toMatch(/v1 scoring_timeout_ms +30000\nv2 request_timeout_ms +30000\n/);
    expect(stdout).toMatch(/\n\$schema: https:.*kubernetesOnlineDeployment\.schema\.json\n/);
  } finally {
    Object.assign(process.stdout, { isTTY, columns });
  }
});

it('headroom migrate writes nothing from a file with errors, and tells each with its line', async () => {
  const folder = await temporaryFolder();
  const autoScaler = { autoscaleEnabled: true, minReplicas: 2, maxReplicas: 10.5, targetUtilization: 0.7 };
  const content = { computeType: 'AKS', autoScaler, scoringTimeoutMs: -5 };
  await writeFile(join(folder, 'v1.json'), JSON.stringify(content, null, 2));
  const { code, stdout, stderr } = await headroomHere(['migrate', 'v1.json', '--out', 'v2.yml'], folder);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('the target utilization is 0.7 %\n  at v1.json:7\n  fix: write a percentage: 70');
  expect(stderr).toContain('autoScaler.maxReplicas is 10.5');
  expect(stderr).toContain('scoringTimeoutMs is -5');
  await expect(readFile(join(folder, 'v2.yml'))).rejects.toThrow('ENOENT');
});

it('headroom migrate makes no file that its own lint would call an error', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'v1.json'), '{"computeType": "AKS", "scoringTimeoutMs": 400000}');
  for (const options of [[], ['--out', 'v2.yml']]) {
    const { code, stdout, stderr } = await headroomHere(['migrate', 'v1.json', ...options], folder);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('v2 would refuse what this file says: request_timeout_ms is 400 s');
  }
  await expect(readFile(join(folder, 'v2.yml'))).rejects.toThrow('ENOENT');
});

it('headroom migrate says why a file can not be read', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'v1.json'), '{"computeType": "AKS", "numReplicas": 2, "numReplicas": 3}');
  const { code, stderr } = await headroomHere(['migrate', 'v1.json'], folder);
  expect(code).toBe(2);
  expect(stderr).toContain('Map keys must be unique');
});
