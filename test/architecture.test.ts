import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, type Import, importsOf, productFolders, textOf } from './architecture/source.ts';

const sources = filesOf(productFolders);
const imports = sources.flatMap(importsOf);

/** The files that import each other in a circle, found by following imports (of types too) from each file. */
const circlesIn = (arrows: readonly Pick<Import, 'from' | 'to'>[]): string[] => {
  const next = Map.groupBy(arrows, ({ from }) => from);
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, path: readonly string[]): void => {
    const since = path.indexOf(file);
    if (since >= 0) circles.push([...path.slice(since), file].join(' -> '));
    if (since >= 0 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) follow(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) follow(file, []);
  return circles;
};

const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
const isPackage = (to: string): boolean =>
  !to.startsWith('node:') &&
  !to.includes('.ts') &&
  !to.startsWith('k6') &&
  !to.startsWith('headroom:') &&
  to !== 'kube-headroom';

/** What any room above them may import. */
const ground = ['errors', 'planner/stats', 'planner/platforms', 'runs/schema'] as const;

/** The rooms, from the ground up, and which others each may import beside the ground. A new arrow is a decision. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  'planner/stats': [],
  'planner/platforms': [],
  'runs/schema': ['errors', 'planner/stats', 'planner/platforms'],
  scenarios: [],
  runs: [],
  'planner/queueing': [],
  'planner/policies': [],
  'planner/logs': [],
  'planner/timeline': [],
  'planner/measure': ['planner/timeline'],
  'planner/node-fit': ['planner/measure', 'planner/timeline'],
  'planner/simulate': ['planner/measure', 'planner/policies'],
  'planner/replay': ['planner/measure', 'planner/policies'],
  'planner/settings': [],
  'planner/live': ['planner/settings'],
  'planner/explain/decisions': [
    'planner/live',
    'planner/measure',
    'planner/policies',
    'planner/replay',
    'planner/settings',
    'planner/timeline',
  ],
  'planner/explain': ['planner/measure', 'planner/timeline'],
  'planner/result': [
    'planner/explain',
    'planner/explain/decisions',
    'planner/measure',
    'planner/node-fit',
    'planner/timeline',
  ],
  'planner/calibrate': [
    'planner/live',
    'planner/measure',
    'planner/policies',
    'planner/queueing',
    'planner/replay',
    'planner/simulate',
    'planner/timeline',
  ],
  'planner/traffic': ['planner/calibrate', 'planner/policies', 'planner/timeline'],
  'planner/recommend/trials': [
    'planner/calibrate',
    'planner/measure',
    'planner/policies',
    'planner/simulate',
    'planner/traffic',
  ],
  'planner/recommend/search': [
    'planner/calibrate',
    'planner/queueing',
    'planner/recommend/trials',
    'planner/traffic',
  ],
  'planner/recommend/advice': [
    'planner/calibrate',
    'planner/measure',
    'planner/recommend/search',
    'planner/recommend/trials',
    'planner/traffic',
  ],
  'planner/recommend': [
    'planner/calibrate',
    'planner/recommend/advice',
    'planner/recommend/search',
    'planner/recommend/trials',
  ],
  'planner/verify': ['planner/policies', 'planner/timeline', 'planner/traffic'],
  'planner/compare': [
    'planner/calibrate',
    'planner/measure',
    'planner/recommend/advice',
    'planner/recommend/trials',
    'planner/result',
    'planner/simulate',
    'planner/timeline',
    'planner/traffic',
    'planner/verify',
  ],
  planner: ['planner/simulate'],
  config: ['planner/settings', 'planner/timeline', 'scenarios'],
  reports: [
    // Its bundler, for the script of a page.
    'config',
    'planner/live',
    'planner/logs',
    'planner/measure',
    'planner/recommend/trials',
    'planner/result',
    'planner/settings',
  ],
  load: ['config', 'planner/timeline', 'scenarios'],
  cluster: ['planner/node-fit', 'planner/settings'],
  sandbox: ['planner/policies'],
  release: ['config', 'load'],
};

/** The innermost room that a file stands in; undefined for the command line, which may import everything. */
const roomOf = (file: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => isIn(file, room))
    .sort((a, b) => b.length - a.length)[0];

const mayImport = (room: string): readonly string[] =>
  (ground as readonly string[]).includes(room) ? rooms[room]! : [...ground, ...rooms[room]!];

/** Each third-party package and the only files that may import it (types may be imported anywhere). */
const homes: Readonly<Record<string, RegExp>> = {
  yargs: /^cli\/main\.ts$/,
  '@modelcontextprotocol/server': /^cli\/mcp\/mcp-library\.ts$/,
  '@modelcontextprotocol/server/stdio': /^cli\/mcp\/mcp-library\.ts$/,
  zod: /^(config|runs\/schema)\//,
  esbuild: /^(config\/bundle\/bundle|release\/(libraries|threads))\.ts$/,
  'csv-parse/sync': /^config\/trace\/tables\/csv\.ts$/,
  '@kubernetes/client-node': /^cluster\/kubernetes-library\.ts$/,
  marked: /^release\/docs\/html\.ts$/,
  'simple-statistics': /^planner\/stats\//,
  yaml: /^planner\/settings\//,
};

describe('the architecture', () => {
  it('is checked on all source files and their imports', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('goes one way: each room imports the ground and what its list says', () => {
    const strays = imports
      .filter(({ to }) => to.endsWith('.ts'))
      .flatMap(({ from, to }) => {
        const [room, other] = [roomOf(from), roomOf(to)];
        if (room === undefined || room === other) return [];
        return other !== undefined && mayImport(room).includes(other) ? [] : [`${from} imports ${to}`];
      });
    expect(strays).toEqual([]);
  });

  it('allows no room what it does not use', () => {
    const unused = Object.entries(rooms).flatMap(([room, others]) =>
      others
        .filter((other) => !imports.some(({ from, to }) => roomOf(from) === room && roomOf(to) === other))
        .map((other) => `${room} imports nothing of ${other}`),
    );
    expect(unused).toEqual([]);
  });

  it('is told in ARCHITECTURE.md as the lists have it', () => {
    const upper = Object.entries(rooms).filter(
      ([room, others]) => !(ground as readonly string[]).includes(room) && others.length > 0,
    );
    const rows = upper.map(([room, others]) => `| \`${room}\` | ${others.join(', ')} |`);
    const page = readFileSync(join(import.meta.dirname, '../ARCHITECTURE.md'), 'utf8');
    expect(page).toContain(['| room | imports from |', '| --- | --- |', ...rows, ''].join('\n'));
  });

  it('lists rooms from the ground up, so that no list can hold a circle', () => {
    const names = Object.keys(rooms);
    const upward = names.flatMap((room, i) =>
      mayImport(room)
        .filter((other) => names.indexOf(other) >= i)
        .map((other) => `${room} may import ${other}`),
    );
    expect(upward).toEqual([]);
    for (const room of names) expect(sources.some((file) => roomOf(file) === room)).toBe(true);
  });

  it('has no circle of imports, of types neither, the benches among them', () => {
    const withBenches = [...imports, ...filesOf(['bench']).flatMap(importsOf)];
    expect(circlesIn(withBenches)).toEqual([]);
    const circle = ['a', 'b', 'c'].map((from, i) => ({ from, to: ['b', 'c', 'a'][i]!, isType: true }));
    expect(circlesIn(circle)).toEqual(['a -> b -> c -> a']);
  });

  it('keeps the planner pure: no Node modules, no clock, no Math.random', () => {
    const planner = sources.filter((file) => isIn(file, 'planner'));
    const impure = planner.filter((file) => {
      const code = textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /Math\.random|Date\.now|new Date\(|performance\.|process\.|setTimeout/.test(code);
    });
    expect(impure).toEqual([]);
    expect(imports.filter(({ from, to }) => isIn(from, 'planner') && to.startsWith('node:'))).toEqual([]);
  });

  it('imports each third-party package in its own place', () => {
    const strays = imports
      .filter(({ to, isType }) => isPackage(to) && !isType)
      .filter(({ from, to }) => !homes[to]?.test(from))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(strays).toEqual([]);
  });

  it('gives every package one file, and one folder where a schema needs it', () => {
    const files = Map.groupBy(
      // What builds the package is no part of it.
      imports.filter(({ from, to, isType }) => isPackage(to) && !isType && !isIn(from, 'release')),
      ({ to }) => to,
    );
    const many = [...files]
      .filter(([name]) => name !== 'zod')
      .map(([name, uses]) => [name, new Set(uses.map(({ from }) => from)).size] as const)
      .filter(([, count]) => count > 1);
    expect(many).toEqual([]);
  });

  it('loads the heavy packages lazily, so that --help stays quick', () => {
    const eager = new Set<string>();
    const follow = (file: string): void => {
      if (eager.has(file)) return;
      eager.add(file);
      const text = textOf(file);
      for (const [, specifier = ''] of text.matchAll(
        /^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'/gm,
      )) {
        follow(normalize(join(dirname(file), specifier)));
      }
    };
    follow('cli/main.ts');
    const packages = imports.filter(({ from, to, isType }) => eager.has(from) && isPackage(to) && !isType);
    expect([...new Set(packages.map(({ to }) => to))]).toEqual(['yargs']);
  });
});
