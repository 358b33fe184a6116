/** Annotations of a pod template that say how its pods start: durations such as "1500ms". Between least and most is drawn. */
export const startAnnotations = {
  pullLeast: 'headroom.test/pull-least',
  pullMost: 'headroom.test/pull-most',
  initLeast: 'headroom.test/init-least',
  initMost: 'headroom.test/init-most',
} as const;

type Selector = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };
type StageOptions = {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  readonly when: readonly Selector[];
  readonly delay?: object;
  readonly next: object;
};

const stage = ({ name, kind, when, delay, next }: StageOptions): object => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name },
  spec: {
    resourceRef: { apiGroup: 'v1', kind },
    selector: { matchExpressions: when },
    ...(delay && { delay }),
    next,
  },
});

const absent = (key: string): Selector => ({ key, operator: 'DoesNotExist' });
const present = (key: string): Selector => ({ key, operator: 'Exists' });
const within = (key: string, ...values: string[]): Selector => ({ key, operator: 'In', values });
const ready = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const isKept = absent('.metadata.deletionTimestamp');

/** A node is as large as it was created, and reports to the port at which the tests serve what its pods use. */
const nodeStatus = `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- { lastHeartbeatTime: {{ $now | Quote }}, lastTransitionTime: {{ $now | Quote }}, message: {{ .message | Quote }}, reason: {{ .reason | Quote }}, status: {{ .status | Quote }}, type: {{ .type | Quote }} }
{{ end }}
addresses:
- { address: {{ NodeIP | Quote }}, type: InternalIP }
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
phase: Running
`;

const containers = (isReady: boolean, state: string): string => `
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: ${isReady}
  restartCount: 0
  started: ${isReady}
  state: ${state}
{{ end }}
`;

const condition = (type: string, isTrue: boolean): string =>
  `- { lastProbeTime: null, lastTransitionTime: {{ Now | Quote }}, status: "${isTrue ? 'True' : 'False'}", type: ${type} }`;
const conditions = (isReady: boolean): string =>
  ['conditions:', condition('Ready', isReady), condition('ContainersReady', isReady)].join('\n');

const from = (annotation: string) => ({ expressionFrom: `.metadata.annotations["${annotation}"]` });
const drawn = (least: string, most: string) => ({
  durationMilliseconds: 200,
  durationFrom: from(least),
  jitterDurationMilliseconds: 200,
  jitterDurationFrom: from(most),
});

const stages: readonly object[] = [
  stage({
    name: 'node-initialize',
    kind: 'Node',
    when: [{ key: ready, operator: 'NotIn', values: ['True'] }],
    next: { statusTemplate: nodeStatus },
  }),
  stage({
    name: 'pod-create',
    kind: 'Pod',
    when: [isKept, absent('.status.podIP')],
    next: {
      statusTemplate: `
${conditions(false)}
${condition('Initialized', true)}
${containers(false, '{ waiting: { reason: ContainerCreating } }')}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName false ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
phase: Pending
startTime: {{ Now | Quote }}
`,
    },
  }),
  stage({
    name: 'pod-start',
    kind: 'Pod',
    when: [
      isKept,
      within('.status.phase', 'Pending'),
      present('.status.podIP'),
      absent('.status.containerStatuses.[].state.running.startedAt'),
    ],
    delay: drawn(startAnnotations.pullLeast, startAnnotations.pullMost),
    next: {
      event: { type: 'Normal', reason: 'Started', message: 'Started container' },
      statusTemplate: `${containers(false, '{ running: { startedAt: {{ Now | Quote }} } }')}phase: Running\n`,
    },
  }),
  stage({
    name: 'pod-ready',
    kind: 'Pod',
    when: [isKept, within('.status.phase', 'Running'), within(ready, 'False')],
    delay: drawn(startAnnotations.initLeast, startAnnotations.initMost),
    next: {
      statusTemplate: `
{{ $root := . }}
${conditions(true)}
containerStatuses:
{{ range $index, $item := .spec.containers }}
{{ $before := index $root.status.containerStatuses $index }}
- image: {{ $item.image | Quote }}
  name: {{ $item.name | Quote }}
  ready: true
  restartCount: 0
  started: true
  state: { running: { startedAt: {{ $before.state.running.startedAt | Quote }} } }
{{ end }}
phase: Running
`,
    },
  }),
  stage({
    name: 'pod-delete',
    kind: 'Pod',
    when: [present('.metadata.deletionTimestamp')],
    delay: { durationMilliseconds: 1_000 },
    next: { delete: true },
  }),
];

/** What kwok is told of nodes and pods: how they begin, start, become ready and end. JSON is YAML as well. */
export const kwokConfig = (): string => stages.map((one) => JSON.stringify(one)).join('\n---\n');
