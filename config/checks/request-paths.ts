import { type Path, valueAt } from '../../runs/schema/faults/show.ts';

/**
 * Where an input says what is sent: in `target`, and in each of its endpoints.
 *
 * @example requestPaths({ target: {}, endpoints: [{}] }) // [['target'], ['endpoints', 0]]
 */
export const requestPaths = (input: unknown): Path[] => {
  const endpoints = valueAt(input, ['endpoints']);
  return [['target'], ...(Array.isArray(endpoints) ? Array.from(endpoints, (_, i) => ['endpoints', i]) : [])];
};
