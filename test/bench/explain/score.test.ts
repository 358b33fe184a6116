import { describe, expect, it } from 'vitest';
import { type Cell, scoreOf, truthOf } from '../../../bench/explain/score.ts';
import type { Timeline } from '../../../runs/schema/result/timeline.ts';

const startedAtMs = 1_000_000;

/** Only what the planter's notes are laid on. */
const timelineOf = (outcomes: Readonly<Record<string, readonly number[]>>): Timeline =>
  ({ startedAtMs, seconds: 4, load: { outcomes } }) as unknown as Timeline;

const failure = (atSecond: number, outcome: string, cause: 'replicasStarting' | 'atMaxReplicas') => ({
  atMs: startedAtMs + atSecond * 1000,
  outcome,
  cause,
});

describe('the planter’s notes, laid on the seconds of the plan', () => {
  it('go to the second in which the request was planned, in the order of their arrival', () => {
    const planted = {
      // The second was planned in second 0 and came late.
      failures: [
        failure(0.2, '503', 'replicasStarting'),
        failure(1.1, '503', 'replicasStarting'),
        failure(1.4, '503', 'atMaxReplicas'),
      ],
      times: [],
    };
    const { cells, unknown } = truthOf(planted, timelineOf({ '200': [5, 5, 5, 5], '503': [2, 1, 0, 0] }));
    expect(unknown).toBe(0);
    expect(cells).toEqual([
      { second: 0, outcome: '503', byCause: { replicasStarting: 2 } },
      { second: 1, outcome: '503', byCause: { atMaxReplicas: 1 } },
    ]);
  });

  it('of a time cover the requests that never reached the planter', () => {
    const times = [
      {
        fromMs: startedAtMs + 2000,
        toMs: startedAtMs + 3000,
        outcomes: ['refused'],
        cause: 'connectionFailed' as const,
      },
    ];
    const { cells, unknown } = truthOf({ failures: [], times }, timelineOf({ refused: [0, 0, 3, 0] }));
    expect(unknown).toBe(0);
    expect(cells).toEqual([{ second: 2, outcome: 'refused', byCause: { connectionFailed: 3 } }]);
  });

  it('that are missing make a failed request unknown, never right', () => {
    const { cells, unknown } = truthOf({ failures: [], times: [] }, timelineOf({ '502': [0, 2, 0, 0] }));
    expect({ cells, unknown }).toEqual({ cells: [], unknown: 2 });
  });
});

describe('planted against found', () => {
  const cell = (second: number, outcome: string, byCause: Cell['byCause']): Cell => ({
    second,
    outcome,
    byCause,
  });

  it('counts each failed second once, whatever the number of its requests', () => {
    const truth = [cell(0, '503', { replicasStarting: 90 }), cell(1, '503', { replicasStarting: 1 })];
    const score = scoreOf(truth, [cell(0, '503', { replicasStarting: 90 }), cell(1, '503', { cantTell: 1 })]);
    expect(score).toMatchObject({ seconds: 2, right: 1, cantTell: 1, wrong: 0 });
  });

  it('counts a second with two causes of which one was found as half', () => {
    const truth = [cell(0, '503', { unschedulable: 4 }), cell(0, '502', { replicaRestarted: 4 })];
    const found = [cell(0, '503', { unschedulable: 4 }), cell(0, '502', { modelCrashed: 4 })];
    expect(scoreOf(truth, found)).toMatchObject({ seconds: 1, right: 0.5, wrong: 0.5 });
  });

  it('takes a split of one outcome by its shares', () => {
    const truth = [cell(0, '502', { keepAliveRace: 1, replicaRestarted: 3 })];
    const score = scoreOf(truth, [cell(0, '502', { replicaRestarted: 4 })]);
    expect(score).toMatchObject({ right: 0.75, wrong: 0.25 });
    expect(score.confusion).toEqual({
      keepAliveRace: { replicaRestarted: 0.25 },
      replicaRestarted: { replicaRestarted: 0.75 },
    });
  });

  it('takes a second without any finding as “can’t tell”', () => {
    expect(scoreOf([cell(3, '404', { notYetLoaded: 2 })], [])).toMatchObject({ cantTell: 1, right: 0 });
  });
});
