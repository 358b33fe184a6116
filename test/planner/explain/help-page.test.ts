import { describe, expect, it } from 'vitest';
import { readLog } from '../../../planner/logs/read-log.ts';
import { findingText } from '../../../reports/words/causes/finding.ts';
import { logText } from '../../../reports/words/causes/logs.ts';
import { formulaTextOf } from '../../../reports/words/plan/page-formula.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import {
  at,
  eventLine,
  explained,
  failing,
  fine,
  oneReplica,
  onKubernetes,
} from '../../builders/situation.ts';

/**
 * Every symptom and remedy of the help page of Azure ML ("Troubleshoot Docker deployment of models", how-to-troubleshoot-
 * deployment), each under the page's own heading.
 */
const turnedAway = (second: number) =>
  second >= 10 && second < 30 ? failing(second, '503', 12, 505) : fine(second);
const busy = { inFlight: () => 9 };

const remediesIn = (situation: Parameters<typeof explained>[0]) => {
  const { findings, result } = explained(situation);
  const [main] = findings;
  return {
    cause: main!.cause,
    remedies: main!.remedies,
    text: findingText(main!, result),
    main: main!,
    result,
  };
};

const newPod = (change: Partial<Parameters<typeof podLine>[0]>) =>
  podLine({ atMs: at(9.6), name: 'b', ready: false, createdAtMs: at(9.6), ...change });
const wanted = deploymentLine({ atMs: at(9.5), desired: 2, ready: 1 });

describe('Inspect the Docker log', () => {
  it('takes “Booting worker with pid” again and again for too little memory: raise memory_gb', () => {
    const boots = [11, 23, 37].map(
      (pid, i) =>
        `2026-11-20 10:00:0${i} [7] [CRITICAL] Worker (pid:${pid}) was sent SIGKILL! Perhaps out of memory?\n` +
        `2026-11-20 10:00:0${i} [${pid}] [INFO] Booting worker with pid: ${pid}`,
    );
    const { entries } = readLog(boots.join('\n'));
    expect(entries.find(({ code }) => code === 'bootingWorker')!.n).toBe(3);
    expect(entries.map(({ code }) => logText(code).todo).join(' ')).toContain('memory_gb');
  });

  it('takes a container that is killed for memory under load for the same', () => {
    const ended = { restarts: 1, lastTerminatedReason: 'OOMKilled', lastExitCode: 137 };
    const { cause, text } = remediesIn({
      ended: (second) => (second >= 15 && second < 18 ? failing(second, '502', 20, 5) : fine(second)),
      cluster: [
        ...oneReplica,
        podLine({ atMs: at(15), name: 'a', ready: false, ...ended }),
        podLine({ atMs: at(18), name: 'a', ...ended }),
      ],
    });
    expect(cause).toBe('replicaRestarted');
    expect(text.remedy).toContain('memory_gb');
  });

  it('names the limit as a container has it, where the service is none of Azure ML v1', () => {
    const ended = { restarts: 1, lastTerminatedReason: 'OOMKilled', lastExitCode: 137 };
    const { text } = remediesIn({
      config: onKubernetes,
      ended: (second) => (second >= 15 && second < 18 ? failing(second, '502', 20, 5) : fine(second)),
      cluster: [...oneReplica, podLine({ atMs: at(15), name: 'a', ready: false, ...ended })],
    });
    expect(text.remedy).toContain('(resources.limits.memory)');
  });
});

describe('Container cannot be scheduled', () => {
  it('names the resource by the message: more nodes, another SKU, or a lower request', () => {
    const { cause, remedies, text, main } = remediesIn({
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        wanted,
        newPod({
          node: null,
          unschedulableMessage: '0/3 nodes are available: 3 Insufficient nvidia.com/gpu',
        }),
      ],
      ...busy,
    });
    expect(cause).toBe('unschedulable');
    expect(remedies).toEqual(['addNodes', 'changeNodeSku', 'lowerRequest']);
    expect(text.sentence).toContain('3 Insufficient nvidia.com/gpu');
    expect(main.evidence.find(({ code }) => code === 'noNode')!.numbers).toEqual({
      nodes: 3,
      'nvidia.com/gpu': 3,
    });
  });

  it('knows the message of a deployment that gave up after five minutes', () => {
    const { entries } = readLog(
      "Couldn't Schedule because the kubernetes cluster didn't have available resources after trying for 00:05:00",
    );
    expect(logText(entries[0]!.code).todo).toContain('add nodes');
  });
});

describe('Service launch fails', () => {
  it('takes CrashLoopBackOff of new replicas for an exception in init(): look at the log, and no more replicas', () => {
    const { cause, remedies, text, main } = remediesIn({
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        wanted,
        newPod({}),
        newPod({
          atMs: at(12),
          restarts: 2,
          waitingReason: 'CrashLoopBackOff',
          lastTerminatedReason: 'Error',
          lastExitCode: 3,
        }),
        eventLine({
          atMs: at(12),
          objectName: 'b',
          reason: 'BackOff',
          message: 'Back-off restarting failed container',
        }),
      ],
      ...busy,
    });
    expect(cause).toBe('cannotBecomeReady');
    expect(remedies).toEqual(['fixInit']);
    expect(main.evidence.flatMap(({ quotes }) => quotes)).toContain('CrashLoopBackOff');
    expect(text.remedy).toContain('init()');
  });
});

describe('Function fails: get_model_path()', () => {
  it('is read from the log, and named where init() fails', () => {
    const { entries } = readLog(
      'Traceback (most recent call last):\n  File "score.py", line 9, in init\nazureml.exceptions.ModelNotFoundException: Model my-best-model not found in cache or in root',
    );
    expect(entries.map(({ code }) => code)).toContain('modelNotFound');
    expect(
      findingText(
        { ...remediesIn({ ended: turnedAway, ...busy }).main, remedies: ['fixInit'] },
        explained({ ended: turnedAway }).result,
      ).remedy,
    ).toContain('get_model_path()');
  });
});

describe('Function fails: run(input_data)', () => {
  it('quotes what the answer says of the exception', () => {
    const body =
      "An unexpected error occurred in scoring script. Check the logs for more info. KeyError: 'data'";
    const { cause, text, main } = remediesIn({
      ended: (second) => failing(second, '500', 1, 40),
      says: { '500': { body, headers: { 'x-ms-run-function-failed': 'True' } } },
    });
    expect(cause).toBe('modelCrashed');
    expect(text.sentence).toContain("KeyError: 'data'");
    expect(main.evidence.flatMap(({ quotes }) => quotes)).toContain('x-ms-run-function-failed: True');
    expect(text.remedy).toContain('run()');
  });
});

describe('HTTP status code 502', () => {
  const some = (second: number) => failing(second, '502', 1, 40);

  it('is an exception in run() where something says so', () => {
    const says = {
      '502': { body: 'Traceback (most recent call last):\n  File "score.py", line 12, in run' },
    };
    expect(remediesIn({ ended: some, says }).cause).toBe('modelCrashed');
  });

  it('is asserted to be nothing where nothing says so: the container log would tell', () => {
    const { cause, remedies, main } = remediesIn({ ended: some });
    expect(cause).toBe('cantTell');
    expect(remedies).toEqual([]);
    expect(main.wouldTell).toContain('containerLogs');
  });
});

describe('HTTP status code 503', () => {
  it('lowers the target where utilization was measured below it, and says that replicas come earlier, not faster', () => {
    // One slot in use for half the time, while the queue wait is over.
    const { cause, text } = remediesIn({
      ended: (second) => (second === 12 ? { '200': [6, 100], '503': [4, 505] } : fine(second)),
      inFlight: (second) => (second === 11 || second === 12 ? 1 : 0),
      config: {
        target: { url: 'http://127.0.0.1:8890/score' },
        load: {
          scenario: 'spike',
          baselineRatePerSecond: 5,
          peakRatePerSecond: 20,
          baselineSeconds: 10,
          holdSeconds: 20,
          recoverySeconds: 10,
        },
        cluster: { selector: 'a=b' },
        autoscaler: { kind: 'azureml-v1', maxReplicas: 4, targetUtilization: 1 },
      },
      serviceMs: 60,
    });
    expect(cause).toBe('autoscalerSatisfied');
    expect(text.remedy).toContain(
      'lower autoscale_target_utilization: replicas are asked for earlier, not faster',
    );
  });

  it('raises the maximum where as many as it allows are ready and busy', () => {
    const cluster = [
      deploymentLine({ atMs: at(-5), desired: 4 }),
      ...['a', 'b', 'c', 'd'].map((name) => podLine({ atMs: at(-5), name })),
    ];
    const { cause, text } = remediesIn({ ended: turnedAway, cluster, ...busy });
    expect(cause).toBe('atMaxReplicas');
    expect(text.remedy).toBe('raise autoscale_max_replicas');
  });

  it('raises the minimum where replicas were still starting: a spike needs those that are warm', () => {
    const { cause, text } = remediesIn({
      ended: turnedAway,
      cluster: [...oneReplica, wanted, newPod({})],
      ...busy,
    });
    expect(cause).toBe('replicasStarting');
    expect(text.remedy).toContain(
      'raise autoscale_min_replicas: only replicas that are already warm serve a step',
    );
  });

  it('gives Azure ML’s formula, but never beside a cause that more replicas don’t remove', () => {
    const starting = remediesIn({ ended: turnedAway, cluster: [...oneReplica, wanted, newPod({})], ...busy });
    expect(formulaTextOf(starting.result).change).toMatch(/^Raise the minimum/);
    const failingInit = remediesIn({
      ended: turnedAway,
      cluster: [...oneReplica, wanted, newPod({ restarts: 2, waitingReason: 'CrashLoopBackOff' })],
      ...busy,
    });
    expect(formulaTextOf(failingInit.result).change).toBe(
      'First the main cause: new replicas can’t become ready, and more replicas don’t change that',
    );
    const lostOne = remediesIn({
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        podLine({ atMs: at(-5), name: 'b' }),
        deploymentLine({ atMs: at(-5), desired: 2 }),
        podLine({ atMs: at(10), name: 'b', phase: 'Failed', ready: false, statusReason: 'Evicted' }),
        podLine({ atMs: at(10.1), name: 'c', ready: false, createdAtMs: at(10.1) }),
      ],
      ...busy,
    });
    expect(formulaTextOf(lostOne.result).change).toBe(
      'First the main cause: replicas were gone and the rest was full, and no plan reckons with replicas that are lost',
    );
    expect(lostOne.text.remedy).toMatch(/^raise autoscale_min_replicas: with one to spare/);
  });
});

describe('HTTP status code 504', () => {
  it('raises the timeout or makes score.py faster, where the model takes that long without a queue', () => {
    const { cause, text } = remediesIn({
      ended: (second) => failing(second, '504', 2, 3000),
      inFlight: () => 0,
    });
    expect(cause).toBe('modelSlowerThanTimeout');
    expect(text.remedy).toContain('raise scoring_timeout_ms');
    expect(text.remedy).toContain('make the model faster');
    expect(text.sentence).toContain('cut requests off after 3 s');
  });
});
