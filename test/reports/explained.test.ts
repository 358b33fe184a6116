import { expect, it } from 'vitest';
import { renderExplanation } from '../../reports/explain-terminal.ts';
import { explainedScaling } from '../../reports/explained.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import type { DecisionRow } from '../../runs/schema/result/decisions.ts';
import type { NodeFit } from '../../runs/schema/result/node-fit.ts';
import { type LagPart, lagParts, type ScaleLag } from '../../runs/schema/result/scale-lag.ts';
import type { TimeoutChain } from '../../runs/schema/result/timeout-chain.ts';
import { type Result, resultSchema } from '../../runs/schema/result.ts';
import { headroom, recommendation } from '../builders/recommendation.ts';
import { spikeResult } from '../builders/result.ts';

const row = (change: Partial<DecisionRow>): DecisionRow => ({
  kind: 'made',
  fromSecond: 31,
  toSecond: 31,
  looks: 1,
  from: 4,
  to: 7,
  asked: 12,
  proposals: [{ metric: 'cpu', replicas: 12, ratio: 3, reason: 'AsProposed' }],
  reason: 'PolicyLimited',
  reasonFrom: 'replay',
  said: null,
  ...change,
});

const unseen = { proposals: [], asked: null };
const rows: DecisionRow[] = [
  row({ ...unseen, kind: 'unasked', fromSecond: 20, toSecond: 31, looks: 0, to: 4, reason: 'NotDue' }),
  row({}),
  row({
    kind: 'held',
    toSecond: 46,
    from: 7,
    said: 'ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate',
    reasonFrom: 'status',
  }),
  row({ ...unseen, kind: 'foreign', fromSecond: 50, toSecond: 50, from: 7, to: 2, reason: null }),
  row({ kind: 'held', fromSecond: 55, toSecond: 58, from: 7, asked: 3, reason: 'Stabilized' }),
];

const result: Result = resultSchema.parse({
  ...spikeResult(),
  decisions: { rule: 'hpa', intervalSeconds: 15, looksFrom: 'seen', rows },
});

it('tells every decision in the table, and in sentences those that are about more replicas', () => {
  const [explained] = explainedScaling({ result });
  expect(explained!.table.rows).toHaveLength(rows.length);
  expect(explained!.sentences).toEqual([
    '0:20–0:31: stays 4; not asked. It had not looked yet (NotDue).',
    '0:31: 4 → 7; cpu at 3 × target asks for 12. A limit on the speed of scaling cut the step (PolicyLimited).',
    '0:31–0:46: stays 7; cpu at 3 × target asks for 12. A limit on the speed of scaling cut the step (PolicyLimited) ("ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate").',
    '0:50: 7 → 2; not asked. Its rule has no reason for it: someone else changed them, or its settings are others.',
    '1 more row in result.json and the report',
  ]);
  expect(explained!.basis).toBe(
    'Rule hpa, looks every 15 s (moments of its looks: seen). In brackets the words of Kubernetes (KEP-6107).',
  );
});

it('stands in the page, the comment and the explanation, to which the summary leads', async () => {
  const report = { result };
  const sentence = 'asks for 12';
  expect(await renderHtml(report)).toContain(sentence);
  expect(renderMarkdown(report)).toContain(sentence);
  const options = { color: false, width: 80 };
  expect(renderSummary(report, options)).toContain('headroom explain runs/');
  const lines = renderExplanation(report, options).split('\n');
  const from = lines.indexOf('Decisions of the autoscaler');
  const section = lines.slice(from, lines.indexOf('', from));
  expect(section.join(' ')).toContain(sentence);
  expect(Math.max(...section.map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('says nothing where nothing was decided', async () => {
  const silent = { result: spikeResult() };
  expect(explainedScaling(silent)).toEqual([]);
  expect(await renderHtml(silent)).not.toContain('Why it did, or did not, scale');
});

const partsOf = (seconds: Partial<Record<LagPart['part'], number>>): LagPart[] =>
  lagParts.map((part) =>
    seconds[part] === undefined
      ? { part, seconds: null, how: 'unknown', n: 0, file: null }
      : {
          part,
          seconds: seconds[part],
          how: part === 'signal' ? 'inferred' : 'measured',
          n: 3,
          file: 'cluster.ndjson',
        },
  );

const scaleLag: ScaleLag = {
  events: [
    {
      fromSecond: 20,
      loadSecond: 20,
      decisionSecond: 22.1,
      from: 4,
      to: 8,
      ready: 3,
      parts: partsOf({
        signal: 2,
        decide: 0.1,
        create: 0.2,
        node: 0,
        schedule: 0,
        start: 2,
        init: 6,
      }),
    },
  ],
  medians: partsOf({
    signal: 2,
    decide: 0.1,
    create: 0.2,
    node: 0,
    schedule: 0,
    start: 2,
    init: 6,
  }),
};

it('tells where the time goes between the load and the ready replica, and what is not known', () => {
  const [explained] = explainedScaling({ result: { ...spikeResult(), scaleLag } });
  expect(explained!.sentences).toEqual([
    'Median of 1 scale-up: seen by its metric ~ 2 s, container started 2 s, ready 6 s; under 1 s each: decision, pod created, waited for a node, scheduled; unknown: image pulled.',
    '0:22: 4 → 8 after the load rose at 0:20, 3 of 4 became ready. seen by its metric ~ 2 s, container started 2 s, ready 6 s; under 1 s each: decision, pod created, waited for a node, scheduled; unknown: image pulled.',
  ]);
  expect(explained!.table.rows.map((cells) => cells.length)).toEqual([11, 11]);
  expect(explained!.table.rows[0]!.slice(-2)).toEqual(['6 s', '10.3 s']);
});

it('tells what each part costs only where a plan has simulated it, and it may not be chance', () => {
  const cost = { seconds: 2, errorShare: 0.1241, errorShareWithout: 0.1009 };
  const partCosts = (['node', 'start', 'init'] as const).map((part) => ({ part, ...cost }));
  const told = (advice: ReturnType<typeof recommendation>) =>
    explainedScaling({ result: { ...spikeResult(), scaleLag }, advice });
  expect(told(recommendation())[0]!.sentences.join()).not.toContain('without');
  const calibrated = told(recommendation({ headroom: { ...headroom(), partCosts } }));
  const costs = calibrated[0]!.sentences.filter((sentence) => sentence.includes('without'));
  expect(costs).toEqual([
    'In simulation 12.4 % of the requests fail, without "waited for a node" (2 s) 10.1 %, without "container started" (2 s) 10.1 %, without "ready" (2 s) 10.1 %: means of simulated runs, settings in use, recorded peak.',
  ]);
  const [node, ...others] = partCosts;
  const withNode = [{ ...node!, errorShare: 0.2, errorShareWithout: 0.1241 }, ...others];
  expect(told(recommendation({ headroom: { ...headroom(), partCosts: withNode } }))[0]!.sentences).toContain(
    'In simulation 20 % of the requests fail with "waited for a node" (2 s), 12.4 % without it: means of simulated runs, settings in use, recorded peak.',
  );
  const none = partCosts.map((partCost) => ({ ...partCost, errorShareWithout: 0.12 }));
  expect(
    told(recommendation({ headroom: { ...headroom(), partCosts: none } }))[0]!.sentences.join(),
  ).not.toContain('without');
});

const fit: NodeFit = {
  replicas: 1,
  quotaReplicas: null,
  growth: 'none',
  certainty: 'exact',
  limit: 'pending',
  missing: [{ resource: 'cpu', nodes: 1, quota: null }],
  perReplica: { cpu: 2, memory: 2 ** 31 },
  usableNodes: 1,
  nodes: 3,
  replicasWithSurge: 0,
  notJudged: [],
  nodeAutoscaler: [],
  nodeLagSeconds: null,
  pendingPods: 4,
  said: '0/1 nodes are available: 1 Insufficient cpu.',
};
const fitSentences = (change: Partial<NodeFit> = {}): readonly string[] =>
  explainedScaling({ result: { ...spikeResult(), nodeFit: { ...fit, ...change } } })[0]!.sentences;

it('tells how many replicas fit, what is missing for more, and what does not help', () => {
  expect(fitSentences()).toEqual([
    'Replicas that fit: 1 replica had a node; others fitted on none until the end of the run; for one more there is too little: cpu on 1 node.',
    'One replica asks for: cpu 2, memory 2 GiB.',
    'More nodes: nothing that adds nodes was found.',
    'With room for a rollout: 0 replicas.',
    'Pods that waited for a node: 4.',
    'The scheduler said: 0/1 nodes are available: 1 Insufficient cpu.',
    'What helps: a higher minimum or maximum helps nothing here: add nodes, or ask for less cpu per replica.',
  ]);
});

it('says of the room how well it is known, and what may add to it', () => {
  const open = fitSentences({
    limit: 'nodes',
    replicas: 7,
    certainty: 'atMost',
    growth: 'possible',
    nodeAutoscaler: ['karpenter.sh'],
    nodeLagSeconds: 95,
    pendingPods: 0,
    said: null,
  });
  expect(open).toEqual([
    'Replicas that fit: at most 7 replicas fit on 1 of 3 nodes that they may use; for one more there is too little: cpu on 1 node.',
    'Known how well: what else runs on the nodes could not be read.',
    'One replica asks for: cpu 2, memory 2 GiB.',
    'More nodes: nodes may be added, which takes minutes (karpenter.sh); in this run a pod waited 95 s for one.',
    'With room for a rollout: 0 replicas.',
  ]);
});

const link = (layer: TimeoutChain['links'][number]['layer'], change: object = {}) => ({
  layer,
  ms: null,
  from: 'unknown' as const,
  name: null,
  cut: 0,
  shouldBeMs: null,
  ...change,
});
const chain: TimeoutChain = {
  links: [
    link('client', { ms: 3000, from: 'config', name: 'target.requestTimeoutMs', shouldBeMs: 6000 }),
    link('gateway'),
    link('router', { ms: 5000, from: 'documented' }),
  ],
  cutOffs: [{ outcome: '504', requests: 20, ms: 6000, fromMs: 6000, toMs: 6010, layer: null, tries: null }],
  faults: [{ code: 'outerFirst', outer: 'client', inner: 'router' }],
  slowestOkMs: 2500,
};
const timeoutsOf = (change: Partial<TimeoutChain>) =>
  explainedScaling({ result: { ...spikeResult(), timeoutChain: { ...chain, ...change } } });

it('tells who cut, which layers stand in the wrong order, and what each should be', () => {
  const [explained] = timeoutsOf({});
  expect(explained!.sentences).toEqual([
    '20 requests ended in 504 after about 6 s: one time, so a limit cut them. Whose is not known: a layer behind the client, whose own limit is 3 s. If its limit is 3 s, these are two tries, and each request ran twice: look for retries in mesh and gateway.',
    'The slowest request that ended well took 2.5 s; those that were cut need longer, how long is not known.',
    'The client gives up before the router: what it cut works on for nobody. Each layer should wait longer than the one behind it.',
  ]);
  expect(explained!.table.rows).toEqual([
    ['client (target.requestTimeoutMs)', '3 s', 'by the config', '–', 'at least 6 s'],
    ['gateway', '?', 'not known', '–', '–'],
    ['router', '5 s', 'documented, where nobody sets another one', '–', '–'],
  ]);
});

it('says nothing of timeouts where none cut and all stand in order', () => {
  expect(timeoutsOf({ cutOffs: [], faults: [] })).toEqual([]);
});
