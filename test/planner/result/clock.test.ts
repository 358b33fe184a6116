import { expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { endLine } from '../../builders/load.ts';
import { completeRun } from '../../builders/run.ts';

const clockLine = (offsetMs: number, uncertaintyMs: number): ClusterLine => ({
  kind: 'clock',
  atMs: 0,
  offsetMs,
  uncertaintyMs,
});

const checked = (cluster: readonly ClusterLine[]) =>
  analyze({
    run: completeRun(),
    load: [endLine()],
    cluster: [...cluster],
    droppedLines: 0,
  }).result.health.find(({ check }) => check === 'clock');

it('finds the clock of a cluster well whose measured offsets agree', () => {
  expect(checked([clockLine(200, 500), clockLine(3, 10), clockLine(30, 10)])).toEqual({
    check: 'clock',
    status: 'ok',
    offset: { offsetMs: 3, uncertaintyMs: 10 },
  });
});

it('warns of a clock that was set between two measurements, by what their uncertainties leave', () => {
  expect(checked([clockLine(3, 10), clockLine(-5997, 20)])).toEqual({
    check: 'clock',
    status: 'warning',
    offset: { offsetMs: 3, uncertaintyMs: 10 },
    movedMs: 5970,
  });
});
