import { describe, expect, it } from 'vitest';
import { analyze } from '../../planner/result/build-result.ts';
import { figuresOf } from '../../planner/verify/figures.ts';
import { replicasPanel } from '../../reports/charts/run/replicas.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { lineText } from '../../reports/plan/proof.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { deploymentLine, podLine } from '../builders/cluster.ts';
import { countsLine } from '../builders/load.ts';
import { prediction } from '../builders/recommendation.ts';
import { completeRun, spikeConfig, startSecond } from '../builders/run.ts';
import { textOf } from './page-text.ts';

const at = (offsetSeconds: number): number => (startSecond + offsetSeconds) * 1000;
const gap = (resource: string, from: number, to: number): ClusterLine => ({
  kind: 'gap',
  atMs: at(to),
  resource,
  fromMs: at(from),
  toMs: at(to),
  reason: 'no connection to the API server',
});

/** A spike at 10 s that fails from 12 to 20 s; 2 replicas at first, 5 from 23 s on. What the watch saw is the test's. */
const analyzed = (cluster: readonly ClusterLine[]) =>
  analyze({
    run: completeRun({}, spikeConfig),
    load: Array.from({ length: 40 }, (_, second) =>
      countsLine({
        second: startSecond + second,
        phase: 'spike',
        outcomes: second >= 12 && second <= 20 ? { '200': 5, '503': 5 } : { '200': 5 },
        latenciesMs: {},
        serviceMs: [],
      }),
    ),
    cluster,
    droppedLines: 0,
  });
const resultOf = (cluster: readonly ClusterLine[]) => analyzed(cluster).result;

const first = [
  deploymentLine({ atMs: at(-5), desired: 2 }),
  podLine({ atMs: at(-5), name: 'a' }),
  podLine({ atMs: at(-5), name: 'b' }),
];
const after = (seconds: number): ClusterLine[] => [
  deploymentLine({ atMs: at(seconds), desired: 5 }),
  ...['c', 'd', 'e'].map((name) =>
    podLine({ name, atMs: at(seconds), createdAtMs: at(14), readyAtMs: at(21) }),
  ),
];
const whole = resultOf([...first, ...after(23)]);
const cutLines = [...first, gap('deployments', 11, 23), gap('pods', 11, 23), ...after(23.1)];
const cut = resultOf(cutLines);
const wantedCutLines = [...first, gap('deployments', 11, 23), ...after(23.1)];
const lost = (resource: string, from: number, told: number): ClusterLine[] => [
  gap(resource, from, told),
  { kind: 'unknown', atMs: at(told), resource, reason: 'not logged in (401)' },
];
const lostLines = [...first, ...lost('deployments', 11, 21), ...lost('pods', 11, 21)];
const unseen = resultOf([...first, gap('deployments', 11, 23), gap('pods', 11, 23)]);

const textsOf = async (result: typeof whole) => ({
  html: textOf(await renderHtml({ result })).replaceAll(/\s+/g, ' '),
  markdown: renderMarkdown({ result }).replaceAll(/\s+/g, ' '),
  terminal: renderSummary({ result }, { color: false, width: 120 }).replaceAll(/\s+/g, ' '),
});

describe('across a gap of the watch', () => {
  it('the most replicas are "at least" so many, in every output', async () => {
    for (const [format, text] of Object.entries(await textsOf(cut))) {
      expect(text, format).toContain('at least 5 desired, at least 5 ready');
      expect(text, format).not.toMatch(/(?<!at least )\b5 (desired|ready)/);
    }
    expect(await renderHtml({ result: cut })).toMatch(
      /Most desired at least 5, most ready at least 5, most pending at least/,
    );
    for (const text of Object.values(await textsOf(whole))) expect(text).not.toContain('at least 5');
  });

  it('what is seen at its end happened by then, not then', async () => {
    for (const [format, text] of Object.entries(await textsOf(cut))) {
      expect(text, format).toMatch(/desired replicas rose(?: after it)?\W*0:23 at the latest/);
      expect(text, format).toMatch(/first of those replicas ready\W*0:2\d at the latest/);
    }
    expect(cut.scaling).toMatchObject({ firstDecisionSecond: 23 });
  });

  it('what is not seen is no "not in this run"', async () => {
    const lostBeforeRise = resultOf([...first, ...lost('deployments', 2, 8), ...lost('pods', 2, 8)]);
    for (const result of [unseen, resultOf(lostLines), lostBeforeRise]) {
      for (const text of Object.values(await textsOf(result))) {
        expect(text).toMatch(
          /desired replicas rose(?: after it)?\W*not seen: the cluster could not be read all the time/,
        );
        expect(text).not.toContain('not in this run');
      }
    }
    expect(replicasPanel(unseen)).toMatchObject({
      numbers: expect.stringContaining(
        'Desired replicas were not seen to rise; the cluster could not be read all the time.',
      ),
    });
  });

  it('why they were not seen is told, with what would have shown them', async () => {
    for (const text of Object.values(await textsOf(resultOf(lostLines)))) {
      expect(text).toContain('the replicas are unknown for 29 seconds (not logged in (401))');
      expect(text).toContain('a login to the cluster that outlasts the load');
      expect(text).not.toContain('`cluster` in the config');
    }
  });

  it('a proof compares a lower bound only where it lies above the interval', () => {
    const lineOf = (result: typeof whole, high: number) => {
      const replicas = { ...prediction().replicas, max: { low: 1, mid: 2, high, confidence: 0.95 } };
      return figuresOf({ ...prediction(), replicas }, result).find(
        ({ figure }) => figure === 'mostReplicas',
      )!;
    };
    expect(lineOf(whole, 8)).toMatchObject({ measured: 5, inside: true });
    expect(lineOf(cut, 8)).toMatchObject({ measured: 5, isAtLeast: true, inside: null });
    expect(lineOf(cut, 4)).toMatchObject({ inside: false });
    expect(lineText(lineOf(cut, 8))).toMatchObject({ measured: 'at least 5', inside: '' });
  });
});

describe('what happened in a gap', () => {
  const causesIn = (cluster: readonly ClusterLine[], from: number, to: number) => [
    ...new Set(
      analyzed(cluster)
        .findings.causeBySecond.filter(({ second }) => second >= from && second <= to)
        .map(({ cause }) => cause),
    ),
  ];

  it('is no cause of what failed in it', () => {
    expect(causesIn([...first, ...after(23)], 12, 20)).not.toContain('cantTell');
    expect(causesIn(cutLines, 12, 20)).toEqual(['cantTell']);
    expect(causesIn(lostLines, 12, 20)).toEqual(['cantTell']);
  });

  it('is no late decision where the wanted replicas were not seen', () => {
    expect(causesIn(wantedCutLines, 12, 20)).not.toContain('waitingForDecision');
  });

  it('is no wait for a node, though a pod waited before and after', () => {
    const pending = {
      name: 'p',
      ready: false,
      node: null,
      unschedulableMessage: '0/1 nodes: 1 Insufficient cpu',
    };
    const waiting = [
      ...first,
      podLine({ ...pending, atMs: at(9) }),
      gap('pods', 15, 19),
      podLine({ ...pending, atMs: at(25), node: 'n', unschedulableMessage: null }),
    ];
    expect(causesIn(waiting, 12, 13)).toEqual(['unschedulable']);
    expect(causesIn(waiting, 15, 17)).toEqual(['cantTell']);
    expect(causesIn(waiting, 19, 20)).toEqual(['unschedulable']);
  });
});
