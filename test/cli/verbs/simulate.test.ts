import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { type Simulation, simulationSchema } from '../../../runs/schema/simulation.ts';
import { type Ended, headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { modelInput } from '../../builders/model.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

/** `headroom simulate` in a folder with these files; arguments name them. */
const simulate = async (
  files: Readonly<Record<string, unknown>>,
  args: readonly string[],
  run = headroomHere,
): Promise<Ended> => {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return run(['simulate', ...args], folder);
};

const small = (changes: Partial<ModelInput> = {}): ModelInput => modelInput({ replications: 4, ...changes });

/** Without the two fields that depend on the machine. */
const timeless = ({ elapsedMs: _, simulatedRequestsPerSecond: __, ...answer }: Simulation) => answer;

describe('headroom simulate', () => {
  it('refuses a seed that is no whole number before it reads anything', async () => {
    const { code, stderr } = await headroomHere(['simulate', 'no-such-model.json', '--seed', '1.5']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('E_USAGE: --seed is 1.5')]);
  });

  it('answers in JSON, in the documented shape', async () => {
    const { code, stdout } = await simulate({ 'a.json': small() }, ['a.json', '--json'], headroom);
    const answer = simulationSchema.parse(JSON.parse(stdout));
    expect(code).toBe(0);
    expect(answer).toMatchObject({ name: 'a.json', replications: 4, replicas: { mean: 10, max: 10 } });
    expect(answer.elapsedMs).toBeGreaterThan(0);
    expect(answer.series).toBeUndefined();
  });

  it('gives the same bytes on one, two and three threads', async () => {
    const answerOn = async (workers: string): Promise<string> => {
      const args = ['a.json', '--json', '--series', '--workers', workers];
      const { stdout } = await simulate({ 'a.json': small() }, args);
      return JSON.stringify(timeless(JSON.parse(stdout)));
    };
    const [one, two, three] = [await answerOn('1'), await answerOn('2'), await answerOn('3')];
    expect(JSON.parse(one).series.offered).toHaveLength(600);
    expect(two).toBe(one);
    expect(three).toBe(one);
  });

  it('takes seed and replications from the command line instead of the file', async () => {
    const files = { 'a.json': small({ seed: 1 }), 'b.json': small({ seed: 2, replications: 3 }) };
    const { stdout } = await simulate(files, [
      'a.json',
      'b.json',
      '--json',
      '--seed',
      '2',
      '--replications',
      '3',
    ]);
    const [a, b] = JSON.parse(stdout).map(timeless);
    expect({ ...a, name: '' }).toEqual({ ...b, name: '' });
    expect(a.replications).toBe(3);
  });

  it('shows several models side by side', async () => {
    const files = {
      'fixed.json': small(),
      'scaled.json': small({ name: 'azureml', policy: { kind: 'azureml-v1', maxReplicas: 12 } }),
    };
    const { stdout } = await simulate(files, ['fixed.json', 'scaled.json']);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^measure +fixed\.json +azureml$/);
    expect(lines.find((line) => line.startsWith('ready replicas mean / most'))).toMatch(
      / 10 \/ 10 +[\d.]+ \/ 12$/,
    );
    expect(lines.find((line) => line.startsWith('503'))).toMatch(/ 0 % \(0 % to 0\.\d+ %\) +[\d.]+ % \(/);
    expect(stdout).toMatch(/requests simulated in/);
    expect(stdout).toMatch(/\nnext: headroom simulate fixed\.json scaled\.json --report simulation\.html\n$/);
  });

  it('names every fault of every file, and fires nothing', async () => {
    const files = { 'a.json': { ...small(), durationSeconds: 0, replications: 0 }, 'b.json': '{ "seed": }' };
    const { code, stdout, stderr } = await simulate(files, ['a.json', 'b.json', 'c.json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('at a.json → durationSeconds');
    expect(stderr).toContain('at a.json → replications');
    expect(stderr).toContain('the model is not JSON');
    expect(stderr).toContain('at c.json');
  });

  it('refuses a number of threads that can not be', async () => {
    const { code, stderr } = await simulate({ 'a.json': small() }, ['a.json', '--workers', '0']);
    expect(code).toBe(2);
    expect(stderr).toContain('E_USAGE: --workers is 0');
  });
});
