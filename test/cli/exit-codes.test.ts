import { describe, expect, it } from 'vitest';
import {
  exitCodeOfAdvice,
  exitCodeOfComparison,
  exitCodeOfProof,
  exitCodeOfResult,
  exitCodeOfResults,
  exitCodeOfTuned,
} from '../../cli/exit-codes.ts';
import { exit, exitMeanings } from '../../errors/exit-codes.ts';
import type { Unknown } from '../../runs/schema/plan/unknown.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import { resultSchema } from '../../runs/schema/result.ts';
import type { MarginProof, Verification } from '../../runs/schema/verification.ts';
import { headroomHere } from '../builders/in-process.ts';
import { marginHeld, marginMissed, marginOpen } from '../builders/planned-report.ts';
import { recommendation } from '../builders/recommendation.ts';
import { recordSpike } from '../builders/recording.ts';
import { spikeResult } from '../builders/result.ts';
import { writeRunFolder } from '../builders/run-folder.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

describe('exit codes', () => {
  it('are told apart: no two names share one', () => {
    expect(new Set(Object.values(exit)).size).toBe(Object.keys(exit).length);
    expect(Object.keys(exitMeanings)).toEqual(Object.keys(exit));
  });

  it.each([
    [{ status: 'complete', stopped: null }, true, 0],
    [{ status: 'complete', stopped: null }, false, 3],
    [{ status: 'complete', stopped: null }, null, 8],
    [{ status: 'interrupted', stopped: { by: 'autoStop', reason: null, atMs: 0 } }, false, 3],
    [{ status: 'interrupted', stopped: { by: 'user', reason: null, atMs: 0 } }, false, 130],
    [{ status: 'failed', stopped: null }, null, 6],
  ] as const)('of a run with %o and an SLO that is met: %s is %s', (ended, met, code) => {
    const { run, verdict, ...result } = spikeResult();
    expect(exitCodeOfResult({ ...result, run: { ...run, ...ended }, verdict: { ...verdict, met } })).toBe(
      code,
    );
  });

  it('are those of an advice only where it is settled: 4 if it misses the SLO or another run may change it', () => {
    const unknown = (isCostly: boolean): Unknown => ({
      input: 'serviceTime',
      possible: [
        { value: 100, minReplicas: 3 },
        { value: 300, minReplicas: 9 },
      ],
      isCostly,
      nextRun: { load: { kind: 'again' } },
    });
    expect(exitCodeOfAdvice(recommendation({ unknowns: [unknown(false)] }))).toBe(0);
    expect(exitCodeOfAdvice(recommendation({ unknowns: [unknown(false), unknown(true)] }))).toBe(4);
    expect(exitCodeOfAdvice(recommendation({ basis: 'leastRegret' }))).toBe(4);
    expect(exitCodeOfAdvice(recommendation(), true)).toBe(4);
  });

  it('say of a comparison that can’t tell just that', () => {
    const codes = (['better', 'same', 'worse', 'cantTell'] as const).map((verdict) =>
      exitCodeOfComparison({ verdict }),
    );
    expect(codes).toEqual([0, 0, 3, 8]);
  });

  it('keep a proof that can’t tell apart from one that refutes', () => {
    const verdicts = ['confirmed', 'predictionOff', 'refuted', 'cantTell'] as const;
    expect(verdicts.map((verdict) => exitCodeOfProof({ verdict }))).toEqual([0, 5, 5, 8]);
  });

  it('of a confirmed proof are those of its margin, as far as that was fired', () => {
    const codeOf = (margin: MarginProof, verdict: Verification['verdict'] = 'confirmed') =>
      exitCodeOfProof({ verdict, margin });
    expect([marginHeld, marginMissed, marginOpen].map((margin) => codeOf(margin))).toEqual([0, 5, 8]);
    const notFired = { fired: false, peakFactor: 1.2 } as const;
    expect([codeOf(notFired, 'refuted'), codeOf(notFired, 'cantTell')]).toEqual([5, 8]);
    const rounds = [{ verification: { verdict: 'confirmed', margin: marginMissed } }] as const;
    expect(exitCodeOfTuned({ end: 'marginMissed', sloHeld: true, rounds })).toBe(5);
    expect(exitCodeOfTuned({ end: 'roundsUsedUp', sloHeld: true, rounds })).toBe(5);
  });

  it.each([
    ['confirmed', 'confirmed', true, 0],
    ['roundsUsedUp', 'refuted', false, 5],
    ['roundsUsedUp', 'cantTell', null, 8],
    ['budgetUsedUp', undefined, false, 5],
    ['noAdvice', undefined, false, 4],
    ['nothingHolds', undefined, false, 4],
    ['notProven', 'cantTell', null, 8],
    ['notProven', 'refuted', false, 5],
    ['unchanged', undefined, true, 0],
    ['unchanged', undefined, false, 3],
    ['unchanged', undefined, null, 8],
  ] as const)(
    'of tuning that ends %s after a proof that is %s, SLO held: %s, is %s',
    (end, verdict, sloHeld, code) => {
      const rounds = verdict === undefined ? [] : [{ verification: { verdict } }];
      expect(exitCodeOfTuned({ end, sloHeld, rounds })).toBe(code);
    },
  );
});

describe('headroom report --exit-code', () => {
  it('ends as the test did; without it the report is made and that is all', async () => {
    const folder = await writeRunFolder(
      recordSpike({ policy, baselineSeconds: 5, holdSeconds: 15, recoverySeconds: 5 }),
    );
    const [mirrored, plain] = [
      await headroomHere(['report', folder, '--exit-code', '--json']),
      await headroomHere(['report', folder]),
    ];
    const result = resultSchema.parse(JSON.parse(mirrored.stdout));
    expect(result.verdict.met).toBe(false);
    expect([mirrored.code, exitCodeOfResult(result), plain.code]).toEqual([
      exit.sloNotMet,
      exit.sloNotMet,
      0,
    ]);
    const held = { ...result, verdict: { ...result.verdict, met: true } };
    expect(exitCodeOfResults([held, held])).toBe(exit.ok);
    expect(exitCodeOfResults([held, result])).toBe(exit.sloNotMet);
  });
});
