import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../cli/read-recording.ts';
import { analyze } from '../../../planner/result/build-result.ts';
import { findingText } from '../../../reports/words/causes/finding.ts';
import type { CauseKind, FactCode, RemedyCode } from '../../../runs/schema/result/findings.ts';

/** Runs of real k6 against scripted endpoints and API servers, each after a report of the field. */
const fixtures = join(import.meta.dirname, '../../fixtures/field-cases');

const explain = async (name: string) => {
  const { result, findings } = analyze(await readRecording(join(fixtures, name)));
  return { result, findings: result.findings, causeBySecond: findings.causeBySecond };
};

type Right = {
  /** Each cause with its first and last second of arrival: a refusal comes half a second after it. */
  readonly causes: Readonly<Partial<Record<CauseKind, readonly [from: number, to: number]>>>;
  /** Of the first cause. */
  readonly facts: readonly FactCode[];
  readonly quotes: readonly RegExp[];
  readonly remedy: RemedyCode;
  readonly never: readonly RemedyCode[];
};

const right: Readonly<Record<string, Right>> = {
  'ready-before-loaded': {
    causes: { notYetLoaded: [8, 15] },
    facts: ['newPods', 'answers'],
    quotes: [/Model with name m does not exist/],
    remedy: 'probeTheModel',
    never: ['checkRequest'],
  },
  'never-activated': {
    causes: { neverActivated: [0, 24] },
    facts: ['noPod', 'condition'],
    quotes: [/ScalingActive False, ScalingDisabled/],
    remedy: 'wayOfActivation',
    never: ['fixInit', 'fixImage', 'fixProbe'],
  },
  'rare-502': {
    causes: { keepAliveRace: [2, 24] },
    facts: ['failedAfter', 'rate', 'podsUntouched'],
    quotes: [/awselb/],
    remedy: 'keepAliveAboveBalancer',
    never: ['fixRun'],
  },
  'startup-probe-too-short': {
    causes: { cannotBecomeReady: [5, 20], waitingForDecision: [5, 5] },
    facts: ['terminated', 'event'],
    quotes: [/CrashLoopBackOff/, /Startup probe failed/, /failed startup probe, will be restarted/],
    remedy: 'longerStartupProbe',
    never: ['raiseMin', 'raiseMax'],
  },
  'no-node-with-room': {
    causes: { unschedulable: [6, 19], waitingForDecision: [5, 6] },
    facts: ['noNode', 'event', 'replicas'],
    quotes: [/1 Insufficient cpu/],
    remedy: 'addNodes',
    never: ['raiseMin', 'raiseMax'],
  },
  'blind-autoscaler': {
    causes: { autoscalerBlind: [5, 20] },
    facts: ['condition', 'event'],
    quotes: [
      /FailedGetResourceMetric.*missing request for cpu in container istio-proxy/,
      /FailedComputeMetricsReplicas/,
    ],
    remedy: 'giveMetric',
    never: ['lowerTarget', 'raiseMin'],
  },
  'out-of-memory': {
    causes: { replicaRestarted: [8, 12] },
    facts: ['terminated', 'answers'],
    quotes: [/^OOMKilled$/],
    remedy: 'raiseMemory',
    never: ['fixRun'],
  },
  'slower-than-timeout': {
    causes: { modelSlowerThanTimeout: [0, 24] },
    facts: ['cutOff', 'answers'],
    quotes: [/upstream request timeout/],
    remedy: 'speedUpModel',
    never: ['raiseMin', 'raiseMax'],
  },
  statefulset: {
    causes: { replicasStarting: [6, 12], waitingForDecision: [5, 6] },
    facts: ['replicas', 'startupLag'],
    quotes: [],
    remedy: 'raiseMin',
    never: ['raiseMax'],
  },
  'argo-rollout': {
    causes: { replicasStarting: [6, 12], waitingForDecision: [5, 6] },
    facts: ['replicas', 'startupLag'],
    quotes: [],
    remedy: 'raiseMin',
    never: ['raiseMax'],
  },
};

describe('the causes of the field cases', () => {
  it.each(Object.entries(right))(
    'are right for %s',
    async (name, { causes, facts, quotes, remedy, never }) => {
      const { findings } = await explain(name);
      const [main] = findings;
      expect(
        Object.fromEntries(findings.map(({ cause, seconds }) => [cause, [seconds[0], seconds.at(-1)]])),
      ).toEqual(causes);
      expect(main!.cause).toBe(Object.keys(causes)[0]);
      expect(main!.evidence.map(({ code }) => code)).toEqual(expect.arrayContaining([...facts]));
      const said = main!.evidence.flatMap((fact) => fact.quotes);
      for (const quote of quotes) expect(said).toContainEqual(expect.stringMatching(quote));
      expect(main!.remedies).toContain(remedy);
      for (const wrong of never) expect(main!.remedies).not.toContain(wrong);
    },
  );

  it('charge every failed request once', async () => {
    for (const name of Object.keys(right)) {
      const { result, findings, causeBySecond } = await explain(name);
      const failed = Object.entries(result.totals.outcomes).reduce(
        (sum, [outcome, n]) => sum + (outcome === '200' ? 0 : n),
        0,
      );
      expect(findings.reduce((sum, { requests }) => sum + requests, 0)).toBe(failed);
      expect(causeBySecond.reduce((sum, { requests }) => sum + requests, 0)).toBe(failed);
    }
  });

  it('give the numbers: exit codes, restarts, nodes, the cut-off beside the limit of the client', async () => {
    const numbersOf = async (name: string, code: FactCode) =>
      (await explain(name)).findings[0]!.evidence.find((fact) => fact.code === code)!;
    expect((await numbersOf('out-of-memory', 'terminated')).numbers).toEqual({ restarts: 1, exitCode: 137 });
    expect(await numbersOf('startup-probe-too-short', 'terminated')).toMatchObject({
      objects: ['Pod scoring-aaa-2', 'Pod scoring-aaa-3'],
      numbers: { restarts: 2, exitCode: 137 },
    });
    expect(await numbersOf('no-node-with-room', 'noNode')).toMatchObject({
      n: 4,
      numbers: { nodes: 1, cpu: 1 },
    });
    expect((await numbersOf('no-node-with-room', 'replicas')).numbers).toMatchObject({
      ready: 1,
      maxReplicas: 5,
    });
    const { atMs, clientMs } = (await numbersOf('slower-than-timeout', 'cutOff')).numbers;
    expect(atMs).toBeGreaterThan(5900);
    expect(atMs).toBeLessThan(6200);
    expect(clientMs).toBe(8000);
    expect((await numbersOf('ready-before-loaded', 'newPods')).numbers['share']).toBeCloseTo(2 / 3);
    const { medianMs } = (await numbersOf('rare-502', 'failedAfter')).numbers;
    expect(medianMs).toBeLessThan(50);
  });

  it('say it in sentences', async () => {
    const { result, findings } = await explain('slower-than-timeout');
    const { sentence, remedy } = findingText(findings[0]!, result);
    expect(sentence).toMatch(
      /^118 × 504 in 25 seconds: a limit of the server cut requests off after 6\.\d+ s\.$/,
    );
    expect(remedy).toContain('switch off retries after a timeout');
  });
});
