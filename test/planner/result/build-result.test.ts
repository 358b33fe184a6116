import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';
import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import { resultSchema } from '../../../runs/schema/result.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const at = (offsetSeconds: number): number => (startSecond + offsetSeconds) * 1000;
const phaseOf = (second: number): string => (second < 10 ? 'baseline' : second < 30 ? 'spike' : 'recovery');

/** The spike of test/builders/run.ts: 5/s, then 20/s of which 12 get a 503 from second 10 to 19, then all is well. */
const loadLines = Array.from({ length: 40 }, (_, second) => {
  const offered = second >= 10 && second < 30 ? 20 : 5;
  const rejected = second >= 10 && second < 20 ? 12 : 0;
  return countsLine({
    second: startSecond + second,
    phase: phaseOf(second),
    outcomes: { '200': offered - rejected, ...(rejected > 0 && { '503': rejected }) },
    latenciesMs: {
      '200': new Array<number>(offered - rejected).fill(120),
      ...(rejected > 0 && { '503': new Array<number>(rejected).fill(500) }),
    },
    serviceMs: new Array<number>(offered - rejected).fill(100),
  });
});

/** One replica until the autoscaler asks for three at second 12; the two new ones are ready at second 20. */
const clusterLines: Recording['cluster'] = [
  { kind: 'clock', atMs: at(-5), offsetMs: 40, uncertaintyMs: 10 },
  deploymentLine({ atMs: at(-5), desired: 1 }),
  podLine({ atMs: at(-5), name: 'a' }),
  deploymentLine({ atMs: at(12.2), desired: 3, ready: 1 }),
  ...['b', 'c'].flatMap((name) => [
    podLine({ atMs: at(12.5), name, ready: false, createdAtMs: at(12) }),
    podLine({
      atMs: at(19.8),
      name,
      createdAtMs: at(12),
      scheduledAtMs: at(13),
      startedAtMs: at(16),
      readyAtMs: at(name === 'b' ? 19 : 20),
    }),
  ]),
];

const recording = (change: Partial<Recording> = {}): Recording => ({
  run: completeRun(),
  load: [...loadLines, endLine()],
  cluster: clusterLines,
  droppedLines: 0,
  ...change,
});

describe('analyze', () => {
  const { result, timeline, findings } = analyze(recording());

  it('gives a result that its schema accepts, the same each time', () => {
    expect(() => resultSchema.parse(result)).not.toThrow();
    expect(JSON.stringify(analyze(recording()).result)).toBe(JSON.stringify(result));
  });

  it('judges the SLO by all requests and names the bad seconds', () => {
    expect(result.verdict.met).toBe(false);
    expect(result.verdict.checks[0]).toMatchObject({ measured: 120 / 500, limit: 0.01, met: false });
    expect(result.verdict.badSeconds).toEqual([{ fromSecond: 10, toSecond: 19 }]);
    expect(result.totals).toMatchObject({ planned: 500, arrivals: 500, answered: 500, unanswered: 0 });
  });

  it('shows the errors of the run and of each phase as counts, short phases too', () => {
    expect(result.verdict.checks[0]).toMatchObject({ failed: 120, requests: 500 });
    expect(result.phases.map(({ failed, ok, errorShare }) => [failed, ok, errorShare])).toEqual([
      [0, 50, 0],
      [120, 280, 0.3],
      [0, 50, 0],
    ]);
  });

  it('bounds the p95 by order statistics', () => {
    const { config: recorded } = completeRun();
    const slo = { maxErrorShare: 0.01, p95LatencyMs: 200 };
    const endpoints = endpointsOf(recorded).map((endpoint) => ({ ...endpoint, slo }));
    const config = { ...recorded, endpoints };
    const { verdict, totals } = analyze(recording({ run: completeRun({ config }) })).result;
    const check = verdict.checks.find(({ objective }) => objective === 'p95Latency')!;
    expect(check).toMatchObject({ requests: 380, measured: totals.latency.ok.p95Ms });
    expect(check.interval!.low).toBeLessThanOrEqual(check.measured!);
    expect(check.interval!.high).toBeGreaterThanOrEqual(check.measured!);
  });

  it('charges the 503s before the decision to the wait, those after it to the start of replicas', () => {
    expect(findings.findings.map(({ cause, seconds }) => [cause, seconds])).toEqual([
      ['replicasStarting', [11, 12, 13, 14, 15, 16, 17, 18, 19]],
      ['waitingForDecision', [10, 11]],
    ]);
    expect(findings.findings.reduce((sum, { requests }) => sum + requests, 0)).toBe(120);
  });

  it('finds when the autoscaler decided, when replicas followed, and how long a start took', () => {
    expect(result.scaling).toMatchObject({
      firstErrorSecond: 10,
      firstDecisionSecond: 12,
      firstNewReadySecond: 19,
    });
    expect(result.scaling.startupLagSeconds).toMatchObject({ mid: 7.6 });
    expect(result.scaling.lagPartsSeconds).toEqual({
      decide: 0.3,
      schedule: 1,
      node: null,
      pull: 3,
      init: 3.5,
    });
    expect(result.scaling.secondsToRecover).toBe(10);
  });

  it('sizes by the page formula from measured rate and service time', () => {
    // ceil(20 x 0.1 / 0.7 / 1) = 3
    expect(result.pageFormula).toMatchObject({
      kind: 'pageFormula',
      replicas: 3,
      serviceFrom: 'header',
      serviceMs: 100,
    });
  });

  it('names no minimum in use where the settings were taken from the platform’s defaults', () => {
    const made = recording();
    const of = (autoscalerFrom: 'config' | 'default') =>
      analyze({ ...made, run: { ...made.run, config: { ...made.run.config, autoscalerFrom } } }).result;
    expect(of('config').pageFormula).toMatchObject({ currentMinReplicas: 1 });
    expect(of('default').pageFormula).toMatchObject({ currentMinReplicas: null, currentMaxReplicas: null });
  });

  it('measures utilization as busy slots over ready slots', () => {
    expect(timeline.cluster.utilization[5]).toBeCloseTo(0.5, 2);
    expect(timeline.cluster.utilization[25]).toBeCloseTo(2 / 3, 2);
    expect(timeline.cluster.busySlotsFrom).toBe('serviceTimeHeader');
  });

  it('finds a healthy experiment', () => {
    expect(result.health.filter(({ status }) => status !== 'ok')).toEqual([]);
  });
});

describe('analyze warns', () => {
  it('of successes whose body tells of an error, as the request before the load showed', () => {
    const made = recording();
    const [answered] = made.run.preflight!;
    const preflight = [{ ...answered!, errorBody: '{"error": "model not loaded"}' }];
    const { result } = analyze({ ...made, run: { ...made.run, preflight } });
    expect(result.health.filter(({ status }) => status === 'warning')).toEqual([
      {
        check: 'bodies',
        status: 'warning',
        errors: [{ endpoint: 'default', status: 200, body: '{"error": "model not loaded"}' }],
      },
    ]);
    expect(() => resultSchema.parse(result)).not.toThrow();
  });
});

describe('analyze says what is unknown', () => {
  it('a run without cluster access has unknown replicas and no cause', () => {
    const { result } = analyze(
      recording({
        cluster: [{ kind: 'unknown', atMs: at(0), resource: 'cluster', reason: 'no kubeconfig' }],
      }),
    );
    expect(result.timeline.cluster.known).toBe(false);
    expect(result.timeline.cluster.ready.every((n) => n === null)).toBe(true);
    expect(result.findings.map(({ cause }) => cause)).toEqual(['cantTell']);
    expect(result.health.find(({ check }) => check === 'cluster')).toMatchObject({ status: 'unknown' });
    expect(result.scaling.firstNewReadySecond).toBeNull();
  });

  it('a run without an answer is neither met nor missed', () => {
    const { result } = analyze(recording({ load: [] }));
    expect(result.verdict.met).toBeNull();
    expect(result.pageFormula).toMatchObject({ kind: 'notEnoughData' });
    expect(() => resultSchema.parse(result)).not.toThrow();
  });

  it('when the tool was killed: interrupted, and requests in flight are no errors', () => {
    const cut = [
      ...loadLines.slice(0, 8),
      countsLine({ second: startSecond + 8, phase: 'baseline', arrivals: 5 }),
    ];
    const { result } = analyze(
      recording({ run: completeRun({ status: 'running' }), load: cut, droppedLines: 1 }),
    );
    expect(result.run.status).toBe('interrupted');
    expect(result.verdict.checks[0]).toMatchObject({ measured: 0 });
    expect(result.totals.unanswered).toBe(5);
    expect(result.health.find(({ check }) => check === 'telemetry')).toMatchObject({ status: 'warning' });
  });

  it('when run.json was never finished, and the load says that it was', () => {
    const running = completeRun({ status: 'running', endedAtMs: null, k6Exit: null });
    const { result } = analyze(recording({ run: running }));
    expect(result.run).toMatchObject({ status: 'complete', stopped: null });
    expect(result.verdict.met).toBe(false);
    expect(result.loadAsPlanned.faults).toEqual([]);
    const endedBefore = endLine({ notStarted: 3 });
    const cut = analyze(recording({ run: running, load: [...loadLines, endedBefore] })).result;
    expect(cut.run.status).toBe('interrupted');
  });

  it('when the service does not recover before the end', () => {
    const all = loadLines.map((line) => ({ ...line, outcomes: { '503': line.arrivals } }));
    const { result } = analyze(recording({ load: [...all, endLine()] }));
    expect(result.scaling.secondsToRecover).toMatchObject({ kind: 'notEnoughData' });
  });

  it('when telemetry was lost', () => {
    const lost = {
      kind: 'lost',
      seq: 0,
      generator: 'local',
      fromMs: at(5),
      toMs: at(6),
      reason: 'a window is missing',
    } as const;
    const { result } = analyze(recording({ load: [...loadLines, lost, endLine()] }));
    expect(result.timeline.lost).toEqual([{ fromSecond: 5, toSecond: 6, reason: 'a window is missing' }]);
    expect(result.health).toContainEqual({
      check: 'telemetry',
      status: 'warning',
      lostReasons: ['a window is missing'],
      unreadableLines: 0,
      linesLost: 0,
      hasEnd: true,
    });
  });
});
