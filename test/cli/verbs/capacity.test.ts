import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderCapacity } from '../../../reports/capacity-terminal.ts';
import { headroomSchema } from '../../../runs/schema/plan/headroom.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { recordSpike, withSpared } from '../../builders/recording.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';
import { sentByScript } from '../../builders/script-run.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

describe('headroom capacity', () => {
  it('says how much load the settings in use hold, without writing an advice', async () => {
    const folder = await writeRunFolder(
      recordSpike({ policy, baselineSeconds: 10, holdSeconds: 30, recoverySeconds: 20 }),
    );
    const { code, stdout } = await headroom(['capacity', folder, '--json']);
    expect(code).toBe(0);
    const json = JSON.parse(stdout);
    expect(json.measured).toBeNull();
    const answer = headroomSchema.parse(json.headroom);
    expect(answer.settings.map(({ of }) => of)).toEqual(['current', 'pageFormula']);
    const text = renderCapacity(answer, {
      measured: null,
      runId: 'a run',
      isCut: true,
      warnings: [{ code: 'startupLagAssumed' }],
      next: 'next: headroom plan x',
    });
    expect(text).toContain(
      'Note\n  The recording ends early: what is simulated is the whole load.\n  No replica was seen to start, so the start-up lag is assumed',
    );
    expect(text).toMatch(/^now: (holds a rise to|holds its baseline of \d+\/s with less)/);
    expect(text).toMatch(/\nnow: holds.*(\n {2}.*)?\nnext: headroom plan x$/);
    expect(text).toContain("Azure ML's formula: holds a rise to");
    await expect(readFile(join(folder, 'recommendation.json'))).rejects.toThrow('ENOENT');
  });

  it('says where the simulated load does not come to the recorded one', async () => {
    const recording = recordSpike({ policy, baselineSeconds: 10, holdSeconds: 30, recoverySeconds: 20 });
    const folder = await writeRunFolder(withSpared(recording));
    const { code, stdout } = await headroomHere(['capacity', folder]);
    expect(code).toBe(0);
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/of the recorded requests failed, in simulation .* do\. The service may hold more/);
    const told = text.split('The service may hold more than is said here: only a run can show it.');
    expect(told, 'twice: above the tables and at the end').toHaveLength(3);
    expect(told[0]).not.toContain('Share of simulated runs');
  });

  it('tells what a staircase measured, where the run carries no simulation', async () => {
    const load = {
      scenario: 'staircase',
      firstRatePerSecond: 5,
      stepRatePerSecond: 5,
      steps: 2,
      stepSeconds: 10,
    };
    const seconds = Array.from({ length: 20 }, (_, second) => second);
    const folder = await writeRunFolder({
      run: completeRun({}, { ...spikeConfig, load }),
      load: [
        ...seconds.map((second) =>
          countsLine({
            second: startSecond + second,
            phase: second < 10 ? 'step-1' : 'step-2',
            outcomes: { [second < 10 ? '200' : '503']: 5 },
            latenciesMs: {},
          }),
        ),
        endLine(),
      ],
      cluster: [],
      droppedLines: 0,
    });
    const { code, stderr } = await headroomHere(['capacity', folder]);
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /measured: 5\/s holds, 10\/s does not\. At 5\/s: 50 requests are too few .* The run can’t carry a simulation/,
    );
  });

  it('refuses a script that sends several requests per arrival, as do plan and simulate --from', async () => {
    const brief = recordSpike({ policy, baselineSeconds: 10, holdSeconds: 20, recoverySeconds: 10 });
    const folder = await writeRunFolder(sentByScript(brief, 2));
    const said = [
      ['capacity', folder],
      ['simulate', '--from', folder, '--print-model'],
      ['plan', folder],
    ];
    for (const args of said) {
      const { code, stdout, stderr } = await headroomHere(args);
      expect(code, args[0]).toBe(4);
      expect(`${stdout}${stderr}`.replaceAll(/\s+/g, ' '), args[0]).toContain(
        'needs one request per arrival, as a simulation has, has 2 requests per arrival of the script',
      );
    }
    const { kind, reasons } = JSON.parse(await readFile(join(folder, 'recommendation.json'), 'utf8'));
    expect([kind, reasons]).toEqual([
      'notEnoughAdvice',
      [{ code: 'requestsPerArrival', run: brief.run.id, endpoint: null, mean: 2 }],
    ]);
  });

  it('refuses a seed that is no whole number before it reads anything', async () => {
    const { code, stderr } = await headroomHere(['capacity', 'no-such-folder', '--seed', 'x']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('E_USAGE: --seed is "x", which is not a number'),
    ]);
  });

  it('refuses a folder that holds no run', async () => {
    const { code, stderr } = await headroomHere(['capacity', 'no-such-folder']);
    expect(code).toBe(2);
    expect(stderr).toContain('E_RUN_FOLDER');
  });
});
