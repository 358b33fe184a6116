import { describe, expect, test } from 'vitest';
import { autoscalerLines, metricLines } from '../../../cluster/doctor/autoscaler-lines.ts';
import type {
  HpaObject,
  NodeObject,
  PodObject,
  PodSpec,
  QuotaObject,
} from '../../../cluster/doctor/objects.ts';
import { requestLines } from '../../../cluster/doctor/requests.ts';
import { roomLines } from '../../../cluster/doctor/room.ts';
import { type ExpectedSlots, workerLines } from '../../../cluster/doctor/workers.ts';
import { type RoomObjects, roomOf } from '../../../cluster/room/room-of.ts';
import type { ScalerLine } from '../../../runs/schema/cluster-series.ts';

const cpuMetric = { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 70 } } };

const hpaWith = (
  condition?: { readonly type: string; readonly reason: string; readonly message: string },
  metrics: NonNullable<HpaObject['spec']>['metrics'] = [cpuMetric],
): HpaObject => ({
  metadata: { name: 'scoring' },
  spec: { minReplicas: 1, maxReplicas: 5, metrics },
  status: { conditions: condition ? [{ ...condition, status: 'False' }] : [] },
});

const model = { name: 'model', resources: { requests: { cpu: '500m', memory: '1Gi' } } };
const pod: PodSpec = { containers: [model] };

describe('an HPA without its metric', () => {
  const failed = (reason: string, message: string) => ({ type: 'ScalingActive', reason, message });

  test.each([
    [
      failed(
        'FailedGetResourceMetric',
        'missing request for cpu in container istio-proxy of Pod scoring-aaa-1',
      ),
      'set a request for that resource on the container that is named',
    ],
    [
      failed(
        'FailedGetResourceMetric',
        'unable to fetch metrics from resource metrics API: the server could not find the requested resource',
      ),
      'see metrics-server',
    ],
    [
      failed('FailedGetExternalMetric', 'no metrics returned from external metrics API'),
      'see the metrics adapter',
    ],
    [
      failed('ScalingDisabled', 'scaling is disabled since the replica count of the target is zero'),
      'the target has 0 replicas',
    ],
    [failed('Strange', 'something new'), 'see kubectl describe hpa scoring'],
  ])('%o is a problem that says what to do', (condition, fix) => {
    expect(metricLines([hpaWith(condition)])).toMatchObject([
      {
        level: 'problem',
        what: expect.stringContaining(`<unknown> (cpu 70 %); ${condition.reason}: ${condition.message}`),
        fix: expect.stringContaining(fix),
      },
    ]);
  });

  test('because it is new is a warning; one that sees its metric is fine', () => {
    expect(metricLines([hpaWith()])).toMatchObject([{ level: 'warning' }]);
    const currentMetrics = [
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 23 } } },
    ];
    expect(metricLines([{ ...hpaWith(), status: { currentMetrics } }])).toEqual([
      { level: 'ok', topic: 'metrics', what: 'HorizontalPodAutoscaler scoring sees cpu 23 %' },
    ]);
  });

  test('because its target is not there is told as that', () => {
    const condition = {
      type: 'AbleToScale',
      reason: 'FailedGetScale',
      message: 'deployments.apps "scorng" not found',
    };
    expect(metricLines([hpaWith(condition)])).toMatchObject([
      { level: 'problem', topic: 'autoscaler', what: expect.stringContaining('"scorng" not found') },
    ]);
  });
});

describe('requests', () => {
  const sidecar = { name: 'istio-proxy', restartPolicy: 'Always' };

  test('that a CPU target needs and a container lacks are a problem; sidecars among the init containers count', () => {
    expect(requestLines([hpaWith()], pod)).toMatchObject([{ level: 'ok' }]);
    for (const with_ of [
      { containers: [model, sidecar] },
      { containers: [model], initContainers: [sidecar] },
    ])
      expect(requestLines([hpaWith()], with_)).toMatchObject([
        { level: 'problem', what: expect.stringContaining('istio-proxy has no cpu request') },
      ]);
    const short = { name: 'init-db' };
    expect(requestLines([hpaWith()], { containers: [model], initContainers: [short] })).toMatchObject([
      { level: 'ok' },
    ]);
  });

  test('a limit counts for a request', () => {
    const limited = { name: 'model', resources: { limits: { cpu: '1' } } };
    expect(requestLines([hpaWith()], { containers: [limited] })).toMatchObject([{ level: 'ok' }]);
  });

  test('that limits keep below the target are a problem: no load adds a replica', () => {
    const most = (cpu: string): PodSpec => ({
      containers: [{ name: 'model', resources: { requests: { cpu: '500m' }, limits: { cpu } } }],
    });
    const metric = (averageUtilization: number) => ({
      type: 'Resource',
      resource: { name: 'cpu', target: { averageUtilization } },
    });
    const levelsOf = (target: number, cpu: string) =>
      requestLines([hpaWith(undefined, [metric(target)])], most(cpu)).map(({ level }) => level);
    expect(levelsOf(120, '500m')).toEqual(['problem']);
    expect(levelsOf(95, '500m'), 'all that a pod may use is within the tolerance').toEqual(['problem']);
    expect(levelsOf(120, '1')).toEqual(['ok']);
    expect(levelsOf(70, '500m')).toEqual(['ok']);
    expect(requestLines([hpaWith(undefined, [metric(95)])], most('0.5'))[0]?.what).toContain(
      'use 100 % of their request, and HorizontalPodAutoscaler scoring adds none up to 10 % above the target of 95 %',
    );
  });

  test('of other containers do not matter to a ContainerResource metric, which needs its own', () => {
    const metric = (container: string) => ({
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container, target: { averageUtilization: 70 } },
    });
    const both = { containers: [model, sidecar] };
    expect(requestLines([hpaWith(undefined, [metric('model')])], both)).toMatchObject([{ level: 'ok' }]);
    expect(requestLines([hpaWith(undefined, [metric('modle')])], both)).toMatchObject([
      { level: 'problem', what: expect.stringContaining('they have model, istio-proxy') },
    ]);
  });

  test('are not needed by a target in amounts', () => {
    const amount = { type: 'Resource', resource: { name: 'cpu', target: { averageValue: '300m' } } };
    expect(requestLines([hpaWith(undefined, [amount])], { containers: [sidecar] })).toEqual([]);
  });
});

describe('room', () => {
  const node = (cpu: string, rest: Partial<NodeObject> = {}): NodeObject => ({
    metadata: { name: `node-${cpu}` },
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      allocatable: { cpu, memory: '64Gi', pods: '110' },
    },
    ...rest,
  });
  const onNode: PodObject = { spec: { ...pod, nodeName: 'elsewhere' }, status: { phase: 'Running' } };
  const alone: RoomObjects = {
    pods: [onNode, onNode],
    workload: undefined,
    nodes: [],
    allPods: null,
    quotas: [],
    nodeAutoscaler: null,
  };
  const quota = (hard: Record<string, string>, used: Record<string, string>): QuotaObject => ({
    metadata: { name: 'team' },
    status: { hard, used },
  });
  const linesOf = (objects: Partial<RoomObjects>) => roomLines(roomOf({ ...alone, ...objects })!, 10);
  const quotaLinesOf = (...quotas: QuotaObject[]) => linesOf({ nodes: null, quotas });
  const asking = (spec: PodSpec): PodObject => ({ spec });

  test('on nodes for maxReplicas is fine, too little is a warning with the bound', () => {
    expect(linesOf({ nodes: [node('3'), node('2')] })).toMatchObject([{ level: 'ok' }]);
    expect(linesOf({ nodes: [node('3'), node('1900m')] })).toMatchObject([
      {
        level: 'warning',
        what: expect.stringContaining(
          '2 ready nodes hold 9 replicas at most, even if nothing else ran there',
        ),
      },
    ]);
  });

  test('is what other pods leave, where they may be read', () => {
    const other: PodObject = {
      spec: { nodeName: 'node-5', containers: [{ name: 'db', resources: { requests: { cpu: '3' } } }] },
      status: { phase: 'Running' },
    };
    expect(linesOf({ nodes: [node('5')], allPods: [other] })[0]?.what).toContain(
      '1 ready node holds 4 replicas at most, beside what else runs there (cpu)',
    );
    const ended: PodObject = { ...other, status: { phase: 'Succeeded' } };
    expect(linesOf({ nodes: [node('5')], allPods: [ended] })).toMatchObject([{ level: 'ok' }]);
  });

  test('says what is known of something that adds nodes', () => {
    const fixOf = (nodeAutoscaler: RoomObjects['nodeAutoscaler']) =>
      linesOf({ nodes: [node('1')], nodeAutoscaler })[0]?.fix;
    expect(fixOf([])).toContain('no node autoscaler was found');
    expect(fixOf(['karpenter.sh'])).toContain('may add (karpenter.sh)');
    expect(fixOf(null)).toContain('check that a node autoscaler may add them');
  });

  test('is not on nodes that are cordoned, not ready, or not selected', () => {
    const cordoned = node('64', { spec: { unschedulable: true } });
    const down = node('64', { status: { conditions: [{ type: 'Ready', status: 'False' }] } });
    const cpuOnly = node('64', { metadata: { labels: { pool: 'cpu' } } });
    const wanted = asking({ ...pod, nodeSelector: { pool: 'gpu' } });
    expect(linesOf({ nodes: [cordoned, down] })[0]?.what).toContain('0 ready nodes hold 0');
    expect(linesOf({ pods: [wanted], nodes: [cpuOnly] })[0]?.what).toContain(
      '0 ready nodes that its nodeSelector allows',
    );
  });

  test('for what a node does not have at all is none', () => {
    const gpu = { containers: [{ name: 'model', resources: { limits: { 'nvidia.com/gpu': '1' } } }] };
    expect(linesOf({ pods: [asking(gpu)], nodes: [node('64')] })[0]?.what).toContain('(nvidia.com/gpu)');
  });

  test.each([
    [{ pods: '8' }, { pods: '3' }, 7],
    [{ 'requests.cpu': '4' }, { 'requests.cpu': '2500m' }, 5],
    [{ memory: '4Gi' }, { memory: '4Gi' }, 2],
  ])('of a quota of %o with %o used ends the growth at %d', (hard, used, most) => {
    expect(quotaLinesOf(quota(hard, used))).toMatchObject([
      {
        level: 'problem',
        what: expect.stringContaining(`lets ${most} replicas exist, and maxReplicas is 10`),
      },
    ]);
    expect(quotaLinesOf(quota({ memory: '4Gi' }, { memory: '4Gi' }))[0]?.what).toContain(
      '(memory: 4Gi of 4Gi used)',
    );
  });

  test('of a quota that is wide enough, of something else, or of some pods only is not talked of', () => {
    const scoped = { ...quota({ pods: '1' }, {}), spec: { scopes: ['BestEffort'] } };
    expect(quotaLinesOf(quota({ pods: '10' }, { pods: '2' }), quota({ services: '1' }, {}), scoped)).toEqual(
      [],
    );
  });
});

describe('workers', () => {
  const stated = (slotsPerReplica: number): ExpectedSlots => ({ slotsPerReplica, slotsFrom: 'config' });
  const withEnv = (name: string, value: string): PodSpec => ({
    containers: [{ name: 'model', env: [{ name, value }] }],
  });

  test('that differ from the slots of the config are a warning', () => {
    expect(workerLines(withEnv('WORKER_COUNT', '4'), stated(4))).toMatchObject([{ level: 'ok' }]);
    expect(workerLines(withEnv('WORKER_COUNT', '1'), stated(4))).toMatchObject([
      { level: 'warning', what: expect.stringContaining('1 workers (WORKER_COUNT) for 4 slots') },
    ]);
    expect(workerLines(withEnv('WEB_CONCURRENCY', '8'), stated(1))).toMatchObject([{ level: 'warning' }]);
  });

  test('that agree with a default are not called what the config says', () => {
    const textOf = (slotsFrom: ExpectedSlots['slotsFrom']): string | undefined =>
      workerLines(withEnv('WORKER_COUNT', '1'), { slotsPerReplica: 1, slotsFrom })[0]?.what;
    expect(textOf('config')).toBe('1 (WORKER_COUNT), as target.slotsPerReplica says');
    expect(textOf('default')).toBe('1 (WORKER_COUNT), as target.slotsPerReplica is by default');
  });

  test('are read from the command line of known servers, and of no other program', () => {
    const running = (...args: string[]): PodSpec => ({ containers: [{ name: 'model', args }] });
    expect(workerLines(running('gunicorn', '-w', '3', 'app:app'), stated(1))[0]?.what).toContain(
      '3 workers (its command line)',
    );
    expect(workerLines(running('sh', '-c', 'uvicorn app:app --workers=2'), stated(1))[0]?.what).toContain(
      '2 workers',
    );
    expect(workerLines(running('tritonserver', '-w', '3'), stated(1))).toEqual([]);
  });

  test('that nothing tells are not guessed', () => {
    expect(workerLines(pod, stated(4))).toEqual([]);
    expect(workerLines(withEnv('WORKER_COUNT', 'auto'), stated(4))).toEqual([]);
    expect(workerLines(undefined, stated(4))).toEqual([]);
  });
});

describe('a ScaledObject', () => {
  const lineOf = (conditions: ScalerLine['conditions']) =>
    autoscalerLines({
      own: [],
      workloads: [],
      isAzureml: false,
      others: [
        {
          kind: 'scaler',
          atMs: 0,
          name: 'score',
          desiredReplicas: null,
          deleted: false,
          conditions,
          object: {
            apiVersion: 'keda.sh/v1alpha1',
            kind: 'ScaledObject',
            madeBy: null,
            target: null,
            annotations: {},
            spec: { fallback: { failureThreshold: 3, replicas: 6 } },
          },
        },
      ],
    });
  const fallback = (status: string) => ({ type: 'Fallback', status, reason: 'FallbackExists', message: '' });

  test('on its fallback is a problem: what its HPA sees is no measurement', () => {
    expect(lineOf([fallback('True')])).toMatchObject([
      {
        level: 'problem',
        what: 'ScaledObject score is on its fallback of 6 replicas: a trigger has no value, and what the HPA sees of it is made up by KEDA',
      },
    ]);
    expect(lineOf([fallback('False')])).toMatchObject([{ level: 'ok' }]);
  });
});
