import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { configFaultsOf } from '../../config/bundle/faults.ts';
import { loadConfig } from '../../config/load-config.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.join('\n'));
  return path;
};

const fault = async (path: string): Promise<string> => {
  const error = await loadConfig(path).catch((thrown: unknown) => thrown);
  if (!(error instanceof HeadroomError)) throw error;
  expect(error.code).toBe('E_CONFIG');
  return error.details.map(({ what, where, fix }) => `${what} | ${where} | ${fix}`).join('\n');
};

const body = (rate: string): string =>
  `export default { target: { url: 'http://127.0.0.1:9/score' }, load: { scenario: 'soak', ratePerSecond: ${rate}, soakSeconds: 5 } };`;

describe('the key of the endpoint', () => {
  it('is asked for only where something is sent', async () => {
    const config = write('key.config.ts', [
      body('1').replace('/score', "/score', auth: { env: 'HEADROOM_NO_SUCH_KEY' }, method: 'POST"),
    ]);
    expect(await fault(config)).toContain('HEADROOM_NO_SUCH_KEY is not set');
    expect((await loadConfig(config, { sendsNothing: true })).target.auth?.env).toBe('HEADROOM_NO_SUCH_KEY');
  });
});

it('names a bundler that does not run, as after a copy of node_modules from another system', () => {
  const [fault] = configFaultsOf(new Error('The service was stopped: spawn esbuild ENOENT'), '/k6.config.ts');
  expect(fault).toMatchObject({
    what: expect.stringContaining(
      'esbuild, which reads TypeScript here, does not run: The service was stopped',
    ),
    fix: expect.stringContaining('on this machine'),
  });
});

describe('npm imports of a config', () => {
  it('are found from its folder, and may read files beside themselves', async () => {
    write('node_modules/old/package.json', ['{"name":"old","main":"i.js"}']);
    write('node_modules/old/i.js', [
      'const { readFileSync } = require("node:fs");',
      'exports.rate = Number(readFileSync(__dirname + "/rate.txt", "utf8"));',
    ]);
    write('node_modules/old/rate.txt', ['7']);
    write('node_modules/newer/package.json', ['{"name":"newer","type":"module","exports":"./lib/i.js"}']);
    write('node_modules/newer/lib/i.js', [
      'import { readFileSync } from "node:fs";',
      'export const more = Number(readFileSync(new URL("../more.txt", import.meta.url), "utf8"));',
    ]);
    write('node_modules/newer/more.txt', ['2']);
    write('own.ts', ['export const own: number = 1;']);
    const config = write('k6.config.ts', [
      "import { rate } from 'old';",
      "import { more } from 'newer';",
      "import { own } from './own.ts';",
      body('rate + more + own'),
    ]);
    expect((await loadConfig(config)).phases[0]?.pieces[0]?.fromRatePerSecond).toBe(10);
  });

  it.each(['kube-headroom', 'headroom'])(
    "give headroom's own functions for '%s', whatever is installed",
    async (name) => {
      write(`own-name/node_modules/${name}/package.json`, [`{"name":"${name}","main":"i.js"}`]);
      write(`own-name/node_modules/${name}/i.js`, ['throw new Error("the package of a stranger");']);
      const config = write('own-name/k6.config.ts', [
        `import { defineConfig } from '${name}';`,
        body('4').replace(/export default (.*);/, 'export default defineConfig($1);'),
      ]);
      expect((await loadConfig(config)).phases[0]?.pieces[0]?.fromRatePerSecond).toBe(4);
    },
  );

  it.each([
    ['headroom/measure', 'there is no module headroom/measure'],
    ['kube-headroom/config', 'there is no module kube-headroom/config'],
    ['kube-headrom', "Cannot find module 'kube-headrom'"],
  ])('of a name that this package does not have say the right one: %s', async (name, what) => {
    const config = write('misnamed.config.ts', [`import { x } from '${name}';`, body('x')]);
    const said = await fault(config);
    expect(said).toContain(what);
    expect(said).toContain("| import { defineConfig } from 'kube-headroom'");
    expect(said).toMatch(/misnamed\.config\.ts(?::1:\d+)? \|/);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('give what the installed package has beside the config', async () => {
    write('with-planner/node_modules/kube-headroom/package.json', [
      '{"name":"kube-headroom","exports":{"./planner":"./planner.js"}}',
    ]);
    write('with-planner/node_modules/kube-headroom/planner.js', ['exports.rate = 3;']);
    const config = write('with-planner/k6.config.ts', [
      "import { rate } from 'kube-headroom/planner';",
      body('rate'),
    ]);
    expect((await loadConfig(config)).phases[0]?.pieces[0]?.fromRatePerSecond).toBe(3);
  });

  it('that are not installed are named with what to do', async () => {
    const config = write('missing.config.ts', ["import x from 'no-such-package';", body('x')]);
    expect(await fault(config)).toMatch(
      /Cannot find module 'no-such-package' .* install the package beside the config/,
    );
  });
});

describe('a fault of the config itself', () => {
  it('points at the line of the person’s own file, an imported one too', async () => {
    const config = write('throws.config.ts', [
      'type Url = string;',
      'const url: Url | undefined = undefined;',
      'export default { target: { url: url!.trim() } };',
    ]);
    expect(await fault(config)).toContain(`| ${config}:3:`);
    const helper = write('helper.ts', [
      '',
      'export const rate = (): number => {',
      "  throw new Error('no rate');",
      '};',
    ]);
    const imports = write('imports.config.ts', ["import { rate } from './helper.ts';", body('rate()')]);
    expect(await fault(imports)).toContain(`no rate | ${helper}:3:`);
  });

  it('of syntax does so too; a file without an export, and one that is not there, are named', async () => {
    expect(await fault(write('syntax.config.ts', ['', 'export default { a: ; };']))).toMatch(
      /syntax\.config\.ts:2:/,
    );
    expect(await fault(write('empty.config.ts', ['export const a = 1;']))).toContain('no default export');
    expect(await fault(join(folder, 'none.config.ts'))).toMatch(/none\.config\.ts.*--config/s);
    expect(await fault(write('await.config.ts', ['const a = await fetch;', body('1')]))).toContain(
      'take the await out',
    );
  });

  it('are refused where JSON of the user would change a number', async () => {
    write('big.json', [
      '{',
      '  "id": 9007199254740993,',
      '  "text": "9007199254740993", "exact": 10000000000000000',
      '}',
    ]);
    const config = write('big.config.ts', ["import big from './big.json';", 'export default big;']);
    expect(await fault(config)).toMatch(
      /big\.json holds 9007199254740993, which JavaScript would round to 9007199254740992 \| .*big\.json:2:8 \| send the file itself/,
    );
  });
});
