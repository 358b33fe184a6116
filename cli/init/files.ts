import type { FoundService } from '../../cluster/find-services.ts';
import { isLoopback } from '../../config/loopback.ts';

/** What the files are made of. */
type Answers = {
  readonly url: string;
  /** null: no cluster, or none that could be read. */
  readonly service: FoundService | null;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** Name of the environment variable with the key; null: none is asked for. */
  readonly keyVariable: string | null;
  /** The body of a request; undefined: the sample of the platform. */
  readonly sample: unknown;
};

/** A text between single quotes in TypeScript. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** An address on this machine without a service of a cluster is a server on this machine. */
const isLocal = ({ service, url }: Answers): boolean => service === null && isLoopback(url);

const kindOf = (answers: Answers): string => {
  const { service } = answers;
  if (isLocal(answers)) return 'local';
  if (!service?.isAzureml) return 'kubernetes';
  return service.selector.startsWith('azuremlappname=') ? 'aks-v1' : 'aks-v2';
};

/**
 * What scales a service, in words: the HPA, or what made it.
 *
 * @example scalerText({ autoscaler: 'keda-hpa-a', autoscalerOwner: { kind: 'ScaledObject', name: 'a' } }) // 'ScaledObject a'
 */
export const scalerText = ({
  autoscaler,
  autoscalerOwner: owner,
}: Pick<FoundService, 'autoscaler' | 'autoscalerOwner'>): string | null => {
  if (autoscaler === null) return null;
  return owner === null ? `HPA ${autoscaler}` : `${owner.kind} ${owner.name}`;
};

const clusterText = ({ service, kubeconfig, context }: Answers): string => {
  if (service === null)
    return "  // cluster: { namespace: 'default', selector: 'app=my-service' }, // so that replicas are watched";
  const entries = [
    ...(kubeconfig === undefined ? [] : [`kubeconfig: ${quoted(kubeconfig)}`]),
    ...(context === undefined ? [] : [`context: ${quoted(context)}`]),
    `namespace: ${quoted(service.namespace)}`,
    `selector: ${quoted(service.selector)}`,
  ];
  const scaler = scalerText(service);
  const scaledBy = scaler === null ? '' : `, scaled by the ${scaler}`;
  return `  // ${service.name}${scaledBy}\n  cluster: { ${entries.join(', ')} },`;
};

const configText = (answers: Answers): string => `/**
 * What \`headroom test\` fires, and at what. \`headroom doctor\` looks whether all of it is there, \`headroom config schema\` lists
 * every key.
 */
import { defineConfig } from 'kube-headroom';

export default defineConfig({
  target: {
    kind: '${kindOf(answers)}', // sets the platform's defaults: aks-v1, aks-v2, kubernetes, aci, local
    url: ${quoted(answers.url)},
${new URL(answers.url).protocol === 'https:' ? "    // tls: { caFile: 'ca.pem' }, // where no public authority signed its certificate\n" : ''}${
  answers.keyVariable === null
    ? "    // auth: { env: 'SCORING_KEY' }, // the name of the variable with the key, sent as a bearer token"
    : `    auth: { env: ${quoted(answers.keyVariable)} }, // the name of the variable, never the key; sent as a bearer token`
}
${
  answers.sample === undefined
    ? "    // payload: { file: 'payload.json' }, // one request as your clients send it"
    : "    payload: { file: 'payload.json' }, // one request: put in what your clients send"
}
    // slotsPerReplica: 1, // requests that one replica runs at once: workers × threads of the server
  },
  // 30 s at the baseline, 60 s at the peak, 60 s of recovery. Begin low: this load is real.
  load: { scenario: 'spike', baselineRatePerSecond: 2, peakRatePerSecond: 10 },
  slo: { maxErrorShare: 0.01, p95LatencyMs: 1_000 }, // what is promised to clients
${clusterText(answers)}
});
`;

const steps = ['npm ci', 'npx headroom doctor', 'npx headroom test'];

const keyOr = ({ keyVariable }: Answers): string => keyVariable ?? 'SCORING_KEY';

const githubText = (
  answers: Answers,
): string => `# Fires the load of k6.config.ts by hand, or each night if you uncomment the schedule, and keeps the report. Exit code 3: the SLO is not met.
name: headroom
on:
  workflow_dispatch:
  # schedule: [{ cron: '0 3 * * *' }]
permissions:
  contents: read
concurrency: headroom # two loads at once would measure each other
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    env:
      ${keyOr(answers)}: \${{ secrets.${keyOr(answers)} }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - uses: actions/setup-go@v5 # builds k6 once
        with: { go-version: stable, cache: false }
      # npm ci needs package.json, package-lock.json and, while the package is on no registry, its .tgz: commit all three.
      # The cluster: log in here, so that kubectl would work.
${steps.map((step) => `      - run: ${step}`).join('\n')}
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: headroom, path: runs/ }
`;

const azureText = (
  answers: Answers,
): string => `# Fires the load of k6.config.ts by hand, or each night if you uncomment the schedule, and keeps the report. Exit code 3: the SLO is not met.
trigger: none
# schedules: [{ cron: '0 3 * * *', branches: { include: [main] }, always: true }]
pool: { vmImage: ubuntu-latest }
jobs:
  - job: headroom
    timeoutInMinutes: 30
    steps:
      - task: UseNode@1
        inputs: { version: 24.x }
      - task: GoTool@0 # builds k6 once
        inputs: { version: '1.26' }
      # npm ci needs package.json, package-lock.json and, while the package is on no registry, its .tgz: commit all three.
      # The cluster: log in here, for example by AzureCLI@2, so that kubectl would work.
      - script: ${steps.join(' && ')}
        env:
          ${keyOr(answers)}: $(${keyOr(answers)})
      - publish: runs
        condition: always()
        artifact: headroom
`;

/** The files of a new project, by path. */
export const filesFor = (answers: Answers): ReadonlyMap<string, string> =>
  new Map([
    ['k6.config.ts', configText(answers)],
    ...(answers.sample === undefined
      ? []
      : [['payload.json', `${JSON.stringify(answers.sample, null, 2)}\n`] as const]),
    ['.github/workflows/headroom.yml', githubText(answers)],
    ['azure-pipelines-headroom.yml', azureText(answers)],
  ]);
