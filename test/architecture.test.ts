import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const core = ['errors', 'planner', 'runs/schema', 'reports'];
const shells = ['config', 'load', 'cluster', 'sandbox', 'cli', 'runs', 'scenarios', 'bin'];

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));

const filesOf = (folders: readonly string[]): string[] => [...new Set(folders.flatMap(filesIn))].sort();

const sources = filesOf([...core, ...shells]);

type Import = { readonly from: string; readonly to: string; readonly isType: boolean };

/** import and export … from lines, and import(…) calls; `to` is a path from the root, or a package's name. */
const importsOf = (file: string): Import[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const calls = text.matchAll(/\bimport\('([^']+)'\)/g);
  const target = (specifier: string): string =>
    specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
  return [
    ...[...statements].map(([, type, specifier = '']) => ({
      from: file,
      to: target(specifier),
      isType: type !== undefined,
    })),
    ...[...calls].map(([, specifier = '']) => ({ from: file, to: target(specifier), isType: false })),
  ];
};

const imports = sources.flatMap(importsOf);

/** The files that import each other in a circle, found by following imports (of types too) from each file. */
const circlesIn = (arrows: readonly Import[]): string[] => {
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
  !to.startsWith('node:') && !to.includes('.ts') && !to.startsWith('k6') && !to.startsWith('headroom');
const isRuns = (path: string): boolean => isIn(path, 'runs') && !isIn(path, 'runs/schema');

/** Lower may not import higher. Within a layer anything goes. */
const layerOf = (path: string): number => {
  if (isIn(path, 'errors')) return 0;
  if (isIn(path, 'planner/stats') || isIn(path, 'planner/platforms')) return 1;
  if (isIn(path, 'runs/schema')) return 2;
  if (isIn(path, 'planner')) return 3;
  if (isIn(path, 'reports')) return 4;
  if (isIn(path, 'scenarios')) return 3;
  if (isRuns(path)) return 5;
  return isIn(path, 'cli') ? 7 : 6;
};

/** Each third-party package and the only files that may import it (types may be imported anywhere). */
const homes: Readonly<Record<string, RegExp>> = {
  yargs: /^cli\/main\.ts$/,
  zod: /^(config|runs\/schema)\//,
  esbuild: /^config\/bundle\.ts$/,
  '@kubernetes/client-node': /^cluster\/client\.ts$/,
  vega: /^reports\/charts\/render-svg\.ts$/,
  'vega-lite': /^reports\/charts\/render-svg\.ts$/,
  'vega-interpreter': /^reports\/charts\/render-svg\.ts$/,
  'simple-statistics': /^planner\/stats\//,
  yaml: /^planner\/settings\//,
};

describe('the architecture', () => {
  it('sees the source', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('imports downwards only: errors, planner/stats and platforms, runs/schema, planner, reports, then the shells', () => {
    const upward = imports
      .filter(({ to }) => to.endsWith('.ts'))
      .filter(({ from, to }) => layerOf(to) > layerOf(from))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(upward).toEqual([]);
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
      const code = readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
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
      imports.filter(({ to, isType }) => isPackage(to) && !isType),
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
      const text = readFileSync(join(root, file), 'utf8');
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
