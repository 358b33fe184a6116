import type { LoadDifference } from '../../runs/schema/comparison.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { Run } from '../../runs/schema/run.ts';

type Pair = readonly [base: Run, compared: Run];

/** What is not known of one of both (undefined) is no difference. */
const differ = (of: (run: Run) => unknown, [base, compared]: Pair): boolean => {
  const [ofBase, ofCompared] = [of(base), of(compared)];
  if (ofBase === undefined || ofCompared === undefined) return false;
  return JSON.stringify(ofBase) !== JSON.stringify(ofCompared);
};

/** What makes two loads the same one: the address and the seed may differ. */
const parts: Readonly<Record<LoadDifference, (run: Run) => unknown>> = {
  phases: ({ phases }) =>
    phases.map(({ name, startSeconds, durationSeconds }) => [name, startSeconds, durationSeconds]),
  rates: ({ phases }) => phases.map(({ name, startSeconds, durationSeconds, ...rates }) => rates),
  endpoints: ({ config }) => endpointsOf(config).map(({ name, share }) => [name, share]),
  // The config's is for the built-in request: that of a script is part of the script.
  timeout: ({ config }) =>
    config.script === null ? endpointsOf(config).map(({ requestTimeoutMs }) => requestTimeoutMs) : [],
  work: ({ config }) => [config.script, endpointsOf(config).map(({ method, payload }) => [method, payload])],
  script: ({ contents }) => contents?.script ?? undefined,
  payloads: ({ config, contents }) => (config.script === null ? contents?.payloads : undefined),
  retries: ({ config }) => config.load.retries ?? null,
};

/**
 * In what the loads of two runs differ; none where a difference of what they came to is one of the services.
 *
 * @example unlikeParts(run, { ...run, seed: 7 }) // []
 */
export const unlikeParts = (base: Run, compared: Run): LoadDifference[] =>
  (Object.keys(parts) as LoadDifference[]).filter((part) => differ(parts[part], [base, compared]));

/** The same of several runs: in what any of them differs from the first. */
export const unlikeAmong = ([first, ...others]: readonly Run[]): LoadDifference[] => [
  ...new Set(others.flatMap((run) => unlikeParts(first!, run))),
];
