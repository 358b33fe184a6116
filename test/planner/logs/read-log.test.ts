import { describe, expect, it } from 'vitest';
import { knownLines, logCodes } from '../../../planner/logs/known-lines.ts';
import { readLog } from '../../../planner/logs/read-log.ts';

/** As the inference server and gunicorn write them; each with where it was seen. */
const samples: readonly (readonly [code: (typeof logCodes)[number], line: string])[] = [
  [
    'workerKilled',
    '[2026-11-28 10:00:20 +0000] [7] [ERROR] Worker (pid:71) was sent SIGKILL! Perhaps out of memory?',
  ],
  [
    'workerKilled',
    '[2021-03-01 10:00:20 +0000] [7] [WARNING] Worker with pid 71 was terminated due to signal 9',
  ],
  ['workerTimeout', '[2026-11-28 10:05:02 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:71)'],
  ['workerFailedToBoot', "gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>"],
  ['workerFailedToBoot', '[2026-11-28 10:05:02 +0000] [7] [ERROR] Worker (pid:71) exited with code 3'],
  ['initFailed', "2026-11-28 10:00:03,001 E [71] azmlinfsrv - User's init function failed"],
  [
    'scriptNotLoaded',
    '2026-11-28 10:00:03,001 E [71] azmlinfsrv - No score script found. Expected score script main.py.',
  ],
  ['modelNotFound', 'azureml.exceptions._azureml_exception.ModelNotFoundException: ModelNotFoundException:'],
  [
    'modelNotFound',
    '\tMessage: Model my-best-model not found in cache at azureml-models or in current working directory',
  ],
  ['outOfMemory', 'MemoryError: Unable to allocate 2.98 GiB for an array'],
  ['gpuOutOfMemory', 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB'],
  ['traceback', 'Traceback (most recent call last):'],
  ['gpuOutOfMemory', 'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB'],
  [
    'runFailed',
    '2026-11-28 10:00:03,001 E [71] azmlinfsrv - Encountered Exception: Traceback (most recent call last):',
  ],
  [
    'scoringTimeout',
    'azureml_inference_server_http.server.user_script.UserScriptTimeout: Script failed to finish execution within the allocated time: 60000ms',
  ],
  [
    'couldNotSchedule',
    "Couldn't Schedule because the kubernetes cluster didn't have available resources after trying for 00:05:00",
  ],
  ['insufficientResource', '0/3 nodes are available: 3 Insufficient nvidia.com/gpu'],
  [
    'insufficientResource',
    'Unschedulable: CPU/Memory resource insufficient, 2 replicas unschedulable. Please add more node(s) with SKU more than 1.1 CPU Cores and 2.6GB Memory',
  ],
  [
    'tooManyPods',
    'OutOfQuota: Kubernetes unschedulable. Details:0/1 nodes are available: 1 Too many pods...',
  ],
  ['antiAffinity', "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules"],
  [
    'redeployNeedsRoom',
    'Deployment request failed due to insufficient compute resource. For the specified compute target, 1 replica cannot be created per specified CPU/Memory configuration(1 CPU Cores, 2GB Memory).',
  ],
  ['deploymentTimedOut', 'Timed out waiting for AKS deployment to complete. pollTimeout : 00:20:00'],
  ['crashLoop', 'Back-off restarting failed container: CrashLoopBackOff'],
  ['crashLoop', 'Error: DeploymentCrashLoopBackOff'],
  ['imagePull', 'Error: ImagePullLoopBackOff'],
  ['podOutOfMemory', 'Error: PodOutOfMemory'],
  ['podOutOfMemory', '      Reason:       OOMKilled'],
  ['podOutOfMemory', '        "reason": "OOMKilled",'],
  ['podOutOfMemory', 'score-7d9f   0/1   OOMKilled   3 (41s ago)   9m'],
  ['podOutOfMemory', 'the container was OOMKilled by the kernel'],
  ['podOutOfMemory', '            "OOMKilled": true,'],
  ['crashLoop', 'failed to "StartContainer" for "score" with CrashLoopBackOff: "back-off 5m0s restarting"'],
  ['crashLoop', 'score-7d9f   0/2   Init:CrashLoopBackOff   3 (41s ago)   9m'],
  ['imagePull', 'Warning  Failed  12s (x2 over 30s)  kubelet  Error: ErrImagePull'],
  ['insufficientResource', '(PodUnschedulable) the pod can not be placed'],
  ['frontEndUnhealthy', 'Error: ScoringFeUnhealthy'],
  ['invalidDeployment', 'Error: InvalidDeploymentSpec'],
  ['bootingWorker', '[2026-11-28 09:58:02 +0000] [7] [INFO] Booting worker with pid: 71'],
  ['workerReady', '2026-11-28 09:58:05,000 I [71] azmlinfsrv - Worker with pid 71 ready for serving traffic'],
  ['stopped', '[2026-11-28 10:30:00 +0000] [7] [INFO] Handling signal: term'],
];

describe('known lines of a log', () => {
  it.each(samples)('finds the code %s in the line: %s', (code, line) => {
    expect(readLog(line).entries.map((entry) => entry.code)).toEqual([code]);
  });

  it('has a sample of each code here', () => {
    expect([...new Set(samples.map(([code]) => code))].sort()).toEqual([...logCodes].sort());
    const byLine = logCodes.filter((code) => code !== 'traceback');
    expect([...new Set(knownLines.map(({ code }) => code))].sort()).toEqual(byLine.sort());
  });

  it.each([
    'Killed the process of an old worker',
    'POST /score 200',
    'the memory of the worker is fine',
    'User "insufficient" logged in',
    'INFO the word OOMKilled appears in our docs only',
    'INFO docs: OOMKilled means that the memory was short',
    '            "OOMKilled": false,',
    'WARN a CrashLoopBackOff would follow from more of these',
    'INFO rule ErrImagePull is not set',
    'ERROR Insufficient credit of user 7',
    'WARN Too many pods of whales were counted',
  ])('leaves other lines alone: %s', (line) => {
    expect(readLog(line).entries).toEqual([]);
  });

  it.each([
    '2026-11-30 10:00:01,000 INFO app - classified ticket 17 "Our pod shows CUDA out of memory since Monday" as gpu',
    '{"ts":"2026-11-30T10:00:00Z","level":"info","msg":"received text: CUDA out of memory MemoryError Traceback (most recent call last)"}',
    '[2026-11-30 10:00:01 +0000] [7] [INFO] question: what does CUDA out of memory mean?',
    'level=info msg="text of user 7: CUDA out of memory"',
    'classified "Our pod shows CUDA out of memory since Monday" as gpu',
    'INFO user 7 wrote Traceback (most recent call last):',
  ])('takes no text that a user sent for a failure: %s', (line) => {
    const { entries, unknownErrors } = readLog(line);
    expect([entries, unknownErrors]).toEqual([[], null]);
  });

  it.each([
    // As TorchServe logs what a worker prints: https://github.com/pytorch/serve/blob/master/docs/logging.md
    '2023-05-08 10:02:52,158 [INFO ] W-9000-resnet_1.0-stdout MODEL_LOG - torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB',
    '2023-05-08 10:02:52,158 [INFO ] W-9000-resnet_1.0-stdout MODEL_LOG - RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB',
    '{"ts":"2026-11-30T10:00:00Z","level":"info","msg":"CUDA out of memory. Tried to allocate 2.00 GiB"}',
    '{"ts":"2026-11-30T10:00:00Z","level":"error","msg":"scoring failed","error":"it had CUDA out of memory. Tried to allocate 2.00 GiB"}',
    'ERROR the batch "17" failed: CUDA out of memory',
    'RuntimeError: the worker said "there was CUDA out of memory"',
    'scoring failed: "CUDA out of memory"',
  ])('takes what a program tells of itself for a failure, whatever level it has: %s', (line) => {
    expect(readLog(line).entries.map(({ code }) => code)).toEqual(['gpuOutOfMemory']);
  });

  it.each([
    [
      'klog',
      [
        'I1130 10:00:01.123456       1 server.go:120] Started',
        'E1130 10:00:06.123456       1 scorer.go:88] scoring failed',
        'F1130 10:00:07.123456       1 main.go:10] cannot load model',
      ],
    ],
    [
      'logfmt',
      [
        'time=2026-11-30T10:00:01Z level=info msg="0 ERROR seen"',
        'time=2026-11-30T10:00:02Z level=error msg="model crashed"',
        'level=fatal msg=end',
      ],
    ],
    [
      'JSON',
      [
        '{"level":"warn","msg":"ERROR level"}',
        '{"level":"error","msg":"a"}',
        '{"severity":"CRITICAL","msg":"b"}',
      ],
    ],
    [
      'TorchServe',
      [
        '2026-11-30T10:00:01,100 [INFO ] main org.pytorch.serve.ModelServer - x',
        '2026-11-30T10:00:09,100 [ERROR] W-9000-resnet_1.0 org.pytorch.serve.wlm.WorkerThread - Backend worker error',
        'FATAL - end',
      ],
    ],
    [
      'Python',
      [
        'INFO:root:an ERROR is no failure',
        'ERROR:root:no',
        '2026-11-30 10:00:01,000 - app.main - ERROR - no',
      ],
    ],
  ])('says how many lines are errors where none is known, and the first: %s', (_, lines) => {
    expect(readLog(lines.join('\n'))).toMatchObject({
      entries: [],
      unknownErrors: { n: 2, lineNumber: 2, quote: lines[1] },
    });
    const known = [...lines, '[2026-11-28 10:00:02 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:71)'];
    expect(readLog(known.join('\n')).unknownErrors).toBeNull();
  });

  it('tells of a worker that was stuck and then killed as stuck alone, for want of memory of another', () => {
    const killed = (pid: number) =>
      `[2026-11-30 10:01:02 +0000] [7] [ERROR] Worker (pid:${pid}) was sent SIGKILL! Perhaps out of memory?`;
    const stuck = '[2026-11-30 10:01:01 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)';
    const codesOf = (...lines: string[]) =>
      readLog(lines.join('\n')).entries.map(({ code, values }) => [code, values]);
    expect(codesOf(stuck, killed(9))).toEqual([['workerTimeout', ['9']]]);
    expect(codesOf(stuck, killed(9), killed(8))).toEqual([
      ['workerKilled', ['8']],
      ['workerTimeout', ['9']],
    ]);
    expect(codesOf(killed(9), stuck)).toHaveLength(2);
  });

  it('counts, times and quotes lines of one kind, and names what changes in them', () => {
    const [entry] = readLog(
      [
        '[2026-11-28 10:00:02 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:71)',
        '[2026-11-28 10:05:02 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:93)',
      ].join('\n'),
    ).entries;
    expect(entry).toMatchObject({
      n: 2,
      firstAtMs: Date.UTC(2026, 10, 28, 10, 0, 2),
      lastAtMs: Date.UTC(2026, 10, 28, 10, 5, 2),
      values: ['71', '93'],
      lineNumbers: [1, 2],
    });
  });

  it('quotes the exception that ends a traceback, and counts it once', () => {
    const log = [
      '2026-11-28 10:00:03,001 E [71] azmlinfsrv - Encountered Exception: Traceback (most recent call last):',
      '  File "/server/user_script.py", line 130, in invoke_run',
      '    run_output = self._wrapped_user_run(**run_parameters)',
      "KeyError: 'sepal_width'",
      '',
      'The above exception was the direct cause of the following exception:',
      'azureml_inference_server_http.server.user_script.UserScriptException: Caught an unhandled exception from the user script',
    ].join('\n');
    const { entries } = readLog(log);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ code: 'runFailed', n: 1, quotes: ["KeyError: 'sepal_width'"] });
  });

  const frame = '  File "/var/azureml-app/score.py", line 7, in init';
  const head = 'Traceback (most recent call last):';

  it.each([
    [
      'a missing module, as gunicorn logs it',
      ['[2026-11-28 10:00:00 +0000] [71] [ERROR] Exception in worker process', head, frame],
      "ModuleNotFoundError: No module named 'sklearn'",
    ],
    [
      'what the inference server raises',
      [head, frame],
      'azureml_inference_server_http.server.user_script.UserScriptException: Caught an unhandled exception from the user script',
    ],
    ['an exception with a name of its own', [head, frame], 'joblib.Unpicklable: bad file'],
  ])('shows the last line of a traceback that is not known: %s', (_, above, last) => {
    const { entries } = readLog([...above, last, '[2026-11-28 10:00:00 +0000] [7] [INFO] x'].join('\n'));
    expect(entries).toMatchObject([
      { code: 'traceback', n: 1, quotes: [last], lineNumbers: [above.length + 1] },
    ]);
  });

  it('counts chained tracebacks once, by the first, and none whose failure has a known line', () => {
    const chained = [
      head,
      frame,
      "KeyError: 'a'",
      'The above exception was the direct cause of the following exception:',
    ];
    const all = [...chained, head, frame, 'UserScriptException: x'];
    expect(readLog(all.join('\n')).entries).toMatchObject([
      { code: 'traceback', n: 1, quotes: ["KeyError: 'a'"] },
    ]);
    const known = readLog(["azmlinfsrv - User's init function failed", ...all].join('\n'));
    expect(known.entries.map(({ code }) => code)).toEqual(['initFailed']);
    const memory = readLog([head, frame, 'MemoryError: no room'].join('\n'));
    expect(memory.entries.map(({ code }) => code)).toEqual(['outOfMemory']);
  });

  it.each([
    ['runFailed', 'azmlinfsrv - Encountered Exception: '],
    ['traceback', ''],
  ])('names of exceptions raised while another was handled the last: %s', (code, before) => {
    const inRun = '  File "/var/azureml-app/score.py", line 50, in run';
    const wrapped = [
      `${before}${head}`,
      inRun,
      'ConnectionError: cannot connect',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      head,
      inRun,
      'TypeError: Object of type ndarray is not JSON serializable',
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      head,
      inRun,
      'UserScriptException: Caught an unhandled exception from the user script',
    ];
    expect(readLog(wrapped.join('\n')).entries).toMatchObject([
      { code, n: 1, quotes: ['TypeError: Object of type ndarray is not JSON serializable'] },
    ]);
  });

  it('sums up the requests that the server served', () => {
    const line = (ms: number, status = 200) =>
      `2026-11-28 10:00:01,001 I [71] azmlinfsrv - POST /score ${status} ${ms.toFixed(3)}ms 42`;
    const { served } = readLog([line(10), line(20), line(30), line(5, 500)].join('\n'));
    expect(served).toMatchObject({ n: 4, byStatus: { 200: 3, 500: 1 }, medianMs: 15, maxMs: 30 });
  });
});

describe('why workers were started again', () => {
  const boot = (pid: number, second: number) =>
    `[2026-11-28 10:00:${String(second).padStart(2, '0')} +0000] [7] [INFO] Booting worker with pid: ${pid}`;
  const killed = (pid: number) =>
    `[2026-11-28 10:00:30 +0000] [7] [ERROR] Worker (pid:${pid}) was sent SIGKILL!`;
  const stuck = (pid: number) => `[2026-11-28 10:00:29 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:${pid})`;
  const failed = "<HaltServer 'Worker failed to boot.' 3>";

  it.each([
    [
      'they were killed, and not for being stuck',
      [boot(1, 0), killed(1), boot(2, 40)],
      { n: 1, reason: 'memory' },
    ],
    [
      'gunicorn ended what was stuck, with the same signal',
      [boot(1, 0), stuck(1), killed(1), boot(2, 40)],
      { n: 1, reason: 'stuck' },
    ],
    [
      'of what was killed later, none was started again',
      [boot(1, 0), stuck(1), killed(1), boot(2, 40), killed(2)],
      { n: 1, reason: 'stuck' },
    ],
    [
      'one was stuck, another killed',
      [boot(1, 0), stuck(1), killed(1), boot(2, 40), killed(2), boot(3, 50)],
      { n: 2, reason: 'mixed' },
    ],
    [
      'they ended while they started',
      [boot(1, 0), failed, boot(2, 20), failed, boot(3, 40)],
      { n: 2, reason: 'boot' },
    ],
    ['nothing tells', [boot(1, 0), boot(2, 20), boot(3, 40)], { n: 2, reason: 'unexplained' }],
  ])('%s', (_, lines, expected) => {
    expect(readLog(lines.join('\n')).bootedAgain).toEqual(expected);
  });

  it('is nothing where a server starts its four workers', () => {
    expect(readLog([boot(1, 0), boot(2, 0), boot(3, 1), boot(4, 1)].join('\n')).bootedAgain).toBeNull();
  });
});
