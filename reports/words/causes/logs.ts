import type { LogCode } from '../../../planner/logs/known-lines.ts';
import type { BootReason, LogReading } from '../../../planner/logs/read-log.ts';
import { formatQuantity } from '../../format.ts';
import { listFrontEndPods } from './front-end-pods.ts';

type Words = {
  /** What the line means. */
  readonly means: string;
  /** What to do; null: nothing is wrong. */
  readonly todo: string | null;
};

const moreRoom =
  'add nodes, take nodes of a larger SKU, or lower the requests of a replica (each has a sidecar beside it)';

const logWords: Readonly<Record<LogCode, Words>> = {
  workerKilled: {
    means: 'a worker was killed with signal 9: by the kernel for want of memory, unless it was stuck',
    todo: 'raise the memory limit (v1: memory_gb), or load the model once for all workers (WORKER_PRELOAD)',
  },
  workerTimeout: {
    means:
      'a worker answered nothing for the worker timeout (WORKER_TIMEOUT, 300 s by default) and was ended',
    todo: 'find what run() waits for; clients see a closed connection or 502',
  },
  workerFailedToBoot: {
    means: 'a worker ended while it started: init() failed, or the script could not be loaded',
    todo: 'fix init(): see the exception above it in this log',
  },
  initFailed: { means: 'init() raised an exception', todo: 'fix init(): the replica can’t become ready' },
  scriptNotLoaded: {
    means: 'the scoring script could not be loaded',
    todo: 'fix the import or the path of the entry script; it needs init() and run()',
  },
  modelNotFound: {
    means: 'the model’s file was not found where get_model_path() looks',
    todo: 'look below AZUREML_MODEL_DIR in the container: name and version must be those that were registered',
  },
  gpuOutOfMemory: {
    means: 'an allocation on the GPU failed: the GPU’s own memory was full',
    todo: 'use a smaller batch, fewer workers on one GPU (WORKER_COUNT), or a GPU with more memory; the memory limit of the container does not change it',
  },
  outOfMemory: {
    means: 'an allocation failed: no memory was left',
    todo: 'raise the memory limit (v1: memory_gb), or use a smaller batch',
  },
  runFailed: {
    means: 'run() raised an exception',
    todo: 'fix run(); behind azureml-fe its callers see 502',
  },
  traceback: {
    means: 'an exception of Python, of a kind that is not known here: the last line of its traceback follows',
    todo: 'read the traceback above that line: its last frames show where the exception was raised',
  },
  scoringTimeout: {
    means: 'run() took longer than the scoring timeout of the server (SCORING_TIMEOUT_MS)',
    todo: 'make run() faster, or raise the timeout',
  },
  couldNotSchedule: { means: 'no node had room within the time that Azure ML waits', todo: moreRoom },
  insufficientResource: { means: 'no node had enough of a resource', todo: moreRoom },
  tooManyPods: {
    means: 'the nodes hold as many pods as they may',
    todo: 'add nodes, or a node pool with a higher maximum of pods for each node',
  },
  antiAffinity: {
    means: 'a pod must not share a node with its like, and there are too few nodes',
    todo: 'add nodes: azureml-fe with high availability needs three',
  },
  redeployNeedsRoom: {
    means: 'a new deployment under the same name needs room beside the old one',
    todo: 'free room for one more replica, or delete the old service first',
  },
  deploymentTimedOut: {
    means: 'the deployment did not end in the time that Azure ML waits for it',
    todo: 'look at the pods: pending, pulling or not ready',
  },
  crashLoop: {
    means: 'a container ends again and again soon after its start',
    todo: 'read the log of its last run (kubectl logs --previous): most often init() fails, or memory is short',
  },
  imagePull: {
    means: 'an image can’t be pulled',
    todo: 'look at its name and tag, and at the right to pull from the registry',
  },
  podOutOfMemory: {
    means: 'a container was killed for want of memory',
    todo: 'raise its memory limit (v1: memory_gb)',
  },
  frontEndUnhealthy: {
    means: 'azureml-fe itself is not healthy',
    todo: `look at its pods: ${listFrontEndPods}`,
  },
  invalidDeployment: {
    means: 'Azure ML refuses the deployment as it is written',
    todo: 'correct what the message names',
  },
  bootingWorker: { means: 'a worker was started', todo: null },
  workerReady: { means: 'a worker was ready for requests', todo: null },
  stopped: { means: 'the server was told to end, as at each scale-in or rollout', todo: null },
};

/** What a known line means, and what to do. */
export const logText = (code: LogCode): Words => logWords[code];

const bootWords: Readonly<Record<BootReason, string>> = {
  memory:
    'as they had been killed and had not been stuck: too little memory. Raise the memory limit (v1: memory_gb)',
  stuck: 'as they had been stuck (WORKER TIMEOUT), not for want of memory: find what run() waits for',
  mixed:
    'some as they had been stuck (WORKER TIMEOUT), some as they had been killed and had not been stuck (too little memory): the lines below name their processes',
  boot: 'as they ended while they started: init() fails, see its exception',
  unexplained:
    'and nothing in this log says why. Azure ML’s help page reads it as too little memory: look for OOMKilled and for the exit code of the container (kubectl describe pod), then raise the memory limit (v1: memory_gb)',
};

/**
 * Why workers were started again; null where none was.
 *
 * @example bootedAgainText({ n: 3, reason: 'boot' })
 * // 'workers were started again 3 times, as they ended while they started: init() fails, see its exception'
 */
export const bootedAgainText = (bootedAgain: LogReading['bootedAgain']): string | null =>
  bootedAgain &&
  `workers were started again ${formatQuantity(bootedAgain.n, 'time')}, ${bootWords[bootedAgain.reason]}`;
