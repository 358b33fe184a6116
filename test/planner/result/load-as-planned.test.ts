import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import { annotationsOf } from '../../../reports/ci/annotations.ts';
import { decide } from '../../../reports/decision.ts';
import { renderExplanation } from '../../../reports/explain-terminal.ts';
import { renderJunit } from '../../../reports/junit.ts';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { closingLine, renderSummary } from '../../../reports/terminal.ts';
import { decisionText } from '../../../reports/words/plan/decision.ts';
import { unfinishedText } from '../../../reports/words/run/unfinished.ts';
import type { LoadLine } from '../../../runs/schema/load-series.ts';
import type { Run } from '../../../runs/schema/run.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const phaseOf = (second: number): string => (second < 10 ? 'baseline' : second < 30 ? 'spike' : 'recovery');
const offeredIn = (second: number): number => (second >= 10 && second < 30 ? 20 : 5);

type Second = { readonly failed?: number; readonly latenessMs?: number; readonly exceptions?: number };

/** The spike of test/builders/run.ts, as many seconds of it as are asked for. */
const fired = (seconds: number, of: (second: number) => Second = () => ({})): LoadLine[] =>
  Array.from({ length: seconds }, (_, second) => {
    const offered = offeredIn(second);
    const { failed = 0, latenessMs = 0.1, exceptions = 0 } = of(second);
    const outcomes = { '200': offered - failed, ...(failed > 0 && { '503': failed }) };
    return {
      ...countsLine({
        second: startSecond + second,
        phase: phaseOf(second),
        outcomes,
        latenciesMs: { '200': new Array<number>(offered - failed).fill(100) },
        latenessMs: new Array<number>(offered).fill(latenessMs),
      }),
      exceptions,
    };
  });

const resultOf = (load: readonly LoadLine[], change: Partial<Run> = {}) =>
  analyze({ run: completeRun(change, undefined), load, cluster: [], droppedLines: 0 }).result;

const codesOf = (load: readonly LoadLine[], change: Partial<Run> = {}): string[] =>
  resultOf(load, change).loadAsPlanned.faults.map(({ code }) => code);

const interrupted: Partial<Run> = {
  status: 'interrupted',
  stopped: { by: 'user', reason: { code: 'ctrlC' }, atMs: 0 },
};

describe('a load that ran as planned', () => {
  it('has no fault, and may meet its objectives', () => {
    const { loadAsPlanned, verdict } = resultOf([...fired(40), endLine()]);
    expect(loadAsPlanned.faults).toEqual([]);
    expect(verdict.met).toBe(true);
  });
});

describe('a load that a limit of the config cut', () => {
  const cutBy = (change: Partial<Run['config']>) => {
    const [first, ...rest] = fired(40);
    const load = [
      { ...first!, arrivals: 0, outcomes: {}, dropped: 183 } as LoadLine,
      ...rest.slice(6),
      endLine(),
    ];
    const { config } = completeRun();
    return resultOf(load, { config: { ...config, ...change } });
  };
  const safety = { ...completeRun().config.safety, maxInFlight: 2, maxVirtualUsers: 1 };

  it('names the limit and its key, with the way out, wherever a new test is said', () => {
    const result = cutBy({ safety });
    const text =
      '183 planned arrivals were dropped by safety.maxInFlight of the config, at most 2 requests at once: raise it, or plan a load that needs fewer, before you test again.';
    const report = { result };
    const screen = { color: false, width: 10_000 };
    for (const output of [
      decisionText(decide(report), report).sentences.join(' '),
      renderSummary(report, screen),
      closingLine(report, screen),
      renderExplanation(report, screen),
      renderMarkdown(report),
      renderJunit(report),
      annotationsOf(report)[0]!.message,
    ])
      expect(output).toContain(text);
  });

  it('names that of virtual users where a script has fewer of them', () => {
    expect(cutBy({ safety, script: 'own.ts' }).loadAsPlanned.faults).toContainEqual(
      expect.objectContaining({ keptBack: { arrivals: 183, key: 'maxVirtualUsers', most: 1 } }),
    );
  });
});

describe('a load whose script threw', () => {
  const thrownIn = (arrivals: number) =>
    resultOf([...fired(40, (second) => ({ exceptions: second === 0 ? arrivals : 0 })), endLine()]);

  it('has no error for it: what an arrival had sent counts as it was answered', () => {
    expect(thrownIn(4).verdict.checks[0]).toMatchObject({ measured: 0, failed: 0, requests: 500 });
    expect(thrownIn(4).totals.exceptions).toBe(4);
  });

  it('is judged if it threw in 1 % of the arrivals, and not if in more', () => {
    expect([5, 6].map((arrivals) => thrownIn(arrivals).verdict.met)).toEqual([true, null]);
  });
});

describe('a recording of which data was lost', () => {
  const of = (
    dropped: { readonly load: number; readonly cluster: number },
    lines: readonly LoadLine[] = [],
  ) =>
    analyze({
      run: completeRun({}, undefined),
      load: [...fired(40), ...lines, endLine()],
      cluster: [deploymentLine({ atMs: startSecond * 1000, desired: 1 }), podLine({ atMs: 0, name: 'a' })],
      droppedLines: dropped.load,
      droppedClusterLines: dropped.cluster,
    }).result;

  it('gives no MET where lines of the load can’t be read: counts are a lower bound', () => {
    const { loadAsPlanned, verdict } = of({ load: 2, cluster: 0 });
    expect(loadAsPlanned.faults).toEqual([{ code: 'dataLost', unreadableLines: 2, lostReasons: [] }]);
    expect(verdict.met).toBeNull();
  });

  it('gives none where the generator could not write lines', () => {
    const lost: LoadLine = {
      kind: 'lost',
      seq: 0,
      generator: 'local',
      fromMs: 0,
      toMs: 1,
      reason: 'a slow reader',
    };
    const { loadAsPlanned, verdict } = of({ load: 0, cluster: 0 }, [lost]);
    expect(loadAsPlanned.faults).toEqual([
      { code: 'dataLost', unreadableLines: 0, lostReasons: ['a slow reader'] },
    ]);
    expect(verdict.met).toBeNull();
  });

  it('doubts the replicas alone where lines of the cluster can’t be read', () => {
    const { health, verdict } = of({ load: 0, cluster: 3 });
    expect(verdict.met).toBe(true);
    expect(health.find(({ check }) => check === 'telemetry')).toMatchObject({ status: 'ok' });
    expect(health.find(({ check }) => check === 'cluster')).toMatchObject({
      status: 'warning',
      unreadableLines: 3,
    });
  });
});

const stall = (atSecond: number, lengthMs: number): LoadLine => ({
  kind: 'stall',
  seq: 0,
  generator: 'local',
  fromMs: (startSecond + atSecond) * 1000,
  toMs: (startSecond + atSecond) * 1000 + lengthMs,
});

describe('a standstill', () => {
  it.each([
    ['of 200 ms', [stall(20, 200)], true],
    ['of 450 ms, in 40 s of load', [stall(20, 450)], true],
    ['of over a second', [stall(20, 1001)], null],
    ['of over a second in many parts', [10, 14, 18, 22, 26, 30].map((second) => stall(second, 201)), null],
  ] as const)('%s decides about the verdict by its length', (_, stalls, met) => {
    expect(resultOf([...fired(40), ...stalls, endLine()]).verdict.met).toBe(met);
  });
});

const wholeRunner = (runner: string, clockAheadMs: number): Extract<LoadLine, { kind: 'runner' }> => ({
  kind: 'runner',
  seq: 0,
  generator: 'runners',
  runner,
  place: null,
  planned: 1,
  fired: 1,
  dropped: 0,
  told: { fired: 1, dropped: 0 },
  late: 0,
  lines: 1,
  linesMissing: 0,
  reason: 'complete',
  failure: null,
  missing: null,
  cuts: 0,
  clockAheadMs,
  cpuSeconds: 0,
  memoryBytesMax: 0,
});

describe('a load that did not', () => {
  it.each([
    ['was interrupted in its baseline', fired(5), interrupted, ['endedEarly', 'phaseNotBegun', 'notAllSent']],
    [
      'was begun by runners whose clocks differ',
      [...fired(40), wholeRunner('runner-0', -80), wholeRunner('runner-1', 4900), endLine()],
      {},
      ['runnersApart'],
    ],
    ['has no end line', fired(40), {}, ['noEndLine']],
    ['lost lines', [...fired(40), endLine({ seq: 3 })].slice(39), {}, ['linesLost']],
    [
      'was sent late',
      [...fired(40, (second) => (second === 20 ? { latenessMs: 900 } : {})), endLine()],
      {},
      ['late'],
    ],
    ['threw in its script', [...fired(40, () => ({ exceptions: 1 })), endLine()], {}, ['scriptExceptions']],
    [
      'stood still',
      [
        ...fired(40),
        {
          kind: 'stall',
          seq: 0,
          generator: 'local',
          fromMs: (startSecond + 20) * 1000,
          toMs: (startSecond + 22) * 1000,
        } as const,
        endLine(),
      ],
      {},
      ['generatorStalled'],
    ],
  ] as const)('and %s meets nothing', (_, load, change, codes) => {
    const lines = load as readonly LoadLine[];
    expect(codesOf(lines, change)).toEqual(expect.arrayContaining([...codes]));
    expect(resultOf(lines, change).verdict.met).toBeNull();
  });

  it('did not end early where the runners that were left fired on to its end', () => {
    const failure = { code: 'k6', exitCode: null, signal: 'SIGKILL', killed: null, lastWords: '' } as const;
    const lost: LoadLine = { ...wholeRunner('runner-1', 0), reason: 'lost', failure };
    const lines = [...fired(40), wholeRunner('runner-0', 0), lost, endLine()];
    const { config } = completeRun({}, undefined);
    const changeOf = (onLoss: 'stop' | 'goOn'): Partial<Run> => ({
      status: 'interrupted',
      stopped: {
        by: 'k6',
        reason: { code: 'runnersLost', losses: [{ runner: 'runner-1', failure }] },
        atMs: 0,
      },
      config: {
        ...config,
        load: { ...config.load, runners: { where: 'local', count: 2, onLoss, readySeconds: 180 } },
      },
    });
    expect(codesOf(lines, changeOf('goOn'))).toEqual(['runnerIncomplete']);
    expect(unfinishedText(resultOf(lines, changeOf('goOn')))).toMatch(
      /^Not whole: runner-1 was lost: .*The other runners fired their shares to the end\.$/,
    );
    expect(resultOf(lines, changeOf('goOn')).verdict.met).toBeNull();
    expect(codesOf(lines, changeOf('stop'))).toContain('endedEarly');
    expect(codesOf([...fired(9), lost, endLine()], changeOf('goOn'))).toContain('endedEarly');
  });

  it('still misses what is missed whatever the rest had brought', () => {
    const cut = [...fired(15, (second) => ({ failed: second >= 10 ? 18 : 0 })), endLine()];
    expect(resultOf(cut, interrupted).verdict.met, '90 of 500 planned').toBe(false);
  });

  it('misses nothing by a few failures that the rest might have outweighed', () => {
    const cut = [...fired(5, (second) => ({ failed: second === 0 ? 1 : 0 })), endLine()];
    expect(resultOf(cut, interrupted).verdict.met, '1 of 25 sent, of 500 planned').toBeNull();
  });

  it('blames no failure on the service shortly after the generator stood still: it sent all at once', () => {
    const burst = fired(40, (second) =>
      second === 20 ? { latenessMs: 900 } : second === 23 ? { failed: 20 } : {},
    );
    expect(resultOf([...burst, endLine()]).verdict.met).toBeNull();
    const longAfter = fired(40, (second) =>
      second === 10 ? { latenessMs: 900 } : second === 23 ? { failed: 20 } : {},
    );
    expect(resultOf([...longAfter, endLine()]).verdict.met).toBe(false);
  });

  it('blames no failure of a second in which the generator stood still', () => {
    const late = fired(40, (second) => (second === 20 ? { failed: 20, latenessMs: 900 } : {}));
    const { verdict, timeline } = resultOf([...late, endLine()]);
    expect(verdict.met, '20 of 500 failed, all while the generator was late').toBeNull();
    expect(timeline.load.generatorAtFault.flatMap((is, second) => (is ? [second] : []))).toEqual([20]);
  });
});
