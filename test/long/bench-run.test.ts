import { afterAll, beforeAll, expect, it } from 'vitest';
import { bareK6 } from '../../bench/run/bare-k6.ts';
import { builtIn, userScript } from '../../bench/run/headroom.ts';
import { measure } from '../../bench/run/measure.ts';
import { buildPrograms, type Programs } from '../../bench/run/programs.ts';
import { startTarget, type Target } from '../../bench/run/target.ts';
import { vegetaGenerator } from '../../bench/run/vegeta.ts';
import { findK6 } from '../../load/k6/find.ts';

let k6: string;
let programs: Programs;
let target: Target;

beforeAll(async () => {
  k6 = (await findK6()).path;
  programs = await buildPrograms();
  target = await startTarget(programs.target);
});
afterAll(() => target.stop());

const open = { kind: 'open', ratePerSecond: 100, seconds: 2 } as const;

it('fires with each generator of the benchmark what was asked for, and measures it', async () => {
  const headroom = [builtIn(k6, programs), userScript(k6, programs)];
  const others = [bareK6(k6, programs)];
  if (programs.vegeta !== null) others.push(vegetaGenerator(programs.vegeta, programs.cost));
  for (const generator of [...headroom, ...others]) {
    const { requests, cpuSeconds, memoryBytesMax, lateness } = await measure(generator, open, { target });
    if (headroom.includes(generator)) expect(requests, generator.name).toBe(200);
    // The others leave out what they are behind with at their end, and k6 may begin one more.
    expect(requests, generator.name).toBeGreaterThan(100);
    expect(requests, generator.name).toBeLessThanOrEqual(201);
    expect(cpuSeconds, generator.name).toBeGreaterThan(0);
    expect(memoryBytesMax, generator.name).toBeGreaterThan(5e6);
    expect(lateness?.p50Ms, generator.name).toBeGreaterThan(0);
  }
});

it('keeps the same number in flight when it fires as fast as it can', async () => {
  const saturated = { kind: 'saturated', inFlight: 5, seconds: 1 } as const;
  for (const generator of [bareK6(k6, programs), builtIn(k6, programs)]) {
    // Each answer takes 100 ms, so 5 in flight are at most 50 a second.
    const { requests } = await measure(generator, saturated, { target, delayMs: 100 });
    expect(requests, generator.name).toBeGreaterThan(25);
    expect(requests, generator.name).toBeLessThanOrEqual(55);
  }
});
