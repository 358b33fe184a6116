import { sumOf } from '../../planner/stats/sum.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import type { RunnerLoss } from '../../runs/schema/result/stop-reason.ts';
import type { Ledger } from './ledger.ts';
import { sumOfGauges } from './merge.ts';
import { emit, endAll, gaugesOf, lostEnding, type Member, put, type RunnersState } from './state.ts';

const tickMs = 1000;

/** The next whole second that lies so far ahead. */
const wholeSecondAfter = (nowMs: number, leadMs: number): number => Math.ceil((nowMs + leadMs) / 1000) * 1000;

/** Writes what came since the last tick, and looks whether the load only fails. */
const tick = (state: RunnersState): void => {
  emit(state, state.merge.take());
  for (const { askAgain, fate } of state.members) if (fate === null) askAgain();
  const gauges = gaugesOf(state);
  const gauge = sumOfGauges(gauges);
  if (gauge !== null) put(state, gauge);
  const overdue = sumOf(gauges.map((one) => one.overdue));
  const autoStop = state.decide({ ...state.tally.take(), overdue });
  if (autoStop !== null) endAll(state, { reason: 'autoStop', detail: '', autoStop, why: null });
};

/** Gives all runners the same start, once the last of them is ready. */
const startIfReady = (state: RunnersState): void => {
  const { members, options } = state;
  const isReady = members.length === options.count && members.every(({ ledger }) => ledger.isArmed());
  if (!isReady || state.startAtMs !== null || state.ending !== null) return;
  state.startAtMs = wholeSecondAfter(Date.now(), options.leadMs);
  for (const { runner } of members) runner.start(state.startAtMs);
};

/** The load has begun with the first runner: its start is that of all. */
const begin = (state: RunnersState, header: Extract<LoadLine, { kind: 'header' }>): void => {
  if (state.ticking !== null || state.startAtMs === null) return;
  state.ticking = setInterval(() => tick(state), tickMs);
  const { schemaVersion, module, startedAtMs } = header;
  put(state, { kind: 'header', schemaVersion, module, startedAtMs });
};

/** Takes a line of one runner. */
export const hear = (state: RunnersState, ledger: Ledger, line: LoadLine): void => {
  if (!ledger.add(line)) return;
  if (line.kind === 'counts') state.tally.add(line);
  state.merge.add(line);
  if (line.kind === 'armed') startIfReady(state);
  if (line.kind === 'header') begin(state, line);
};

type Failure = RunnerLoss['failure'];

/** A runner is gone: whether the others may go on without it. */
export const judgeEnded = (state: RunnersState, { name, ledger }: Member, failure: Failure): void => {
  const end = ledger.end();
  if (end?.reason === 'complete' || state.ending?.why?.code === 'runnersNotReady') return;
  if (end !== null) {
    const { reason, detail, requestsPerSecondMax } = end;
    endAll(state, { reason, detail, ...(requestsPerSecondMax && { requestsPerSecondMax }), why: null });
    return;
  }
  const loss = { runner: name, failure };
  state.losses.push(loss);
  state.options.onLost(loss);
  const isFatal = state.options.onLoss === 'stop' || state.startAtMs === null;
  if (isFatal) endAll(state, lostEnding(state));
};

/** Not all were ready in time: they are named, and none fires. */
export const giveUpWaiting = (state: RunnersState): void => {
  if (state.startAtMs !== null || state.ending !== null) return;
  const late = state.members.filter(({ ledger }) => !ledger.isArmed()).map(({ name }) => name);
  const { readySeconds } = state.options;
  const why = { code: 'runnersNotReady', runners: late, readySeconds } as const;
  endAll(state, { reason: 'aborted', detail: '', why });
  for (const { runner } of state.members) runner.kill();
};
