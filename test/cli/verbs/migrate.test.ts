import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';
import { userText } from '../../planner/settings/user-files.ts';

it('headroom migrate shows both generations, and writes a new file but over no other', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'v1.json'), userText('azureml-v1-tabs.json'));
  const first = await headroom(['migrate', 'v1.json', '--out', 'deployment.yml'], folder);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/scoring_timeout_ms\s+30000\s+request_timeout_ms\s+30000/);
  const written = await readFile(join(folder, 'deployment.yml'), 'utf8');
  expect(written).toContain('type: target_utilization\n  min_instances: 2');
  const second = await headroomHere(['migrate', 'v1.json', '--out', 'deployment.yml'], folder);
  expect(second.code).toBe(2);
  expect(await readFile(join(folder, 'deployment.yml'), 'utf8')).toBe(written);
});
