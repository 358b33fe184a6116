import { appendFile, readFile } from 'node:fs/promises';
import type { Answer } from './assess-all.ts';
import type { BenchConditions } from './traffic.ts';

/** One service of a bench in virtual time, written down when it was done: a bench that was cut goes on where it was. */
export type KeptAnswer = {
  readonly seed: number;
  /** Older files don't say whether pods of the router were seen: they were not. */
  readonly conditions: Omit<BenchConditions, 'showsRouterPods'> & Partial<BenchConditions>;
  readonly index: number;
  readonly answer: Answer;
};

const isOf = ({ seed, conditions }: KeptAnswer, bench: Pick<KeptAnswer, 'seed' | 'conditions'>): boolean => {
  const { margin, spikeShare, showsRouterPods } = bench.conditions;
  return (
    seed === bench.seed &&
    conditions.margin === margin &&
    conditions.spikeShare === spikeShare &&
    (showsRouterPods === undefined || showsRouterPods === (conditions.showsRouterPods ?? false))
  );
};

/**
 * The answers of a file that this bench wrote, by index of the service: those of the same seed and conditions, whether pods of
 * the router were seen or not if the conditions do not say.
 */
export const readAnswers = async (
  file: string,
  bench: Pick<KeptAnswer, 'seed' | 'conditions'>,
): Promise<Map<number, Answer>> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const kept = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as KeptAnswer)
    .filter((one) => 'answer' in one);
  return new Map(kept.filter((one) => isOf(one, bench)).map(({ index, answer }) => [index, answer]));
};

export const keepAnswer = (file: string, kept: KeptAnswer): Promise<void> =>
  appendFile(file, `${JSON.stringify(kept)}\n`);
