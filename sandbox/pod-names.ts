import type { Random } from '../planner/stats/random.ts';

/** The letters of generated names in Kubernetes: no vowels, no 0, 1 and 3, so that no word can appear. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

const word = (length: number, random: Random): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');

type PodNames = {
  /** "<deployment>-<template hash>" */
  readonly replicaSet: string;
  readonly next: () => string;
};

/** Names as the Deployment and ReplicaSet controllers make them; no name comes twice. */
export const createPodNames = (deployment: string, random: Random): PodNames => {
  const replicaSet = `${deployment}-${word(10, random)}`;
  const taken = new Set<string>();
  const next = (): string => {
    const name = `${replicaSet}-${word(5, random)}`;
    if (taken.has(name)) return next();
    taken.add(name);
    return name;
  };
  return { replicaSet, next };
};
