import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Person, startAgent } from '../builders/agent.ts';
import { countersOf } from '../builders/counters.ts';
import { sandboxFor, temporaryFolder, writeConfig } from './support.ts';

/** A sandbox, and a config that fires ten requests a second at it. */
const service = async (soakSeconds = 1) => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, { policy: { kind: 'fixed', replicas: 3 } });
  const config = await writeConfig(
    folder,
    `{
      target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 2000 },
      load: { scenario: 'soak', ratePerSecond: 10, soakSeconds: ${soakSeconds}, arrivals: 'even' },
    }`,
  );
  const fired = async (): Promise<number> => (await countersOf(sandbox)).total.arrivals;
  return { config, fired, args: ['--config', config, '--runs', join(folder, 'runs')] };
};

/** The load, and the one request before it. */
const firedOnce = 11;

it('fires nothing without a person: a token comes first, and is good for one load', async () => {
  const { args, fired } = await service();
  const { call } = await startAgent(args);

  const asked = await call('test');
  expect(asked.text).toMatch(
    /^Nothing was fired\. A soak of 10 requests in 1 second, up to 10 requests\/s to POST http/,
  );
  expect((await call('test', { confirm: 'made up' })).data).toEqual({ fired: false });
  expect(await fired()).toBe(0);

  const { confirm } = asked.data;
  const first = await call('test', { confirm });
  expect(first.data, first.text).toMatchObject({ fired: true });
  expect(await fired()).toBe(firedOnce);
  expect((await call('test', { confirm })).text).toContain('the token was used already');
  expect(await fired()).toBe(firedOnce);
});

it.each([undefined, 'auto'] as const)('asks a person where the client can (protocol: %s)', async (mode) => {
  const { args, config, fired } = await service();
  const refusing: Person = { agrees: false, asked: [] };
  const refused = await startAgent(args, { person: refusing, mode });
  expect((await refused.call('test')).text).toContain('Nothing was fired: nobody agreed');
  expect(refusing.asked).toEqual([expect.stringMatching(/^A soak of 10 requests[\s\S]*Fire it\?$/)]);
  expect(await fired()).toBe(0);

  const agreed = await startAgent(args, { person: { agrees: true, asked: [] }, mode });
  expect((await agreed.call('test')).data).toMatchObject({ fired: true });
  expect(await fired()).toBe(firedOnce);

  await appendFile(config, '// another load, written while the server runs');
  const changed = await agreed.call('test');
  expect(changed).toMatchObject({
    isError: true,
    text: expect.stringMatching(/^E_SAFETY:.* changed: .*k6\.config\.ts/),
  });
  expect(await fired()).toBe(firedOnce);
});

/** A config whose load is made of several files, and these by what a load takes from them. */
const madeOfFiles = async () => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, { policy: { kind: 'fixed', replicas: 1 } });
  const at = (name: string): string => join(folder, name);
  await mkdir(at('data'));
  await Promise.all([
    writeFile(at('body.json'), '{"data": 1}'),
    writeFile(at('rate.ts'), 'export const rate = 10;'),
    writeFile(at('path.ts'), "export const path = '/score';"),
    writeFile(at('data/rows.csv'), 'a,b'),
    writeFile(
      at('script.ts'),
      `import http from 'k6/http';
       import { path } from './path.ts';
       const rows = open('./data/' + 'rows' + '.csv');
       export default () => http.post('${new URL('/', sandbox.scoreUrl).origin}' + path, rows);`,
    ),
    writeFile(
      at('k6.config.ts'),
      `import { rate } from './rate.ts';
       export default {
         target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 2000, payload: { file: './body.json' } },
         load: { scenario: 'soak', ratePerSecond: rate, soakSeconds: 1, arrivals: 'even' },
         script: './script.ts',
       };`,
    ),
  ]);
  const fired = async (): Promise<number> => (await countersOf(sandbox)).total.arrivals;
  return { at, fired, args: ['--config', at('k6.config.ts'), '--runs', at('runs')] };
};

it.each([
  ['body.json', '{"data": 2}'],
  ['rate.ts', 'export const rate = 11;'],
  ['path.ts', "export const path = '/other';"],
  ['data/rows.csv', 'c,d'],
])('fires nothing where %s has changed since a person was asked, and names it', async (name, text) => {
  const { at, fired, args } = await madeOfFiles();
  const { call } = await startAgent(args);
  const asked = await call('test');
  expect(asked.text).toMatch(/^Nothing was fired\. A soak/);
  await writeFile(at(name), text);
  const refused = await call('test', { confirm: asked.data['confirm'] });
  expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/^E_SAFETY/) });
  expect(refused.text).toContain(name);
  expect(await fired()).toBe(0);
});

it('drains and reports a load that the client cancels', async () => {
  const { args } = await service(40);
  const { call } = await startAgent(args, { person: { agrees: true, asked: [] } });
  const cancel = new AbortController();
  const running = call('test', {}, { signal: cancel.signal, onprogress: () => cancel.abort() });
  await expect(running).rejects.toThrow(/abort/i);

  const newest = async () => {
    const [first] = (await call('runs')).data['runs'] as readonly { status: string; folder: string }[];
    return first!;
  };
  let run = await newest();
  while (run.status === 'running') run = await newest();
  expect(run.status).toBe('interrupted');
  expect((await call('why', { run: run.folder })).isError).toBe(false);
});
