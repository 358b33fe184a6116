/**
 * `npm run bench run`: Headroom's load generator beside bare k6 and vegeta, on a target that costs little CPU. Rounds
 * are interleaved, what starting costs is taken off, and all have the same GOGC. Under four minutes once built.
 */
import { findK6 } from '../load/k6/find.ts';
import { bareK6 } from './run/bare-k6.ts';
import { type Goal, goalRow } from './run/goals.ts';
import { builtIn, userScript } from './run/headroom.ts';
import {
  cpuPerRequestUs,
  hardlyAnyLoad,
  type Measured,
  measure,
  toolCpuSecondsPer10k,
} from './run/measure.ts';
import { buildPrograms, type Programs } from './run/programs.ts';
import type { Generator, OpenShape, SaturatedShape, Shape } from './run/shape.ts';
import { startTarget, type Target } from './run/target.ts';
import { vegetaGenerator } from './run/vegeta.ts';

const rounds = 3;
const saturated: SaturatedShape = { kind: 'saturated', inFlight: 200, seconds: 4 };
const steady: OpenShape = { kind: 'open', ratePerSecond: 2000, seconds: 5 };
const slow: readonly OpenShape[] = [
  { kind: 'open', ratePerSecond: 50, seconds: 6 },
  { kind: 'open', ratePerSecond: 500, seconds: 4 },
];
/** With answers that wait a second, 2,000 requests are in flight. */
const longAnswers = { shape: { ...steady, seconds: 3, inFlight: 2100 }, delayMs: 1000 };

/** Against bare k6 in the same round; memory with 2,000 in flight. */
type Goals = {
  readonly throughput?: Goal;
  /** Requests per CPU second of a saturated load: holds on a busy machine too, where throughput does not. */
  readonly perCpuSecond?: Goal;
  readonly cpu?: Goal;
  readonly memoryMb?: Goal;
  readonly p99Ms?: Goal;
};

type Contender = { readonly generator: Generator; readonly goals: Goals };

const contendersOf = (k6: string, programs: Programs): Contender[] => [
  { generator: bareK6(k6, programs), goals: {} },
  {
    generator: builtIn(k6, programs),
    goals: {
      throughput: { atLeast: 1.5 },
      cpu: { atMost: 0.7 },
      memoryMb: { atMost: 130 },
      p99Ms: { atMost: 2 },
    },
  },
  {
    generator: userScript(k6, programs),
    goals: { throughput: { atLeast: 0.95 }, perCpuSecond: { atLeast: 0.95 }, cpu: { atMost: 1.08 } },
  },
  ...(programs.vegeta === null
    ? []
    : [{ generator: vegetaGenerator(programs.vegeta, programs.cost), goals: {} }]),
];

type Table = ReadonlyMap<Contender, readonly Measured[]>;

/** Every generator fires the shape in each round, one after the other, so that a busy moment meets them all. */
const inRounds = async (contenders: readonly Contender[], shape: Shape, target: Target): Promise<Table> => {
  const table = new Map(contenders.map((one): [Contender, Measured[]] => [one, []]));
  for (let round = 0; round < rounds; round++)
    for (const [{ generator }, measured] of table) measured.push(await measure(generator, shape, { target }));
  return table;
};

type RowsOf = {
  readonly title: string;
  readonly unit: string;
  readonly table: ReadonlyMap<Contender, readonly number[]>;
  readonly goalOf: (goals: Goals) => Goal | undefined;
};

/** The figure of each generator, then its ratio to bare k6's, round by round. */
const printAgainstBare = ({ title, unit, table, goalOf }: RowsOf): void => {
  const [bare = []] = table.values();
  for (const [{ generator }, values] of table) goalRow(`${title}, ${generator.name}, ${unit}`, values);
  for (const [{ generator, goals }, values] of [...table].slice(1)) {
    const ratios = values.map((value, round) => value / (bare[round] ?? Number.NaN));
    goalRow(`${title}, ${generator.name} / bare k6`, ratios, goalOf(goals));
  }
};

const throughput = async (contenders: readonly Contender[], target: Target): Promise<void> => {
  const table = await inRounds(contenders, saturated, target);
  const figures = (figure: (one: Measured) => number): Map<Contender, number[]> =>
    new Map([...table].map(([one, all]) => [one, all.map(figure)]));
  const atMost = `at most ${saturated.inFlight} in flight`;
  printAgainstBare({
    title: `throughput, ${atMost}`,
    unit: 'requests/s',
    table: figures(({ requests }) => requests / saturated.seconds),
    goalOf: (goals) => goals.throughput,
  });
  printAgainstBare({
    title: `requests per CPU second, ${atMost}`,
    unit: '1/s',
    table: figures(({ requests, cpuSeconds }) => requests / cpuSeconds),
    goalOf: (goals) => goals.perCpuSecond,
  });
};

const lateness = (rate: number, { generator, goals }: Contender, all: readonly Measured[]): void => {
  const title = `lateness at ${rate}/s, ${generator.name}, ms`;
  goalRow(
    `${title}, p50`,
    all.map((one) => one.lateness?.p50Ms ?? Number.NaN),
  );
  goalRow(
    `${title}, p99`,
    all.map((one) => one.lateness?.p99Ms ?? Number.NaN),
    goals.p99Ms,
  );
};

const cpuAndLateness = async (contenders: readonly Contender[], target: Target): Promise<void> => {
  const start = await inRounds(contenders, hardlyAnyLoad, target);
  const table = await inRounds(contenders, steady, target);
  const costs = <T>(one: Contender, figure: (whole: Measured, start: Measured) => T): T[] =>
    (table.get(one) ?? []).map((whole, round) => figure(whole, start.get(one)?.[round] as Measured));
  printAgainstBare({
    title: `CPU per request at ${steady.ratePerSecond}/s`,
    unit: 'µs',
    table: new Map(contenders.map((one) => [one, costs(one, cpuPerRequestUs)])),
    goalOf: (goals) => goals.cpu,
  });
  for (const one of contenders)
    if (table.get(one)?.[0]?.toolCpuSeconds !== undefined)
      goalRow(
        `CPU of the tool per 10,000 requests, ${one.generator.name}, s`,
        costs(one, toolCpuSecondsPer10k),
        { atMost: 0.01 },
      );
  for (const [one, all] of table) lateness(steady.ratePerSecond, one, all);
};

const slowLateness = async (contenders: readonly Contender[], target: Target): Promise<void> => {
  for (const shape of slow)
    for (const one of contenders)
      lateness(shape.ratePerSecond, one, [await measure(one.generator, shape, { target })]);
};

const memory = async (contenders: readonly Contender[], target: Target): Promise<void> => {
  for (const { generator, goals } of contenders) {
    const measured = await measure(generator, longAnswers.shape, { target, delayMs: longAnswers.delayMs });
    const title = `memory with ${steady.ratePerSecond} in flight, ${generator.name}, MB`;
    goalRow(title, [measured.memoryBytesMax / 1e6], goals.memoryMb);
  }
};

/** The whole comparison. */
export const runCost = async (): Promise<void> => {
  const { path: k6 } = await findK6({ onProgress: (message) => console.log(message) });
  const programs = await buildPrograms();
  const contenders = contendersOf(k6, programs);
  const target = await startTarget(programs.target);
  try {
    await throughput(contenders, target);
    await cpuAndLateness(contenders, target);
    await slowLateness(contenders, target);
    await memory(contenders, target);
  } finally {
    await target.stop();
  }
};
