import { expect, it } from 'vitest';
import { decisionCells } from '../../../reports/words/causes/decisions.ts';
import { eventCells } from '../../../reports/words/causes/scale-lag.ts';
import type { DecisionRow } from '../../../runs/schema/result/decisions.ts';
import type { LagPart } from '../../../runs/schema/result/scale-lag.ts';

const held: DecisionRow = {
  kind: 'held',
  fromSecond: 301,
  toSecond: 301,
  looks: 1,
  from: 14,
  to: 14,
  asked: null,
  proposals: [],
  reason: null,
  reasonFrom: 'replay',
  said: null,
};

it('says that it can’t tell why replicas stayed where a replay gives two reasons', () => {
  expect(decisionCells(held)).toEqual([
    '5:01',
    'stays 14',
    'can’t tell',
    'not known why: what the metrics asked for depends on what nobody records, such as which new pods had a sample',
  ]);
});

it('tells a change in the second in which the wanted replicas rose, as the other parts of a report do', () => {
  const made: DecisionRow = {
    ...held,
    kind: 'made',
    fromSecond: 20,
    toSecond: 20,
    changedSecond: 21.89,
    from: 2,
    to: 7,
    reason: 'AsProposed',
  };
  expect(decisionCells(made)[0]).toBe('0:21');
  const parts: LagPart[] = [];
  const event = { fromSecond: 20, loadSecond: 20, decisionSecond: 21.89, from: 2, to: 7, ready: 5, parts };
  expect(eventCells(event)[0]).toBe('0:21');
});

it('says that an autoscaler could not act only where its status does', () => {
  expect(decisionCells({ ...held, reasonFrom: 'status' })[3]).toBe('the autoscaler could not act');
});

it('takes for what the rule comes to the number after policies and bounds, where a result has it', () => {
  const made: DecisionRow = { ...held, kind: 'made', from: 6, to: 9, asked: 17 };
  const because = (modelled: number) => decisionCells({ ...made, modelled })[3];
  expect(because(7)).toBe('the rule as modelled asks for 7; why it was 9 is not known');
  expect(because(9)).toBe('nothing shows why');
});

it('names nobody for a change to another number than the rule comes to', () => {
  const other: DecisionRow = { ...held, kind: 'unexplained', from: 6, to: 9, asked: 2 };
  const because = 'the rule as modelled asks for 2; why it was 9 is not known';
  expect(decisionCells(other)[3]).toBe(because);
  expect(decisionCells({ ...other, kind: 'made' })[3]).toBe(because);
  expect(decisionCells({ ...other, asked: null })[3]).toBe('nothing shows why');
});

it('never says beside a change that the replicas were kept', () => {
  const lowered: DecisionRow = { ...held, kind: 'made', from: 22, to: 16, asked: 0, reason: 'Stabilized' };
  expect(decisionCells(lowered)[3]).toBe('a stabilization window or hold ended the step there (Stabilized)');
  expect(decisionCells({ ...held, reason: 'Stabilized' })[3]).toBe(
    'a stabilization window or hold keeps what was wanted before (Stabilized)',
  );
});
