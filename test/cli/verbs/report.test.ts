import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { recordSpike } from '../../builders/recording.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

describe('headroom report --format svg', () => {
  it('writes every chart of the run as a file, beside the report', async () => {
    const folder = await writeRunFolder(recordSpike({ policy }));
    const { stdout } = await headroom(['report', folder, '--format', 'svg']);
    const names = await readdir(join(folder, 'charts'));
    expect(names.toSorted()).toEqual([
      'causes.svg',
      'latency.svg',
      'replicas.svg',
      'requests.svg',
      'run.svg',
      'slots.svg',
    ]);
    for (const name of names) {
      expect(stdout).toContain(join('charts', name));
      expect(await readFile(join(folder, 'charts', name), 'utf8')).toMatch(/^<svg xmlns=/);
    }
  });

  it('knows no other format', async () => {
    const { code, stderr } = await headroomHere(['report', 'any', '--format', 'gif']);
    expect(code).toBe(2);
    expect(stderr).toContain('format');
  });
});
