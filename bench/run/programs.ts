/** The programs of bench/target, built once with the Go of this machine into Headroom's cache. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { thisMachine, userCacheFolder } from '../../load/k6/cache.ts';
import type { Refusal } from '../../load/k6/command.ts';
import { goBuild } from '../../load/k6/go.ts';

const source = join(import.meta.dirname, '../target');
const environment = process.env;

/** Builds one package; Go's own cache makes the second time quick. */
const build = async (target: string, name: string): Promise<string | Refusal> => {
  const folder = join(userCacheFolder(thisMachine(environment)), 'bench');
  await mkdir(folder, { recursive: true });
  const output = join(folder, name);
  return (await goBuild({ folder: source, target, output, environment })) ?? output;
};

const must = (result: string | Refusal): string => {
  if (typeof result === 'string') return result;
  throw new Error(`the benchmark needs Go: ${result.reason}`);
};

/** What the benchmark of a run starts. */
export type Programs = {
  /** The scoring endpoint that costs little. */
  readonly target: string;
  /** Runs a program and writes down its CPU and memory. */
  readonly cost: string;
  /** Null, with the reason said, where it can't be had. */
  readonly vegeta: string | null;
};

/** Builds all of them; vegeta may be missing, the others may not. */
export const buildPrograms = async (): Promise<Programs> => {
  const target = must(await build('.', 'target'));
  const cost = must(await build('./cost', 'cost'));
  const vegeta = await build('github.com/tsenart/vegeta/v12', 'vegeta');
  if (typeof vegeta === 'string') return { target, cost, vegeta };
  console.log(`without vegeta: ${vegeta.reason.split('\n')[0]}`);
  return { target, cost, vegeta: null };
};
