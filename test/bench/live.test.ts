import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepAssessed, readKept } from '../../bench/accuracy/live-kept.ts';
import type { LiveAssessed, LiveRun } from '../../bench/accuracy/live-run.ts';
import {
  beganAsPredicted,
  liveCoverage,
  liveP95Errors,
  liveRejectedErrors,
  metRuns,
  undecidedRuns,
} from '../../bench/accuracy/live-score.ts';
import { liveService } from '../../bench/accuracy/live-service.ts';
import { serviceTable, summaryOf } from '../../bench/accuracy/live-tables.ts';
import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import { between, plannedSettings } from '../builders/recommendation.ts';

const lineOf = (
  figure: VerifiedLine['figure'],
  unit: VerifiedLine['unit'],
  pair: { readonly predicted: VerifiedLine['predicted']; readonly measured: number },
): VerifiedLine => {
  const { predicted, measured } = pair;
  const inside = predicted === null ? null : measured >= predicted.low && measured <= predicted.high;
  return { figure, unit, ...pair, inside };
};

type Measured = {
  readonly rejected: number;
  readonly p95Ms: number;
  readonly met?: boolean | null;
};

/** Predicted: 503 share 0.01 to 0.05, middle 0.03; p95 90 to 110 ms; recovery not at all. */
const run = (peakFactor: number, { rejected, p95Ms, met = true }: Measured): LiveRun => {
  const lines = [
    lineOf('rejectedShare', 'share', { predicted: between(0.01, 0.05), measured: rejected }),
    lineOf('p95Latency', 'millisecond', { predicted: between(90, 110), measured: p95Ms }),
    lineOf('secondsToRecover', 'second', { predicted: null, measured: 3 }),
  ];
  const verification: Verification = {
    schemaVersion: 2,
    sloHeld: met,
    predictionRight: true,
    wrongInputs: [],
    overProvisioned: null,
    plannedFrom: 'planned',
    verifiedBy: 'rerun',
    settings: plannedSettings,
    start: { predictedReplicas: 3, measuredReplicas: 3, seenBy: 'watch' as const },
    lines,
    linesInside: lines.filter(({ inside }) => inside === true).length,
    linesCompared: lines.filter(({ inside }) => inside !== null).length,
    verdict: 'confirmed',
    reason: { code: 'met' },
  };
  return { peakFactor, met, verification };
};

const service = (runs: LiveAssessed['runs'], refused: readonly string[] = []): LiveAssessed => ({
  service: 'live 0',
  about: 'a service',
  runs,
  refused,
});

const services = [
  service([
    run(1, { rejected: 0.03, p95Ms: 100 }),
    run(1, { rejected: 0.09, p95Ms: 80, met: false }),
    run(1.2, { rejected: 0.2, p95Ms: 300 }),
  ]),
  service([run(1, { rejected: 0, p95Ms: 125, met: null })]),
  service([], ['needs a spike, has none']),
];

describe('the scores of the live bench', () => {
  it('count which figures lie in their intervals, and where the others lie', () => {
    expect(liveCoverage(services, '503 or 429')).toEqual({
      inside: { share: 1 / 3, of: 3 },
      below: 1,
      above: 1,
    });
    expect(liveCoverage(services, 'errors end after'), 'never predicted').toMatchObject({
      inside: { share: null, of: 0 },
    });
  });

  it('take the error of the 503 share absolutely, and that of p95 relative to what was measured', () => {
    expect(liveRejectedErrors(services)?.median).toBeCloseTo(0.03);
    expect(liveP95Errors(services)?.median).toBeCloseTo(0.2);
  });

  it('count the firings that meet the SLO; one without a verdict meets nothing', () => {
    expect(metRuns(services)).toEqual({ share: 0.5, of: 4 });
    expect(metRuns(services, 1)).toEqual({ share: 1 / 3, of: 3 });
    expect(metRuns(services, 1.2)).toEqual({ share: 1, of: 1 });
    expect(undecidedRuns(services)).toBe(1);
  });

  it('count the re-runs that began with as many replicas as predicted', () => {
    const warm = run(1, { rejected: 0, p95Ms: 100 });
    const start = { predictedReplicas: 3, measuredReplicas: 4, seenBy: 'watch' as const };
    const runs = [warm, { ...warm, verification: { ...warm.verification, start } }];
    expect(beganAsPredicted([service(runs)])).toEqual({ share: 0.5, of: 2 });
  });
});

describe('the tables of the live bench', () => {
  it('sum up all services, those without an advice too', () => {
    const summary = summaryOf(services, 7);
    expect(summary).toContain(
      '3 services with seed 7, 1 of them without an advice; their advices were fired 4 times.',
    );
    expect(summary).toContain('| firings that meet the SLO (goal: 19 of 20) | 2 of 4 |');
    expect(summary).toContain('| at 1.2 times the recorded peak | 1 of 1 |');
    expect(summary).toContain('| 503 or 429: in its 95 % interval | 33.3 % of 3 (1 below, 1 above) |');
  });

  it('show a figure outside its interval in bold', () => {
    const table = serviceTable(services[0]!);
    expect(table).toContain('3.0 % (1.0 % to 5.0 %): 3.0 %');
    expect(table).toContain('3.0 % (1.0 % to 5.0 %): **9.0 %**');
    expect(table).toContain('Advice: target 60 %, min 3, max 6');
    expect(table).toContain('| 1.0 times | **misses the SLO** |');
    expect(table, 'no figure is predicted for another peak').toContain(
      '| 1.2 times | meets the SLO |  | 20.0 %',
    );
  });

  it('say why a service has no advice', () => {
    expect(serviceTable(services[2]!)).toContain('No advice: needs a spike, has none.');
  });
});

describe('the services of the live bench', () => {
  it('have both generations of the router and several slots among five', () => {
    const five = [0, 1, 2, 3, 4].map((index) => liveService(1, index));
    expect(new Set(five.map(({ sandbox }) => sandbox.policy?.kind))).toEqual(
      new Set(['azureml-v1', 'azureml-v2']),
    );
    expect(new Set(five.map(({ sandbox }) => sandbox.slotsPerReplica))).toEqual(new Set([1, 2, 4]));
    expect(liveService(1, 3).about).toBe(five[3]?.about);
  });
});

describe('the file of finished services', () => {
  it('gives back what was kept, and nothing before there is one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'headroom-kept-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'kept.ndjson');
    expect(await readKept(file)).toEqual([]);
    const kept = services.map((assessed, index) => ({ seed: 1, index, assessed }));
    for (const one of kept) await keepAssessed(file, one);
    expect(await readKept(file)).toEqual(kept);
  });
});
