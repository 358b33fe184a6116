import { expect, it } from 'vitest';
import { decisionCells } from '../../../reports/words/decisions.ts';
import type { DecisionRow } from '../../../runs/schema/decisions.ts';

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
    'can’t tell why: what the metrics asked for hangs on what nobody records, such as which new pods had a sample',
  ]);
});

it('says that an autoscaler could not act only where its status does', () => {
  expect(decisionCells({ ...held, reasonFrom: 'status' })[3]).toBe('the autoscaler could not act');
});
