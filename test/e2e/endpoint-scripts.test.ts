import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumOf } from '../../planner/stats/sum.ts';
import { onlyRun, runCli, temporaryFolder, writeConfig } from './support.ts';
import { recordedOf, startTarget } from './two-paths.ts';

let target: Awaited<ReturnType<typeof startTarget>>;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.close());

const script = `
import http from 'k6/http';
import { check } from 'k6';
export const options = { vus: 3, stages: [{ duration: '1m', target: 5 }],
  thresholds: { 'http_reqs{endpoint:score}': ['count>0'], 'http_req_duration{endpoint:embed}': ['min>80'] } };
export function rank() { check(http.post(__ENV.BASE + '/score', 'ranked'), { ranked: ({ status }) => status === 200 }); }
export function embed() { http.put(__ENV.BASE + '/embed', 'embedded'); }`;

const soak = "scenario: 'soak', ratePerSecond: 20, soakSeconds: 3";

/** Writes a config with two endpoints, and the script beside it. */
const configOf = async (rest: string): Promise<{ home: string; config: string }> => {
  const home = await temporaryFolder();
  await writeFile(
    join(home, 'mine.ts'),
    script.replaceAll('__ENV.BASE', `'http://127.0.0.1:${target.port}'`),
  );
  const config = await writeConfig(
    home,
    `{ target: { kind: 'kubernetes', url: 'http://127.0.0.1:${target.port}/' }, ${rest} }`,
  );
  return { home, config };
};

const fire = async (rest: string) => {
  const { home, config } = await configOf(rest);
  const runs = join(home, 'runs');
  const ended = await runCli(['test', '--config', config, '--runs', runs]);
  return { ended, recorded: await recordedOf(await onlyRun(runs)) };
};

const scripted = `endpoints: [{ name: 'score', share: 0.6, path: '/score' },
  { name: 'embed', share: 0.4, path: '/embed', method: 'PUT', slo: { maxErrorShare: 0.5 } }],
  load: { ${soak}, mix: { rank: { endpoint: 'score' }, embed: { endpoint: 'embed' } } }, script: './mine.ts'`;

describe('endpoints of a script', () => {
  it('are those that load.mix names for its functions, with the arrivals of the plan', async () => {
    const { ended, recorded } = await fire(scripted);
    const { plan, load, result } = recorded;
    const planned = plan.arrivals.perEndpoint.map(sumOf);
    expect(result.endpoints.map(({ totals }) => totals.arrivals)).toEqual(planned);
    expect(target.got).toMatchObject({
      'POST /score - ranked': planned[0],
      'PUT /embed - embedded': planned[1],
    });
    expect(load.byEndpoint.get('score')!.total.outcomes).toEqual({ '200': planned[0] });
    expect(Object.keys(load.byEndpoint.get('embed')!.total.outcomes)).toContain('503');
    expect(result.script?.thresholds.map(({ ok }) => ok)).toEqual([true, true]);
    expect(result.script?.checks[0]?.phases[0]?.passes).toBe(planned[0]);
    expect(ended.stderr).toContain('each arrival of score runs rank()');
  });

  it('are told by a dry run, which reads the script and sends nothing', async () => {
    const before = sumOf(Object.values(target.got));
    const { config } = await configOf(scripted);
    const { code, stdout } = await runCli(['test', '--config', config, '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/score\s+60 %\s+3\d\s/);
    expect(stdout).toContain('script  mine.ts, for every arrival; k6 has read it: it exports embed, rank');
    expect(stdout).toContain("mine.ts: its own load (stages, vus) is replaced by the plan's arrivals");
    expect(stdout).toContain('each arrival of embed runs embed()');
    expect(sumOf(Object.values(target.got))).toBe(before);
  });

  it('are refused by a dry run too where the script has no such function', async () => {
    const { config } = await configOf(scripted.replace('rank:', 'rnak:'));
    const { code, stderr } = await runCli(['test', '--config', config, '--dry-run']);
    expect(code).toBe(2);
    expect(stderr).toContain('load.mix names rnak');
  });
});

describe('endpoints with a payload function', () => {
  it('call it with the number among their own arrivals; the others send what the config says', async () => {
    const { recorded } = await fire(`endpoints: [
      { name: 'score', share: 0.5, path: '/score', payload: (n) => 'row ' + n },
      { name: 'embed', share: 0.5, path: '/embed', method: 'PUT', payload: { text: 'plain' }, slo: { maxErrorShare: 0.5 } }],
      load: { ${soak} }`);
    const [score, embed] = recorded.plan.arrivals.perEndpoint.map(sumOf);
    const rows = Object.keys(target.got).filter((what) => what.startsWith('POST /score - row '));
    expect(rows.sort()).toEqual(Array.from({ length: score! }, (_, n) => `POST /score - row ${n}`).sort());
    expect(target.got['POST /score - row 0'], 'the request before the load is the first one too').toBe(2);
    expect(target.got['PUT /embed - plain']).toBe(embed! + 1);
  });
});
