import { expect, it } from 'vitest';
import { filesOf, importsOf, productFolders } from './source.ts';

const imports = Map.groupBy(filesOf(productFolders).flatMap(importsOf), ({ from }) => from);

/** What a thread loads that is started with this file: modules, ours and others. */
const loadedBy = (entry: string): ReadonlySet<string> => {
  const loaded = new Set([entry]);
  for (const file of loaded)
    for (const { to, isType } of imports.get(file) ?? []) if (!isType) loaded.add(to);
  return loaded;
};

/**
 * Every thread loads its modules anew, and zod with all schemas takes 18 MB: what comes to a thread of a plan was looked at
 * before.
 */
it('loads no zod in the helper of a plan', () => {
  const loaded = loadedBy('cli/plan/helper-worker.ts');
  expect(loaded).toContain('planner/simulate/engine.ts');
  expect(loaded).not.toContain('zod');
});
