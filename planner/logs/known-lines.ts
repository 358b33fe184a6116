/** What a line of a container's log, or a message of a deployment, tells. Its words: reports/words/causes/logs.ts. */
export const logCodes = [
  'workerKilled',
  'workerTimeout',
  'workerFailedToBoot',
  'initFailed',
  'scriptNotLoaded',
  'modelNotFound',
  'gpuOutOfMemory',
  'outOfMemory',
  'runFailed',
  'traceback',
  'scoringTimeout',
  'couldNotSchedule',
  'insufficientResource',
  'tooManyPods',
  'antiAffinity',
  'redeployNeedsRoom',
  'deploymentTimedOut',
  'crashLoop',
  'imagePull',
  'podOutOfMemory',
  'frontEndUnhealthy',
  'invalidDeployment',
  'bootingWorker',
  'workerReady',
  'stopped',
] as const;

/** What a line tells. */
export type LogCode = (typeof logCodes)[number];

type KnownLine = {
  readonly code: LogCode;
  /** The group `value` is what changes from line to line: a process, a resource, a time. */
  readonly pattern: RegExp;
  readonly source: string;
};

const helpPage = 'https://learn.microsoft.com/azure/machine-learning/v1/how-to-troubleshoot-deployment';
const v2Page = 'https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-online-endpoints';
const server = 'https://github.com/microsoft/azureml-inference-server';
const arbiter = 'https://github.com/benoitc/gunicorn/blob/master/gunicorn/arbiter.py';

/**
 * The name of a status where it is one: after `Reason:`, `Error:` and the like, in a row of `kubectl get pods`, or at the end of
 * what is said ("container: CrashLoopBackOff"). In a sentence about it, it is a word like any other; `"OOMKilled": false`, of
 * `docker inspect`, denies it.
 *
 * @param names alternatives; a longer word may end with them, as DeploymentCrashLoopBackOff does
 */
const statusNamed = (names: string): RegExp => {
  const status = `["']?\\w*(?:${names})\\b(?!["']?\\s*[:=]\\s*(?:false|0))`;
  const key = '\\b(?:[Rr]eason|[Ss]tatus|[Ss]tate|[Cc]ode|[Ee]rror|ERROR)["\']?\\s*[:=]\\s*';
  const verb = '\\b(?:is|was|were|been|in|with|due\\sto)\\s';
  const podRow = '\\b\\d+/\\d+\\s+(?:Init:)?';
  const end = '(?=["\']?\\s*(?:$|[,;.:()\\]}|]))';
  return new RegExp(`(?:${key}|${verb}|${podRow})${status}|(?:^\\W*|[:=(]\\s*)${status}${end}`);
};

/** The first that matches counts, so the special ones stand before the general ones. */
export const knownLines: readonly KnownLine[] = [
  {
    code: 'workerKilled',
    pattern: /Worker \(pid:\s?(?<value>\d+)\) was sent SIGKILL/,
    source: arbiter,
  },
  {
    code: 'workerKilled',
    pattern: /Worker with pid (?<value>\d+) was terminated due to signal 9/,
    // The words before version 21.
    source: arbiter,
  },
  { code: 'workerTimeout', pattern: /WORKER TIMEOUT \(pid:\s?(?<value>\d+)\)/, source: arbiter },
  {
    code: 'workerFailedToBoot',
    pattern: /Worker failed to boot|Worker \(pid:\s?(?<value>\d+)\) exited with code 3\b/,
    // The inference server ends with 3 where init() failed.
    source: arbiter,
  },
  { code: 'initFailed', pattern: /User's init function failed|UserScriptInitFailed/, source: server },
  {
    code: 'scriptNotLoaded',
    pattern:
      /Failed to import user script|No score script found|User script at (?:(?!User script at ).)* does not have a (?<value>init|run)\(\) function|UserScriptImportError|UserScriptFunctionNotFound/,
    source: server,
  },
  {
    code: 'modelNotFound',
    pattern: /ModelNotFoundException|Model (?:with name )?(?<value>\S+) not found in cache/,
    source: `${helpPage}#function-fails-get_model_path`,
  },
  {
    code: 'gpuOutOfMemory',
    pattern:
      /CUDA out of memory|CUDA error: out of memory|CUDA_ERROR_OUT_OF_MEMORY|torch\.cuda\.OutOfMemoryError/,
    source: 'https://docs.pytorch.org/docs/stable/notes/cuda.html#memory-management',
  },
  {
    code: 'outOfMemory',
    pattern: /^(?:\S+\.)?(?<value>MemoryError|OutOfMemoryError)\b|(?:std::bad_alloc|Cannot allocate memory)/,
    source: 'https://docs.python.org/3/library/exceptions.html#MemoryError',
  },
  {
    code: 'scoringTimeout',
    pattern:
      /Script failed to finish execution within the allocated time: (?<value>[\d.]+)\s?ms|Scoring timeout after (?:[\d.]+)\s?ms/,
    source: server,
  },
  {
    code: 'runFailed',
    // With the colon: the same words without it follow a failure of init().
    pattern: /Encountered Exception: Traceback/,
    source: `${server} (routes.py)`,
  },
  {
    code: 'couldNotSchedule',
    pattern:
      /Couldn.t Schedule because the kubernetes cluster didn.t have available resources after trying for (?<value>[\d:]+)/,
    source: `${helpPage}#container-cannot-be-scheduled`,
  },
  {
    code: 'tooManyPods',
    pattern: /\d Too many pods/,
    source: v2Page,
  },
  {
    code: 'antiAffinity',
    pattern: /didn.t match pod anti-affinity rules/,
    source: 'https://github.com/Azure/AML-Kubernetes/blob/master/docs/troubleshooting.md',
  },
  {
    code: 'insufficientResource',
    // With the number of nodes, as the scheduler writes it: services have their own "Insufficient credit".
    pattern: /\b\d+ Insufficient (?<value>[\w./-]*\w)/,
    source: `${helpPage}#container-cannot-be-scheduled`,
  },
  {
    code: 'insufficientResource',
    pattern: /Unschedulable: (?<value>CPU\/Memory) resource insufficient/,
    source: 'https://github.com/Azure/azure-sdk-for-python/issues/14168',
  },
  { code: 'insufficientResource', pattern: statusNamed('PodUnschedulable'), source: v2Page },
  {
    code: 'redeployNeedsRoom',
    pattern: /Deployment request failed due to insufficient compute resource/,
    source: 'https://github.com/Azure/MachineLearningNotebooks/issues/1275',
  },
  {
    code: 'deploymentTimedOut',
    pattern:
      /Timed out waiting for (?:(?!Timed out waiting for ).)* deployment to complete\. pollTimeout : (?<value>[\d:]+)/,
    source: 'https://github.com/Azure/MachineLearningNotebooks/issues/1767',
  },
  { code: 'imagePull', pattern: statusNamed('ImagePull(?:Loop)?BackOff|ErrImagePull'), source: v2Page },
  { code: 'crashLoop', pattern: statusNamed('CrashLoopBackOff'), source: `${helpPage}#service-launch-fails` },
  { code: 'podOutOfMemory', pattern: statusNamed('PodOutOfMemory|OOMKilled'), source: v2Page },
  { code: 'frontEndUnhealthy', pattern: statusNamed('ScoringFeUnhealthy'), source: v2Page },
  {
    code: 'invalidDeployment',
    pattern: /(?:^|[:=(]\s*["']?)(?<value>InvalidDeploymentSpec|NamespaceNotFound)\b/,
    source: v2Page,
  },
  {
    code: 'bootingWorker',
    pattern: /Booting worker with pid: (?<value>\d+)/,
    source: `${helpPage}#dockerlog`,
  },
  {
    code: 'workerReady',
    pattern: /Worker with pid (?<value>\d+) ready for serving traffic/,
    source: server,
  },
  { code: 'stopped', pattern: /Handling signal: (?<value>term|int|quit)/, source: arbiter },
];

/** A request in the log of the inference server: method, path, status, time in the server, bytes of the answer. */
export const servedRequest =
  /(?:azmlinfsrv - )?(?:GET|POST|OPTIONS) \/score\S* (?<status>[1-5]\d\d) (?<ms>\d+(?:\.\d+)?)ms (?:\d+|N\/A)\s*$/;
