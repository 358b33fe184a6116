import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { collectFrom, linesOf } from './collector.ts';
import { paths, pod } from './objects.ts';
import { type ScriptedApiServer, startScriptedApiServer } from './scripted-api-server.ts';

/** Steps of a script; `turns` lets the streams carry what was written so far, wholly or in part. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('put' as const), pod: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), pod: fc.nat({ max: 2 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'mute' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('break' as const),
      how: fc.constantFrom('end' as const, 'reset' as const, 'midFrame' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      status: fc.constantFrom(403, 429, 500, 503),
      count: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'bookmark' as const }) },
);
const compaction = fc.record({
  kind: fc.constant('compact' as const),
  how: fc.constantFrom('status' as const, 'frame' as const),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type AnyStep = Step | (typeof compaction extends fc.Arbitrary<infer T> ? T : never);

/** What happened to one pod, in order: `#12` a state, `-3` the end of its third life. */
type Happening = { readonly what: string; readonly atMs: number };

const play = async (server: ScriptedApiServer, script: readonly AnyStep[]) => {
  const happenings = new Map<string, Happening[]>();
  const lives = [0, 0, 0];
  const alive = [false, false, false];
  let state = 0;
  const note = (index: number, what: string) => {
    const name = `pod-${index}`;
    happenings.set(name, [...(happenings.get(name) ?? []), { what, atMs: Date.now() }]);
  };
  const put = (index: number) => {
    if (!alive[index]) lives[index]! += 1;
    alive[index] = true;
    state += 1;
    server.put(paths.pods, pod(`pod-${index}`, state, lives[index]));
    note(index, `#${state}`);
  };
  for (const one of script) {
    if (one.kind === 'put') put(one.pod);
    else if (one.kind === 'remove' && alive[one.pod]) {
      alive[one.pod] = false;
      server.remove(paths.pods, `pod-${one.pod}`);
      note(one.pod, `-${lives[one.pod]}`);
    } else if (one.kind === 'turns') for (let i = 0; i < one.count; i++) await nextTurn();
    else if (one.kind === 'mute') server.mute();
    else if (one.kind === 'break') server.breakWatches(one.how);
    else if (one.kind === 'refuse') server.refuse(one.count, one.status, /\/pods\?/);
    else if (one.kind === 'bookmark') server.bookmark(paths.pods);
    else if (one.kind === 'compact') server.compact(one.how);
  }
  // Whatever is muted now would never be sent; a last state of each pod tells that all has come.
  server.breakWatches('end');
  for (const index of [0, 1, 2]) put(index);
  return { happenings, last: [state - 2, state - 1, state] };
};

const recorded = (lines: readonly ClusterLine[], name: string): string[] =>
  linesOf(lines, 'pod')
    .filter((line) => line.name === name)
    .map(({ deleted, node, restarts }) => (deleted ? `-${node?.slice('node-'.length)}` : `#${restarts}`));

const run = async (script: readonly AnyStep[]) => {
  const server = await startScriptedApiServer();
  const { lines, until, stop } = await collectFrom(server.url);
  const { happenings, last } = await play(server, script);
  await until((all) => last.every((state) => linesOf(all, 'pod').some(({ restarts }) => restarts === state)));
  await stop();
  await server.close();
  const gaps = linesOf(lines, 'gap').filter(({ resource }) => resource === 'pods');
  return { lines, happenings, gaps };
};

const runs = { numRuns: 40, seed: 20_261_123 };

test('whatever breaks, every change is recorded once and in order as long as the server holds its history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (script) => {
      const { lines, happenings, gaps } = await run(script);
      expect(gaps).toEqual([]);
      for (const [name, all] of happenings)
        expect(recorded(lines, name)).toEqual(all.map(({ what }) => what));
    }),
    runs,
  );
});

test('when history is lost as well, only changes inside a reported gap are missing, and none comes twice', async () => {
  let [missed, histories] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 15, arbitrary: step }, { weight: 1, arbitrary: compaction }), {
        minLength: 20,
        maxLength: 80,
      }),
      async (script) => {
        const { lines, happenings, gaps } = await run(script);
        histories += gaps.length;
        for (const [name, all] of happenings) {
          const seen = recorded(lines, name);
          expect(all.map(({ what }) => what).filter((what) => seen.includes(what))).toEqual(seen);
          const missing = all.filter(({ what }) => !seen.includes(what));
          missed += missing.length;
          for (const { atMs } of missing)
            expect(gaps.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs)).toBe(true);
        }
      },
    ),
    runs,
  );
  // The scripts do lose histories and changes; otherwise the property would say nothing.
  expect(histories).toBeGreaterThan(0);
  expect(missed).toBeGreaterThan(0);
});
