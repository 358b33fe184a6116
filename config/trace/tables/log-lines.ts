import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';

/** So many paths are told apart; the lines of further ones count as those of others. */
const pathsMost = 1000;

/** So many paths are named. */
const namedPaths = 5;

const hashSeeds = [0x9e3779b1, 0x85ebca77] as const;

/** 53 bits of a text: two texts among millions hardly ever have the same. */
const hashOf = (text: string): number => {
  let [high, low] = hashSeeds as readonly [number, number];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ (low >>> 13);
  low = Math.imul(low ^ (low >>> 16), 3_266_489_909) ^ (high >>> 13);
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
};

const doubled = (numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const more = new Float64Array(2 * numbers.length);
  more.set(numbers);
  return more;
};

/** The path of a request as a log has it: without host and query. */
const pathOf = (target: string): string =>
  target.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '') || '/';

/** What is kept of the lines of a log: a number for each, and how many requests each path has. */
type LogLines = {
  /** @param target the path or URL of the request; undefined: the line does not tell */
  readonly add: (line: string, target?: string) => void;
  /** On lines that are equal, and on paths where there are several. */
  readonly notes: () => TraceNote[];
};

/** Collects what a person should know of the lines of a log: copies, and the paths that are all taken for load. */
export const collectLogLines = (): LogLines => {
  let hashes = new Float64Array(1024);
  let lines = 0;
  let others = 0;
  const paths = new Map<string, number>();
  const add: LogLines['add'] = (line, target) => {
    if (lines === hashes.length) hashes = doubled(hashes);
    hashes[lines++] = hashOf(line);
    if (target === undefined) return;
    const path = pathOf(target);
    const before = paths.get(path);
    if (before === undefined && paths.size >= pathsMost) others++;
    else paths.set(path, (before ?? 0) + 1);
  };
  const notes: LogLines['notes'] = () => {
    const sorted = hashes.subarray(0, lines).sort();
    const copies = sorted.reduce((n, hash, i) => n + Number(i > 0 && hash === sorted[i - 1]), 0);
    const named = [...paths].sort((a, b) => b[1] - a[1]).slice(0, namedPaths);
    const requests = named.reduce((sum, [, n]) => sum + n, 0);
    const all = [...paths.values()].reduce((sum, n) => sum + n, 0) + others;
    return [
      ...(copies > 0 ? [{ code: 'equalLines', lines: copies } as const] : []),
      ...(paths.size > 1
        ? [
            {
              code: 'paths',
              named: named.map(([path, n]) => ({ path: path.slice(0, 80), requests: n })),
              others: all - requests,
            } as const,
          ]
        : []),
    ];
  };
  return { add, notes };
};
