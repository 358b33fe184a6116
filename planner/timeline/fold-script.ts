import type { LoadLine } from '../../runs/schema/load-series.ts';

/** How one check of a script came out in one phase and second. */
export type CheckSum = {
  readonly name: string;
  readonly phase: string;
  /** In which it was made, since the epoch. */
  readonly second: number;
  readonly passes: number;
  readonly fails: number;
};

/** The checks of a script, added up by name, phase and second over generators, in the order in which they came. */
export const foldChecks = (lines: readonly LoadLine[]): CheckSum[] => {
  const sums = new Map<string, CheckSum>();
  for (const line of lines) {
    if (line.kind !== 'script') continue;
    const { phase, second } = line;
    for (const [name, [passes, fails]] of Object.entries(line.checks ?? {})) {
      const key = JSON.stringify([name, phase, second]);
      const before = sums.get(key) ?? { name, phase, second, passes: 0, fails: 0 };
      sums.set(key, { ...before, passes: before.passes + passes, fails: before.fails + fails });
    }
  }
  return [...sums.values()];
};
