import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumOf } from '../../planner/stats/sum.ts';
import { onlyRun, runCli, temporaryFolder, writeConfig } from './support.ts';
import { recordedOf, startTarget, times } from './two-paths.ts';

const load = `{ scenario: 'spike', baselineRatePerSecond: 10, peakRatePerSecond: 40,
  baselineSeconds: 2, holdSeconds: 2, recoverySeconds: 1 }`;

const endpoints = `[
  { name: 'score', share: 0.7, path: '/score', payload: { text: 'a row' }, slo: { maxErrorShare: 0.01, p95LatencyMs: 5000 } },
  { name: 'embed', share: 0.3, path: '/embed', method: 'PUT', headers: { 'X-Key': 'k' }, payload: { json: ['words'] },
    slo: { maxErrorShare: 0.05 } },
]`;

describe('two endpoints of one service', () => {
  let target: Awaited<ReturnType<typeof startTarget>>;
  let recorded: Awaited<ReturnType<typeof recordedOf>>;
  let ended: Awaited<ReturnType<typeof runCli>>;
  let folder: string;

  beforeAll(async () => {
    target = await startTarget();
    const home = await temporaryFolder();
    const config = await writeConfig(
      home,
      `{ target: { kind: 'kubernetes', url: 'http://127.0.0.1:${target.port}/' }, endpoints: ${endpoints}, load: ${load} }`,
    );
    ended = await runCli(['test', '--config', config, '--runs', join(home, 'runs')]);
    folder = await onlyRun(join(home, 'runs'));
    recorded = await recordedOf(folder);
  });
  afterAll(() => target.close());

  it('get the arrivals that the plan gives them, second by second', () => {
    const { plan, load: folded, run } = recorded;
    const startSecond = run.loadStartedAtMs! / 1000;
    for (const [i, { name }] of plan.endpoints.entries()) {
      const { bySecond } = folded.byEndpoint.get(name)!;
      const arrivals = plan.arrivals.perSecond.map((_, s) => bySecond.get(startSecond + s)?.arrivals ?? 0);
      expect(arrivals, name).toEqual(plan.arrivals.perEndpoint[i]);
    }
    expect(plan.arrivals.perEndpoint.every((counts) => sumOf(counts) > 0)).toBe(true);
  });

  it('are sent their own requests, and each one before the load', () => {
    const [score, embed] = recorded.plan.arrivals.perEndpoint.map(sumOf);
    expect(target.got).toEqual({ 'POST /score - a row': score! + 1, 'PUT /embed k ["words"]': embed! + 1 });
    expect(recorded.run.preflight?.map(({ endpoint }) => endpoint)).toEqual(['score', 'embed']);
    expect(ended.stderr).toMatch(/first request: embed: PUT .*\/embed, 9 bytes/);
  });

  it('have a verdict each, and the whole is met only if all are', () => {
    const { verdict, endpoints: each } = recorded.result;
    expect(each.map(({ name, verdict: { met } }) => [name, met])).toEqual([
      ['score', true],
      ['embed', false],
    ]);
    expect(each[1]!.verdict.checks[0]).toMatchObject({
      objective: 'errorShare',
      failed: each[1]!.totals.outcomes['503'],
      limit: 0.05,
      met: false,
    });
    expect(each[0]!.totals.outcomes).toEqual({ '200': each[0]!.totals.arrivals });
    expect(verdict.met).toBe(false);
    expect(verdict.checks.map(({ endpoint, objective }) => `${endpoint} ${objective}`)).toEqual([
      'score errorShare',
      'score p95Latency',
      'embed errorShare',
    ]);
    expect(ended.code).toBe(3);
  });

  it('keep their latencies and seconds apart', () => {
    const { endpoints: each, timeline, totals } = recorded.result;
    const [score, embed] = each.map((one) => one.totals.latency.ok.p50Ms!);
    expect(score).toBeGreaterThanOrEqual(times['/score'] - 1);
    expect(embed).toBeGreaterThanOrEqual(times['/embed'] - 1);
    expect(score).toBeLessThan(embed!);
    expect(timeline.endpoints?.map(({ name }) => name)).toEqual(['score', 'embed']);
    expect(sumOf(timeline.endpoints!.flatMap(({ arrivals }) => arrivals))).toBe(totals.arrivals);
  });

  it('are told apart in every kind of report', async () => {
    const [junit, markdown, html] = await Promise.all(
      ['junit.xml', 'report.md', 'report.html'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(junit).toMatch(
      /<testcase[^>]* name="score: error share"[^>]*><system-out>\d+ requests of score are too few [^<]*<\/system-out><\/testcase>/,
    );
    expect(junit).toMatch(/<testcase[^>]* name="embed: error share"[^>]*><failure/);
    for (const text of [ended.stdout, markdown, html]) {
      expect(text).toMatch(/embed: error share/);
      expect(text).toMatch(/score: p95 latency/);
      expect(text).toContain('Endpoints');
    }
    expect(ended.stdout).toMatch(/\d+ × 503 .*\(embed\)/);
  });
});
