import type { Fact, Finding } from '../../runs/schema/result/findings.ts';

/** How many requests ended in 503, in which seconds. */
export const requestsFact = (change: Partial<Fact> = {}): Fact => ({
  code: 'requests',
  file: 'load.ndjson',
  fromSecond: 21,
  toSecond: 22,
  n: 1200,
  objects: ['503'],
  numbers: {},
  quotes: [],
  ...change,
});

/** 1,200 requests that were turned away while replicas were starting. */
export const findingWith = (change: Partial<Finding> = {}): Finding => ({
  cause: 'replicasStarting',
  level: 'error',
  outcomes: ['503'],
  requests: 1200,
  share: 1,
  seconds: [21, 22],
  evidence: [requestsFact()],
  remedies: ['raiseMin', 'shortenStart'],
  wouldTell: [],
  ...change,
});
