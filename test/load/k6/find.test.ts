import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatError, HeadroomError } from '../../../errors/headroom-error.ts';
import { cachedK6Path, thisMachine } from '../../../load/k6/cache.ts';
import { type FindK6Options, findK6 } from '../../../load/k6/find.ts';
import { moduleHash } from '../../../load/k6/module-source.ts';
import { bareMachine, realK6, realK6TimeLimitMs, writeExecutable, writeGo } from './stand-ins.ts';

let k6: string;
beforeAll(async () => {
  k6 = await realK6();
}, realK6TimeLimitMs);

/** Where this machine's own build, without extensions, is kept. */
const cachedPath = async (environment: NodeJS.ProcessEnv): Promise<string> =>
  cachedK6Path(thisMachine(environment), { moduleHash: await moduleHash(), extensions: [] });

const stockK6 = 'echo "k6 v2.2.0 (go1.26.8, linux/amd64)"';
const oldK6 = 'echo "k6 v1.8.1 (go1.25.0, linux/amd64)"';

const failureOf = async (options: FindK6Options): Promise<HeadroomError> => {
  const result = await findK6(options).catch((error: unknown) => error);
  if (result instanceof HeadroomError) return result;
  throw new Error(`expected a HeadroomError, got ${JSON.stringify(result)}`);
};

describe('a k6 that is named', () => {
  it('is used: HEADROOM_K6 before the config, both before PATH', async () => {
    const { bin, environment } = await bareMachine();
    await symlink(k6, join(bin, 'k6'));
    const named = { ...environment, HEADROOM_K6: k6 };
    expect(await findK6({ environment: named, configuredPath: '/nowhere' })).toMatchObject({
      path: k6,
      source: 'HEADROOM_K6',
    });
    expect(await findK6({ environment, configuredPath: k6 })).toMatchObject({ path: k6, source: 'config' });
  });

  it('is never silently replaced by another when it does not work', async () => {
    const { bin, environment } = await bareMachine();
    await symlink(k6, join(bin, 'k6'));
    const error = await failureOf({ environment: { ...environment, HEADROOM_K6: '/nowhere/k6' } });
    expect(error.code).toBe('E_K6_MISSING');
    expect(formatError(error)).toContain('/nowhere/k6 does not exist\n  at HEADROOM_K6=/nowhere/k6\n  fix: ');
  });

  it('is refused without the module of Headroom: the reason, and how to build one that has it', async () => {
    const { folder, environment } = await bareMachine();
    const stock = await writeExecutable(join(folder, 'stock'), 'k6', stockK6);
    for (const options of [
      { environment: { ...environment, HEADROOM_K6: stock } },
      { environment, configuredPath: stock },
    ]) {
      const text = formatError(await failureOf(options));
      expect(text).toContain(`${stock} is k6 v2.2.0 without Headroom's module`);
      expect(text).toMatch(/fix: .*xk6 build v2\.2\.0 --with headroom\.example\/k6=\/.*load\/module$/m);
    }
  });

  it('must have the configured extensions', async () => {
    const { environment } = await bareMachine();
    const error = await failureOf({
      environment,
      configuredPath: k6,
      extensions: ['github.com/a/xk6-b@v1.0.0'],
    });
    expect(formatError(error)).toContain(`${k6} was built without github.com/a/xk6-b@v1.0.0`);
  });
});

describe('PATH', () => {
  it('gives the first k6 with the module and passes over old and stock ones', async () => {
    const { folder, bin, environment } = await bareMachine();
    await writeExecutable(join(folder, 'old'), 'k6', oldK6);
    await writeExecutable(join(folder, 'stock'), 'k6', stockK6);
    await symlink(k6, join(bin, 'k6'));
    const found = await findK6({
      environment: { ...environment, PATH: `${folder}/old:${folder}/stock:${bin}` },
    });
    expect(found).toMatchObject({ path: join(bin, 'k6'), source: 'PATH' });
  });

  it('does not count with a k6 that lacks a configured extension', async () => {
    const { bin, environment } = await bareMachine();
    await symlink(k6, join(bin, 'k6'));
    const error = await failureOf({ environment, extensions: ['github.com/a/xk6-b@v1.0.0'] });
    expect(formatError(error)).toContain('k6 was built without github.com/a/xk6-b@v1.0.0');
    expect(formatError(error)).toContain('no release has github.com/a/xk6-b@v1.0.0');
  });
});

describe('building with Go', () => {
  it('tells what it does, fills the cache with nothing but the binary, and is not repeated', async () => {
    const { bin, environment } = await bareMachine('cp');
    await writeGo(bin, k6);
    const messages: string[] = [];
    const onProgress = (message: string) => messages.push(message);
    const built = await findK6({ environment, onProgress });
    expect(built).toMatchObject({ source: 'build', path: await cachedPath(environment) });
    expect(messages).toEqual(['building k6 v2.2.0 with go1.26.8 (once, about two minutes)']);
    expect(await readdir(dirname(built.path))).toEqual(['k6']);
    expect(await findK6({ environment, onProgress })).toEqual({ ...built, source: 'cache' });
    expect(messages).toHaveLength(1);
  });

  it('happens once when two ask at the same time', async () => {
    const { folder, bin, environment } = await bareMachine('cp', 'cat');
    const gate = join(folder, 'gate');
    await promisify(execFile)('mkfifo', [gate]);
    await writeGo(bin, k6, { gate });
    const told = (start: string) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      return { heard: promise, onProgress: (message: string) => message.startsWith(start) && resolve() };
    };
    const [building, waiting] = [told('building'), told('waiting')];
    const first = findK6({ environment, onProgress: building.onProgress });
    await building.heard;
    const second = findK6({ environment, onProgress: waiting.onProgress });
    await waiting.heard;
    await writeFile(gate, '');
    expect((await first).source).toBe('build');
    expect((await second).source).toBe('cache');
    expect(await readFile(join(bin, 'builds.log'), 'utf8')).toBe('built\n');
  });

  it('replaces a cached file that no longer works', async () => {
    const { bin, environment } = await bareMachine('cp');
    await writeGo(bin, k6);
    const target = await cachedPath(environment);
    await mkdir(dirname(target), { recursive: true });
    await writeExecutable(dirname(target), 'k6', 'exit 1');
    expect(await findK6({ environment })).toMatchObject({ path: target, source: 'build' });
  });

  it('leaves nothing in the cache when what was built is not the k6 it should be', async () => {
    const { bin, environment } = await bareMachine('cp');
    await writeGo(bin, await writeExecutable(bin, 'not-k6', stockK6));
    const error = await failureOf({ environment });
    expect(formatError(error)).toContain("without Headroom's module");
    expect(await readdir(dirname(await cachedPath(environment)))).toEqual([]);
  });
});

describe('when no way works', () => {
  it('names every way with its own reason and fix', async () => {
    const { bin, environment } = await bareMachine('cp');
    await writeExecutable(bin, 'k6', oldK6);
    await writeGo(bin, k6, { version: 'go1.19.8' });
    const error = await failureOf({ environment });
    const [named, path, cache, build, release] = error.details;
    expect(error.exitCode).toBe(6);
    expect(named?.what).toBe('HEADROOM_K6 and k6.path in the config: not set');
    expect(path).toEqual({ what: `PATH: ${join(bin, 'k6')} is k6 v1.8.1, not k6 v2` });
    expect(cache?.what).toBe(`cache: ${await cachedPath(environment)} does not exist`);
    expect(build).toEqual({
      what: 'build with Go: Go is go1.19.8, k6 needs go1.25',
      fix: expect.stringContaining('install go1.25 or newer'),
    });
    expect(release?.what).toMatch(/^release download: http:\/\/127\.0\.0\.1:2\/v0\.1\.0\/.*ECONNREFUSED/);
    expect(release?.fix).toContain('HEADROOM_K6_RELEASES');
  });

  it('names no host of releases where none is set', async () => {
    const { environment } = await bareMachine();
    const { HEADROOM_K6_RELEASES: _none, ...without } = environment;
    const error = await failureOf({ environment: without });
    expect(error.details.at(-1)).toEqual({
      what: expect.stringContaining('k6.releases in the config are not set, and there is no default'),
      fix: expect.stringContaining('npm run release'),
    });
  });

  it('says so where there is nothing at all', async () => {
    const error = await failureOf({ environment: (await bareMachine()).environment });
    expect(error.details.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['PATH: no k6 in its folders', 'build with Go: go is not on PATH']),
    );
  });

  it('is a disk error when the cache folder cannot be made', async () => {
    const { folder, environment } = await bareMachine();
    await writeFile(join(folder, 'file'), '');
    const error = await failureOf({ environment: { ...environment, XDG_CACHE_HOME: join(folder, 'file') } });
    expect(error.code).toBe('E_DISK');
  });

  it.skipIf(!existsSync('/proc/self'))('is one where HOME is no place for a cache', async () => {
    const { environment } = await bareMachine();
    const error = await failureOf({ environment: { ...environment, HOME: '/proc' } });
    expect(error.details).toMatchObject([
      {
        what: "the folder can't be created: there is no such file or folder",
        where: expect.stringMatching(/^\/proc\//),
        fix: expect.stringContaining('XDG_CACHE_HOME'),
      },
    ]);
  });
});
