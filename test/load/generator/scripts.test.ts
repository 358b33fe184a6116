import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fireScript, lookAtScript, scriptTarget, sumOfChecks } from './scripts.ts';

let target: Awaited<ReturnType<typeof scriptTarget>>;

beforeAll(async () => {
  target = await scriptTarget();
  process.env['PORT'] = String(target.port);
  process.env['HEADROOM_TEST_KEY'] = 'a-key-of-the-tests';
});

afterAll(() => {
  target.close();
  delete process.env['PORT'];
  delete process.env['HEADROOM_TEST_KEY'];
});

type Expected = {
  /** Of ten arrivals. */
  readonly requests?: number;
  readonly exceptions?: number;
  /** Passes and fails. */
  readonly checks?: Record<string, number[]>;
  /** Thresholds that are not met. */
  readonly missed?: readonly string[];
  readonly notes?: RegExp;
};

/** Scripts that run as they are. */
const running: Readonly<Record<string, Expected>> = {
  'csv-setup-summary.ts': { requests: 10, notes: /its own load \(duration, vus\) is replaced/ },
  'upload.ts': { requests: 10 },
  'batch-expected.ts': { requests: 30 },
  'websocket.ts': { requests: 10 },
  'ws-old.js': { requests: 10, checks: { upgraded: [10, 0] } },
  'grpc-connect.ts': { exceptions: 10 },
  'stages.js': { requests: 10, notes: /its own load \(stages\) is replaced by the plan's arrivals/ },
  'helper-open.js': { requests: 10 },
  'url-groups.js': {
    requests: 10,
    checks: { 'front page::post::is 200': [10, 0], 'front page::post::has a body': [10, 0] },
  },
  'ramping-vus.js': { requests: 10, missed: [], notes: /its own load \(scenarios\) is replaced/ },
  'data-and-env.ts': { requests: 10 },
  'setup-chain.js': { requests: 10, checks: { 'the token came along': [10, 0] } },
  'async-requests.js': { requests: 20, checks: { ok: [20, 0] } },
  'form-and-cookies.js': { requests: 10, checks: { form: [10, 0], cookie: [10, 0] } },
  'custom-metrics.js': { requests: 10, missed: [] },
  'failing-threshold.js': {
    requests: 10,
    checks: { strict: [0, 10] },
    missed: ['checks{kind:strict}', 'http_req_duration'],
  },
  'crypto-encoding.js': { requests: 10 },
  'html-parse.js': { requests: 10, checks: { title: [10, 0] } },
  'fs-file.js': { requests: 10 },
  'response-hooks.js': { requests: 10, notes: /noConnectionReuse is not used; load\.connections/ },
  'throws-in-iteration.js': { requests: 10, exceptions: 10 },
  'common-js.js': { requests: 10, notes: /its own load \(vus\) is replaced/ },
  'npm-faker.ts': {},
  'npm-jsonpath.ts': {},
  'npm-lodash.ts': {},
  'npm-papaparse.ts': {},
  'npm-qs.ts': {},
  'npm-uuid.ts': {},
};

describe.concurrent('scripts made after real ones', () => {
  for (const [name, { requests = 0, exceptions = 0, checks, missed, notes }] of Object.entries(running)) {
    it(`${name} runs as it is`, async () => {
      const { load, lines, ended, log, examined } = await fireScript(name, target.port);
      expect(ended.end?.reason, log).toBe('complete');
      expect(load.total, log).toMatchObject({ arrivals: 10, requests, exceptions });
      if (checks !== undefined) expect(sumOfChecks(lines)).toEqual(checks);
      const failed = ended.end?.thresholds.filter(({ ok }) => !ok).map(({ metric }) => metric);
      if (missed !== undefined) expect(failed).toEqual(missed);
      if (notes !== undefined) expect(examined.notes.join('\n')).toMatch(notes);
      if (name.startsWith('npm-')) expect(log.match(/msg="?OK /g)).toHaveLength(10);
    });
  }

  it('csv-setup-summary.ts gets the figures of k6 for its own summary', async () => {
    const { ended } = await fireScript('csv-setup-summary.ts', target.port);
    const metrics = JSON.parse(ended.k6.printed) as Record<string, { values: Record<string, number> }>;
    expect(metrics['http_reqs']?.values['count']).toBe(11); // one of setup()
    expect(metrics['roster_ms']?.values).toHaveProperty('p(95)');
  });

  it('two-scenarios.ts runs the functions of load.mix, by weight', async () => {
    const { load, ended, examined } = await fireScript('two-scenarios.ts', target.port, {
      mix: { spike: 3, hook: 1 },
    });
    expect(load.total).toMatchObject({ arrivals: 10, requests: 10, exceptions: 0 });
    expect(examined.notes.join('\n')).toContain('vote() 75 % (scenario spike), hook() 25 %');
    expect(ended.end?.thresholds.map(({ metric }) => metric)).toContain('http_req_duration{scenario:spike}');
  });

  it('secret.js gets the key that the config names', async () => {
    const { load, log } = await fireScript('secret.js', target.port, { keyVariable: 'HEADROOM_TEST_KEY' });
    expect(load.total, log).toMatchObject({ requests: 10, exceptions: 0 });
  });

  it('abort.js ends the load, and says why', async () => {
    const { ended } = await fireScript('abort.js', target.port);
    expect(ended.end?.reason).toBe('aborted');
    expect(ended.end?.detail).toContain('the data is used up');
  });
});

/** Scripts that can't run, with what is said of them. */
const refused: Readonly<Record<string, RegExp>> = {
  'two-scenarios.ts': /no default export.* spike runs vote\(\)/,
  'sse.ts': /k6\/x\/sse is not in this k6/,
  'throws-at-load.ts': /throws-at-load\.ts: Error: no rows/,
  'no-functions.js': /no default export/,
  'missing-exec.js': /the scenario login runs signIn\(\), which missing-exec\.js does not export/,
  'node-module.ts': /the script needs Node's module "fs", which k6 does not have/,
  'browser.js': /k6\/browser opens connections of its own/,
  'old-timers.js': /k6\/experimental\/timers has been graduated/,
  'missing-file.js': /and jslib\.k6\.io is not in safety\.allowedHosts/,
  'open-missing.js': /no-such\.csv/,
  'npm-csvparse.ts': /the package csv-parse needs the global "Buffer", which k6 does not have/,
  'npm-chai.ts': /the package chai needs the global "EventTarget", which k6 does not have/,
};

describe.concurrent('scripts that are refused before the load', () => {
  for (const [name, reason] of Object.entries(refused)) {
    it(`${name}, with the reason and the way out`, async () => {
      const thrown: unknown = await lookAtScript(name, target.port).catch((error: unknown) => error);
      expect(thrown).toMatchObject({
        message: expect.stringMatching(reason),
        details: [{ fix: expect.any(String), where: expect.stringMatching(/[a-z-]+\.[jt]s/) }],
      });
      expect(JSON.stringify(thrown)).not.toMatch(/scenarios\/k6\//);
    });
  }

  it('throws-at-load.ts points at the line that threw', async () => {
    await expect(lookAtScript('throws-at-load.ts', target.port)).rejects.toMatchObject({
      details: [{ where: expect.stringMatching(/throws-at-load\.ts:3:/) }],
    });
  });
});
