import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exit } from '../../../errors/exit-codes.ts';
import { findK6 } from '../../../load/k6/find.ts';
import type { LoadEnd } from '../../../runs/schema/load-series.ts';
import { resultSchema } from '../../../runs/schema/result.ts';
import { type CliEnd, runCli, runsIn, startCli, temporaryFolder, writeConfig } from '../../e2e/support.ts';
import { k6With, processesWith } from '../../processes.ts';
import { type Blow, blowsOf, strike } from './blow.ts';

const kills = 40;
const seed = 9;
/** Runs at the same time: their moments differ, and the machine is shared as it may be. */
const together = 4;

const target = createServer((request, response) => {
  request.resume().once('end', () => setTimeout(() => response.end('{"result":[1]}'), 50));
});
let url: string;
let k6: string;

beforeAll(async () => {
  k6 = (await findK6()).path;
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/score`;
});
afterAll(() => new Promise<void>((resolve) => target.close(() => resolve())));

type Aftermath = {
  readonly blow: Blow;
  readonly hit: readonly number[];
  readonly end: CliEnd;
  /** From the tool's end until no k6 was left. */
  readonly k6GoneMs: number;
  readonly folder: string;
  readonly runs: readonly string[];
};

/** Ms until no process answers to the question; the test's own time limit bounds it. */
const untilNone = async (ask: () => Promise<readonly unknown[]>): Promise<number> => {
  const startedAtMs = performance.now();
  await vi.waitUntil(async () => (await ask()).length === 0, { timeout: 20_000, interval: 50 });
  return performance.now() - startedAtMs;
};

const sufferFrom = async (blow: Blow): Promise<Aftermath> => {
  const folder = await temporaryFolder();
  const [runsFolder, temporary] = [join(folder, 'runs'), join(folder, 'tmp')];
  await mkdir(temporary);
  const config = await writeConfig(
    folder,
    `{
      target: { kind: 'local', url: '${url}', requestTimeoutMs: 2000 },
      load: { scenario: 'soak', ratePerSecond: 30, soakSeconds: 4 },
    }`,
  );
  const cli = startCli(['test', '--config', config, '--runs', runsFolder], {
    HEADROOM_K6: k6,
    TMPDIR: temporary,
    XDG_CACHE_HOME: join(folder, 'cache'),
    NODE_COMPILE_CACHE: join(folder, 'cache'),
  });
  const [hit, end] = await Promise.all([strike(blow, cli, folder), cli.ended]);
  const k6GoneMs = await untilNone(() => k6With(folder));
  await untilNone(() => processesWith(folder));
  const runs = await runsIn(runsFolder).catch(() => []);
  return { blow, hit, end, k6GoneMs, folder, runs };
};

/** All blows, a few at a time. */
const sufferFromAll = async (blows: readonly Blow[]): Promise<Aftermath[]> => {
  const queue = [...blows];
  const suffered: Aftermath[] = [];
  const worker = async (): Promise<void> => {
    for (let blow = queue.shift(); blow !== undefined; blow = queue.shift())
      suffered.push(await sufferFrom(blow));
  };
  await Promise.all(Array.from({ length: together }, worker));
  return suffered.sort((a, b) => a.blow.n - b.blow.n);
};

const nameOf = ({ blow }: Aftermath): string =>
  `${blow.n}: ${blow.signal} of ${blow.victim} after ${blow.afterMs} ms`;

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** Whether everything that was planned was fired, by the generator's own last line. */
const firedAll = async (run: string): Promise<boolean> => {
  const text = await readFile(join(run, 'load.ndjson'), 'utf8').catch(() => '');
  const last = text.split('\n').findLast((line) => line.includes('"kind":"end"'));
  const { reason, planned, fired } = JSON.parse(last ?? '{}') as Partial<LoadEnd>;
  return reason === 'complete' && planned === fired;
};

/** What is wrong with the folder that a blow has left; null where it can be read and says what happened. */
const faultOf = async (run: string, code: number | null): Promise<string | null> => {
  const report = await runCli(['report', run]);
  if (report.code !== 0) return `report ended with ${report.code}: ${report.stderr}`;
  const result = resultSchema.parse(JSON.parse(await readFile(join(run, 'result.json'), 'utf8')));
  if (result.loadAsPlanned.faults.length > 0) return null;
  if (code === exit.cantTell) return 'the tool said that the load was not as planned, the report does not';
  return (await firedAll(run)) ? null : 'the report does not say that the load was not fired as planned';
};

describe(`${kills} blows at the tool and at k6, at random moments of a test`, () => {
  let all: Aftermath[];
  beforeAll(async () => {
    all = await sufferFromAll(blowsOf(kills, seed));
  });

  it('hit the tool and k6 often enough to mean something', () => {
    const hitsOf = (victim: Blow['victim']): number =>
      all.filter(({ blow, hit }) => blow.victim === victim && hit.length > 0).length;
    expect(hitsOf('tool')).toBeGreaterThan(kills / 4);
    expect(hitsOf('k6')).toBeGreaterThan(kills / 4);
  });

  it('leave no k6 two seconds after the tool has gone, and no other process', () => {
    expect(all.filter(({ k6GoneMs }) => k6GoneMs > 2_000).map(nameOf)).toEqual([]);
  });

  it('leave no temporary folder, lock or half file', async () => {
    const left: string[] = [];
    for (const one of all) {
      const temporary = (await readdir(join(one.folder, 'tmp'))).map((name) => `tmp/${name}`);
      const halves = (await filesIn(one.folder)).filter((name) => /\.(part|lock|tmp)$/.test(name));
      left.push(...[...temporary, ...halves].map((name) => `${nameOf(one)}: ${name}`));
    }
    expect(left).toEqual([]);
  });

  it('end the tool with a code of its own, where it was not killed', () => {
    const ends = all.filter(({ blow, hit }) => !(blow.victim === 'tool' && hit.length > 0));
    const known = [0, 3, 6, 7, 8, 130];
    expect(ends.filter(({ end }) => !known.includes(end.code ?? -1)).map(nameOf)).toEqual([]);
  });

  it('leave run folders that can be reported, marked unless all of the load was fired', async () => {
    const faults: string[] = [];
    for (const one of all)
      for (const run of one.runs) {
        const fault = await faultOf(run, one.end.code);
        if (fault !== null) faults.push(`${nameOf(one)}: ${fault}`);
      }
    expect(faults).toEqual([]);
  });
});
