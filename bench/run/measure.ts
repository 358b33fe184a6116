/** One run of one generator against the target, and the start-up cost that is taken off. */
import { type Lateness, latenessOf } from './lateness.ts';
import type { Cost, Generator, OpenShape, Shape } from './shape.ts';
import type { Target } from './target.ts';

/** A cost and, of an open load, how late its requests came. */
export type Measured = Cost & { readonly lateness: Lateness | null };

/** Fires one shape; each answer waits `delayMs`. */
export const measure = async (
  generator: Generator,
  shape: Shape,
  { target, delayMs = 0 }: { readonly target: Target; readonly delayMs?: number },
): Promise<Measured> => {
  await target.reset(delayMs);
  const cost = await generator.fire(shape, target.url);
  const requests = await target.served();
  if (requests === 0) throw new Error(`${generator.name} sent nothing`);
  const lateness = shape.kind === 'open' ? latenessOf(await target.arrivalsMs(), shape.ratePerSecond) : null;
  return { ...cost, requests, lateness };
};

/** Little enough that its cost is that of starting and ending. */
export const hardlyAnyLoad: OpenShape = { kind: 'open', ratePerSecond: 20, seconds: 1 };

type Figures = Pick<Cost, 'requests' | 'cpuSeconds' | 'toolCpuSeconds'>;

/** CPU of the generator per request, in µs, without what starting and ending cost. */
export const cpuPerRequestUs = (whole: Figures, start: Figures): number =>
  ((whole.cpuSeconds - start.cpuSeconds) / (whole.requests - start.requests)) * 1e6;

/** CPU of the tool per 10,000 requests, in seconds, without what starting and ending cost. */
export const toolCpuSecondsPer10k = (whole: Figures, start: Figures): number =>
  (((whole.toolCpuSeconds ?? 0) - (start.toolCpuSeconds ?? 0)) / (whole.requests - start.requests)) * 10_000;
