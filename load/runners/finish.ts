import { sumOf } from '../../planner/stats/sum.ts';
import type { LoadEnd } from '../../runs/schema/load-series.ts';
import type { K6End } from '../generator/process.ts';
import type { LoadEnded } from '../generator/start-load.ts';
import { sumOfEnds } from './merge.ts';
import type { RunnerEnded } from './runner.ts';
import { type Ending, emit, lostEnding, put, type RunnersState } from './state.ts';

/** The k6 that tells most: of a runner that failed, else that of any. */
const tellingK6 = (fates: readonly RunnerEnded[]): K6End =>
  (fates.find(({ k6 }) => k6.code !== 0) ?? fates[0]!).k6;

/** How the load ended for all. One that missed a runner did not end as planned, though the others went on. */
const endingOf = (state: RunnersState): Ending => {
  const { ending, losses } = state;
  const isByLoss = ending === null || ending.why?.code === 'runnersLost';
  if (losses.length > 0 && isByLoss) return lostEnding(state);
  return ending ?? { reason: 'complete', detail: '', why: null };
};

/** All runners are gone: writes what came of each, and the end line of all. */
export const finish = (state: RunnersState): LoadEnded => {
  if (state.ticking !== null) clearInterval(state.ticking);
  const { members, merge, options } = state;
  const fates = members.flatMap(({ fate }) => fate ?? []);
  const records = members.map(({ ledger, fate }) => ledger.record(fate!));
  emit(state, merge.take());
  for (const record of records) put(state, { kind: 'runner', ...record });
  const stream = { brokenLines: sumOf(fates.map(({ brokenLines }) => brokenLines)), failure: null };
  const k6 = tellingK6(fates);
  // Without a load there is no end line of it: what is known is why it did not begin.
  const { why, ...ending } = endingOf(state);
  if (state.ticking === null) return { k6, stream, end: null, killed: null, why };
  const end = merge.place(
    sumOfEnds(
      members.flatMap(({ ledger }) => ledger.end() ?? []),
      {
        ...ending,
        planned: sumOf(options.plan.arrivals.perSecond),
        fired: sumOf(records.map(({ fired }) => fired)),
        dropped: sumOf(records.map(({ dropped }) => dropped)),
        lines: merge.count() + 1,
        linesLost: sumOf(records.map(({ linesMissing }) => linesMissing)),
        endedAtMs: state.now(),
      },
    ),
  ) as LoadEnd;
  emit(state, [end]);
  return { k6, stream, end, killed: null, why };
};
