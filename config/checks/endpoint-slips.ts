import type { Slip } from '../../runs/schema/faults/faults.ts';
import { type Path, valueAt } from '../../runs/schema/faults/show.ts';

/** Sums of shares differ from 1 by no more than the rounding of thirds and sevenths that are written as 1 / 3. */
const shareTolerance = 1e-6;

const rounded = (value: number): number => Number(value.toPrecision(3));

const placesOf = (values: readonly unknown[], wanted: unknown): number[] =>
  values.flatMap((value, i) => (value === wanted ? [i] : []));

const sameNames = (endpoints: readonly unknown[]): Slip[] => {
  const names = endpoints.map((one) => valueAt(one, ['name']));
  return names.flatMap((name, i): Slip[] =>
    typeof name !== 'string' || placesOf(names, name)[0] === i
      ? []
      : [
          {
            path: ['endpoints', i, 'name'],
            what: `two endpoints are called ${JSON.stringify(name)}`,
            fix: 'give each a name of its own: reports know them apart by it',
          },
        ],
  );
};

/** A list whose shares are all numbers, but none that add up to 1. */
const wrongSum = (endpoints: readonly unknown[]): Slip[] => {
  const shares = endpoints.map((one) => valueAt(one, ['share']));
  if (shares.length === 0 || !shares.every((share) => typeof share === 'number' && share > 0 && share <= 1))
    return [];
  const sum = (shares as number[]).reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) <= shareTolerance) return [];
  const parts = (shares as number[]).map((share) => rounded(share / sum)).join(', ');
  return [
    {
      path: ['endpoints'],
      what: `the shares of endpoints add up to ${rounded(sum)}`,
      fix: `shares are parts of all arrivals and add up to 1: in this proportion ${parts}`,
      covers: [],
    },
  ];
};

const twoAddresses = (endpoints: readonly unknown[]): Slip[] =>
  endpoints.flatMap((one, i): Slip[] =>
    valueAt(one, ['url']) === undefined || valueAt(one, ['path']) === undefined
      ? []
      : [
          {
            path: ['endpoints', i, 'path'],
            what: `endpoints[${i}] has both a url and a path`,
            fix: 'leave one out: path is on the host of target.url, url is a whole address',
          },
        ],
  );

type Named = { readonly path: Path; readonly endpoint: unknown };

/** Functions of `load.mix`, each with the endpoint that it names. */
const functionsOf = (input: unknown): Named[] => {
  const mix = valueAt(input, ['load', 'mix']);
  if (mix === null || typeof mix !== 'object') return [];
  return Object.entries(mix).map(([name, of]: [string, unknown]) => ({
    path: ['load', 'mix', name],
    endpoint: valueAt(of, ['endpoint']),
  }));
};

const unknownEndpoints = (functions: readonly Named[], names: readonly unknown[]): Slip[] =>
  functions
    .filter(({ endpoint }) => endpoint !== undefined && !names.includes(endpoint))
    .map(({ path, endpoint }) => ({
      path,
      what: `load.mix.${String(path.at(-1))} is for the endpoint ${JSON.stringify(endpoint)}, which there is not`,
      fix: names.length === 0 ? 'describe it in endpoints' : `name one of ${names.join(', ')}`,
    }));

/** With a script it must be said which of its functions the arrivals of each endpoint run. */
const unservedEndpoints = (functions: readonly Named[], names: readonly unknown[]): Slip[] => {
  const example = names.map((name, i) => `fn${i + 1}: { endpoint: ${JSON.stringify(name)} }`).join(', ');
  const fix = `say which functions of the script are for which endpoint: load: { mix: { ${example} } }`;
  const nameless = functions
    .filter(({ endpoint }) => endpoint === undefined)
    .map(({ path }) => ({
      path,
      what: `load.mix.${String(path.at(-1))} names no endpoint`,
      fix,
      covers: [],
    }));
  const unserved = names
    .filter((name) => functions.every(({ endpoint }) => endpoint !== name))
    .map((name) => ({
      path: ['load', 'mix'],
      what: `no function of the script is for the endpoint ${JSON.stringify(name)}`,
      fix,
      covers: [],
    }));
  return nameless.length > 0 ? nameless : unserved;
};

/** What is wrong with `endpoints` as a whole: their names, shares and addresses, and the functions of a script for them. */
export const endpointSlips = (input: unknown): Slip[] => {
  const endpoints = valueAt(input, ['endpoints']);
  const list: readonly unknown[] = Array.isArray(endpoints) ? Array.from(endpoints) : [];
  const names = list.map((one) => valueAt(one, ['name'])).filter((name) => typeof name === 'string');
  const functions = functionsOf(input);
  const isScripted = valueAt(input, ['script']) !== undefined;
  return [
    ...sameNames(list),
    ...wrongSum(list),
    ...twoAddresses(list),
    ...unknownEndpoints(functions, names),
    ...(isScripted && names.length > 1 ? unservedEndpoints(functions, names) : []),
  ];
};
