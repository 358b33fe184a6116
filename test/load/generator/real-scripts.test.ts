import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptFaultOf } from '../../../load/generator/script-fault.ts';
import type { LoadLine } from '../../../runs/schema/load-series.ts';
import { realTarget } from './real-target.ts';
import { fireScript, lookAtScript, sumOfChecks } from './scripts.ts';

let target: Awaited<ReturnType<typeof realTarget>>;

beforeAll(async () => {
  target = await realTarget();
  process.env['PORT'] = String(target.port);
});

afterAll(() => {
  target.close();
  delete process.env['PORT'];
});

type Expected = {
  /** Of ten arrivals. */
  readonly requests?: number;
  readonly checks?: Record<string, number[]>;
  readonly notes?: RegExp;
  readonly mix?: Record<string, number>;
  /** What each arrival throws. */
  readonly throws?: RegExp;
};

const all = [10, 0];

/** The first exception, as `headroom test` shows it. */
const exceptionIn = (lines: readonly LoadLine[]): string => {
  const line = lines.find(({ kind }) => kind === 'exception');
  const fault = line?.kind === 'exception' ? scriptFaultOf(line.message, line.stack) : undefined;
  return fault === undefined ? 'none' : `${fault.message} (${fault.place})`;
};

/** Scripts that run as they are; each says at its head what it is modelled on. */
const running: Readonly<Record<string, Expected>> = {
  'redirects.js': { requests: 30, checks: { 'followed to the end': all, 'held back': all } },
  'basic-auth.js': { requests: 20, checks: { 'is let in': [20, 0] } },
  'jwt.js': { requests: 10, checks: { 'token arrives': all } },
  'csv-parser.js': { requests: 10, notes: /its own load \(iterations\)/ },
  'streams.js': { requests: 10 },
  'webcrypto.js': { requests: 10, checks: { verified: all } },
  'timers-echo.js': { requests: 10 },
  'typed-user.ts': { requests: 10, notes: /its own load \(iterations, vus\)/ },
  'graphql.js': { requests: 10, checks: { 'has an id': all } },
  'html-form.js': { requests: 20, checks: { 'hidden field is sent': all } },
  'aborting-threshold.js': { requests: 10 },
  'options-from-file.js': {
    requests: 10,
    notes: /its own load \(stages\)(.|\n)*noConnectionReuse is not used(.|\n)*not used here: ext/,
  },
  'lifecycle.js': { requests: 10, checks: { 'is let in': all } },
  'env-scenarios.js': {
    requests: 10,
    checks: { 'env belongs to the scenario': all },
    mix: { my_api_test_1: 1, my_api_test_2: 2 },
    notes: /apitest\(\) 33\.3 % \(scenario my_api_test_1\), apitest\(\) 66\.7 %/,
  },
  'tags-groups.js': { requests: 30, checks: { 'visit product listing page::is 200': [30, 0] } },
  'gzip-body.js': { requests: 10, checks: { 'came smaller': all } },
  'chat-stages.js': { requests: 10, checks: { 'status was 200': all } },
  'stream-ttft.js': { requests: 10, checks: { 'ends with DONE': all } },
  'infer-config.js': { requests: 10, notes: /its own load \(scenarios\)/ },
  'put-together.js': { requests: 10, notes: /each arrival runs litellmRun\(\)/ },
  'common-js.ts': { requests: 10, checks: { 'the word arrives': all }, notes: /\(duration, vus\)/ },
  'bundled.js': { requests: 10, checks: { ok: all }, notes: /\(iterations, vus\)/ },
  'think-time.js': { requests: 10, checks: { 'status was 200': all } },
  'late-url.js': {
    throws: /^the script needs the global "URL", which k6 does not have \(late-url\.js:5:\d+\)/,
  },
  'late-fetch.ts': {
    throws: /^the script needs the global "fetch", which k6 does not have \(late-fetch\.ts:3:\d+\)/,
  },
};

describe.concurrent('scripts made after real ones', () => {
  for (const [name, { requests = 0, checks, notes, mix, throws }] of Object.entries(running)) {
    it(`${name} runs as it is`, async () => {
      const fired = await fireScript(`real/${name}`, target.port, mix && { mix });
      const { load, lines, ended, log, examined } = fired;
      expect(ended.end?.reason, log).toBe('complete');
      const exceptions = throws === undefined ? 0 : 10;
      expect(load.total, log).toMatchObject({ arrivals: 10, requests, exceptions });
      if (checks !== undefined) expect(sumOfChecks(lines)).toEqual(checks);
      if (notes !== undefined) expect(examined.notes.join('\n')).toMatch(notes);
      if (throws !== undefined) expect(exceptionIn(lines)).toMatch(throws);
    });
  }
});

/** Scripts that can't run: what is said of them, and the way out. */
const refused: Readonly<Record<string, readonly [reason: RegExp, fix: RegExp]>> = {
  'jslib-summary.js': [
    /jslib-summary\.js imports https:\/\/jslib\.k6\.io\/k6-summary\/0\.0\.1\/index\.js, and jslib\.k6\.io is not in safety\.allowedHosts/,
    /save a copy beside the script.*allowedHosts: \['127\.0\.0\.1:\d+', 'jslib\.k6\.io:443'\]/,
  ],
  'html-report.js': [/raw\.githubusercontent\.com is not in safety\.allowedHosts/, /save a copy/],
  'plain-http-import.js': [/http:\/\/files\.example\/k6\/helper\.js/, /by https, or save a copy/],
  'redis-extension.js': [/k6\/x\/redis is not in this k6/, /github\.com\/grafana\/xk6-redis/],
  'hybrid-browser.js': [/k6\/browser opens connections of its own/, /allowUnfenced/],
  'node-path.js': [/needs Node's module "path"/, /k6 is not Node/],
  'helper-only.ts': [/no default export; its functions are authenticateUsingAzure/, /load: \{ mix/],
  'graduated.js': [/webcrypto has been graduated/, /remove|correct/],
  'missing-data.js': [/users\.json: no such file/, /relative to the file that opens it/],
  'missing-proto.js': [/route_guide\.proto/, /put the file there, or correct the path/],
  'mixed-styles.js': [/mixing ECMAScript Modules/, /keep to import and export/],
};

describe.concurrent('scripts made after real ones that are refused', () => {
  for (const [name, [reason, fix]] of Object.entries(refused)) {
    it(`${name}, with the reason and the way out`, async () => {
      const thrown: unknown = await lookAtScript(`real/${name}`, target.port).catch(
        (error: unknown) => error,
      );
      expect(thrown).toMatchObject({
        message: expect.stringMatching(reason),
        details: [{ fix: expect.stringMatching(fix), where: expect.stringMatching(/[a-z-]+\.[jt]s/) }],
      });
      expect(JSON.stringify(thrown)).not.toMatch(/scenarios\/k6\/|file:\/\/\/-|'-'/);
    });
  }
});

describe('a script and the keys of the config', () => {
  it('is refused where it would read one from __ENV, and send "undefined"', async () => {
    process.env['REAL_KEY'] = 'a-key-of-the-tests';
    await expect(
      lookAtScript('real/env-key.js', target.port, { keyVariable: 'REAL_KEY' }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/env-key\.js reads __ENV\.REAL_KEY, which the config names as a key/),
      details: [{ fix: expect.stringMatching(/secrets\.get\('REAL_KEY'\)/) }],
    });
    await expect(lookAtScript('real/env-key.js', target.port)).resolves.toMatchObject({ mix: [] });
  });
});
