import type { MissingEvidence, RemedyCode } from '../../../runs/schema/result/findings.ts';
import { boundName, type Context, nameOf, type SettingsContext } from './cause-context.ts';
import { unseenReplicasText } from './lost-watch.ts';

type Words = (context: SettingsContext) => string;

const say =
  (text: string): Words =>
  () =>
    text;

/** Whether the replicas run a scoring script of Azure ML. */
const isOfAzureml = ({ result }: SettingsContext): boolean =>
  result.run.config.autoscaler?.kind.startsWith('azureml') ?? false;

/** What the settings of a container call its memory limit. */
const memoryName = ({ result }: SettingsContext): string =>
  result.run.config.autoscaler?.kind === 'azureml-v1' ? 'memory_gb' : 'resources.limits.memory';

/** What to change, a clause without a full stop that can follow another after a comma. */
const remedyWords: Readonly<Record<RemedyCode, Words>> = {
  raiseMin: (context) =>
    `raise ${boundName(context, 'minReplicas')}: only replicas that are already warm serve a step`,
  raiseMax: (context) => `raise ${boundName(context, 'maxReplicas')}`,
  runPodsFirst: say('first let the pods that are there run: a higher maximum would only add more that can’t'),
  lowerTarget: (context) =>
    `lower ${nameOf(context, 'targetUtilization') ?? 'the target utilization'}: replicas are asked for earlier, not faster`,
  raiseQueueWait: (context) => `raise ${nameOf(context, 'queueWaitMs') ?? 'the queue wait'}`,
  shortenStart: say('shorten the start (smaller image, faster init())'),
  raiseTimeout: (context) =>
    `raise ${nameOf(context, 'requestTimeoutMs') ?? 'the timeout of what stands in front of the model'}`,
  speedUpModel: say('make the model faster'),
  fireSoak: say(
    'fire a soak of an hour at this rate (load.scenario: ‘soak’): it shows whether they go on growing',
  ),
  findGrowth: say(
    'look at what changes with the age of a replica: memory and garbage collection, caches, connections, files, CPU that is throttled or shared',
  ),
  noRetryAfterTimeout: say('switch off retries after a timeout: each doubles the work'),
  raiseClientTimeout: (context) =>
    context.result.run.config.script != null
      ? 'let the script wait longer (the timeout that it gives its requests): a late answer shows how long it takes'
      : nameOf(context, 'requestTimeoutMs') === null
        ? 'let the client wait longer (target.requestTimeoutMs): a late answer shows how long it takes'
        : 'keep the client timeout above the platform timeout, so that its 504 shows what happened',
  addNodes: say('add nodes, or let the node autoscaler do it'),
  changeNodeSku: say('take nodes of another size or kind'),
  lowerRequest: say('lower the CPU, memory or GPU request of a replica'),
  tolerateTaint: say(
    'let the pods tolerate the taint of the nodes that turn them away (tolerations), if those are meant for them',
  ),
  matchNodes: say('correct the node selector or affinity of the pods, which rules nodes out'),
  raiseMemory: (context) => `raise the memory limit of the container (${memoryName(context)})`,
  fixInit: say('look at the container log for what init() raised, Model.get_model_path() first'),
  fixRun: (context) =>
    isOfAzureml(context)
      ? 'look at the container log for what run() raised'
      : 'look at the log of the service for what was raised',
  fixImage: say('correct the image name or the pull secret, or look at the registry'),
  longerStartupProbe: say(
    'let the startup probe wait longer: failureThreshold × periodSeconds above the start’s length',
  ),
  fixProbe: say('correct the readiness or liveness probe, or what it asks'),
  probeTheModel: say('let the readiness probe ask for the model, not only for the server'),
  drainBeforeEnd: say(
    'let a replica end its requests first: preStop hook, grace period above the longest request',
  ),
  spareReplicas: (context) =>
    `raise ${boundName(context, 'minReplicas')}: with one to spare, the others take the load of one that is gone`,
  replaceBeforeEnd: say(
    'let a new replica be ready before an old one ends: maxUnavailable 0 in a rollout, a PodDisruptionBudget for a drain',
  ),
  requestWhatIsUsed: say(
    'request as much memory and disk as a replica uses: a node that runs short evicts first what uses more than it asks for',
  ),
  slowerScaleDown: say('lengthen the scale-down window'),
  keepAliveAboveBalancer: say(
    'set the server’s keep-alive timeout above the idle timeout of what stands in front of it',
  ),
  giveMetric: say(
    'give the autoscaler its metric: a CPU request on every container, or a metric of one container',
  ),
  switchScalingOn: say('switch the autoscaler on again'),
  oneOwnerOfReplicas: say('let one thing alone set the number of replicas'),
  wayOfActivation: (context) =>
    `look at the way of activation: host and path that reach the activator, its metric, the state of its object; or keep ${boundName(context, 'minReplicas')} at 1 or more`,
  raiseRateLimit: say('raise the rate limit, or spread the requests'),
  checkPlatform: say('look at the health of the platform’s own pods, and at its status page'),
  checkEndpoint: say('check that the endpoint is up and reachable, its name and its certificate'),
  findWhyRefused: say(
    'its address is right, as it had answered before: look whether its process ended or was restarted, or turned connections away',
  ),
  checkProtocol: say(
    'check that this port speaks what the address says (http or https, HTTP/2), then the server and what stands before it',
  ),
  allowHost: say('add the host to safety.allowedHosts, or correct the scenario'),
  followRedirect: say(
    'put the address that it redirects to (location, in the failing answers) into target.url; a login page means that the key is missing or not accepted',
  ),
  checkRequest: say('check the payload, the key and the path'),
  renewKey: say('renew the key or token: it was accepted before, and may have expired or been withdrawn'),
  checkExpectation: say('look at the answer, or correct what the script expects'),
  strongerGenerator: say('fire from a machine with more CPU to spare, or lower the rate'),
  matchSlotsToWorkers: (context) =>
    `set ${nameOf(context, 'slotsPerReplica') ?? 'the requests that a replica may run at once'} to the number of its workers`,
};

const wouldTellWords: Readonly<Record<Exclude<MissingEvidence, 'clusterAccess'>, string>> = {
  containerLogs: 'the container log: headroom explain --logs',
  frontEndLogs: 'the log of what stands in front of the replicas',
  eventAccess: 'the right to read events',
  autoscalerAccess: 'the right to read the autoscaler',
  utilization: 'the utilization: a service-time header, or metrics of the pods',
  serviceTime: 'the service time without a queue: a phase of low load',
  lateAnswer:
    'one request by hand that may take minutes (curl --max-time 300): a late answer shows that the service is slow, no answer that it hangs',
  answerBody: 'the body of a failing answer',
  longerRun: 'a longer load',
};

/** What to change, in the order of the finding: clauses without a full stop. */
export const remedyTexts = (
  context: SettingsContext & { readonly finding: Pick<Context['finding'], 'remedies'> },
): string[] => context.finding.remedies.map((code) => remedyWords[code](context));

/** Requests of several functions at one endpoint that failed are counted together: nothing tells whose failed. */
const functionsTexts = ({ finding, result }: Context): string[] => {
  const byEndpoint = Map.groupBy(Object.entries(result.run.config.load.mix ?? {}), ([, of]) =>
    typeof of === 'number' ? null : of.endpoint,
  );
  const failing = finding.endpoints?.map(({ name }) => name);
  const functions = [...byEndpoint]
    .filter(([name, ran]) => ran.length > 1 && (name === null || (failing?.includes(name) ?? true)))
    .flatMap(([, ran]) => ran.map(([name]) => name));
  return functions.length > 0
    ? [
        `an endpoint for each function of the script, as several ran (${functions.join(', ')}): \`endpoints\`, and \`load.mix\` that names them`,
      ]
    : [];
};

/** What would show it, where nothing does. */
export const wouldTellTexts = ({ finding, result }: Context): string[] => {
  const { wouldTell } = finding;
  return [
    ...(wouldTell.length === 0 ? [] : functionsTexts({ finding, result })),
    ...wouldTell.map((code) =>
      code === 'clusterAccess' ? unseenReplicasText(result) : wouldTellWords[code],
    ),
  ];
};
