import type { LoadLine } from '../../runs/schema/load-series.ts';

/** How one check of a script came out in one phase. */
export type CheckSum = {
  readonly name: string;
  readonly phase: string;
  readonly passes: number;
  readonly fails: number;
};

/** The checks of a script, added up by name and phase over seconds and generators, in the order in which they came. */
export const foldChecks = (lines: readonly LoadLine[]): CheckSum[] => {
  const sums = new Map<string, CheckSum>();
  for (const line of lines) {
    if (line.kind !== 'script') continue;
    const { phase } = line;
    for (const [name, [passes, fails]] of Object.entries(line.checks ?? {})) {
      const key = JSON.stringify([name, phase]);
      const before = sums.get(key) ?? { name, phase, passes: 0, fails: 0 };
      sums.set(key, { name, phase, passes: before.passes + passes, fails: before.fails + fails });
    }
  }
  return [...sums.values()];
};
