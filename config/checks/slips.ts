import { nearestOf } from '../../errors/nearest.ts';
import type { Slip } from '../../runs/schema/faults/faults.ts';
import { type Path, showPath, valueAt } from '../../runs/schema/faults/show.ts';
import { isPlainMap } from '../../runs/schema/plain.ts';
import { autoscaler, yamlWords } from './autoscaler-slips.ts';
import { commandSlips } from './command-slips.ts';
import { endpointSlips } from './endpoint-slips.ts';
import { ruleKindMeant, targetKindMeant } from './kind-words.ts';
import { requestPaths } from './request-paths.ts';
import { unfilledSlips } from './unfilled-slips.ts';

const kindSlip = (path: readonly string[], given: unknown, fix: string | undefined): Slip[] =>
  fix === undefined ? [] : [{ path, what: `${path.join('.')} is ${JSON.stringify(given)}`, fix }];

const payloadKeys = ['text', 'json', 'file', 'jsonLines', 'sample', 'multipart'];

const jsonLinesFix = 'write payload: { jsonLines: … }: one line of the file for each request';

/** Words of other tools for a form of the payload that names a file. */
const fileWords: ReadonlyMap<string, string> = new Map([
  [
    'csv',
    'write payload: { file: … } to send the whole file each time; to send row by row, make each a line of JSON and name that file by { jsonLines: … }',
  ],
  ['path', 'write payload: { file: … }'],
  ['fileName', 'write payload: { file: … }'],
  ['filename', 'write payload: { file: … }'],
  ['jsonl', jsonLinesFix],
  ['ndjson', jsonLinesFix],
]);

/** A form of the payload in another tool's word. */
const foreignPayload = (payload: object, path: Path): Slip[] =>
  Object.entries(payload).flatMap(([key, value]): Slip[] => {
    const fix = typeof value === 'string' ? fileWords.get(key) : undefined;
    if (fix === undefined) return [];
    return [{ path: [...path, key], what: `unknown key ${JSON.stringify(key)}`, fix, covers: [path] }];
  });

/** The body itself, or a misspelled form, where one of the forms belongs. */
const wrongPayload = (input: unknown, request: Path): Slip[] => {
  const path = [...request, 'payload'];
  const payload = valueAt(input, path);
  if (payload === null || typeof payload !== 'object') return [];
  const keys = Object.keys(payload);
  if (!Array.isArray(payload) && keys.some((key) => payloadKeys.includes(key))) return [];
  const foreign = foreignPayload(payload, path);
  if (foreign.length > 0) return foreign;
  const [typo] = Array.isArray(payload)
    ? []
    : keys.filter((key) => nearestOf(key, payloadKeys) !== undefined);
  if (typo !== undefined)
    return [
      {
        path: [...path, typo],
        what: `unknown key ${JSON.stringify(typo)}`,
        fix: `did you mean ${JSON.stringify(nearestOf(typo, payloadKeys))}? To send the object itself: { json: … }`,
        covers: [path],
      },
    ];
  return [
    {
      path,
      what: `${showPath(path)} is the body itself`,
      fix: 'write payload: { json: … } to send it as JSON',
    },
  ];
};

/** Names that people try for the length of a load's main part, by shape. */
const lengthNames: ReadonlyMap<unknown, string> = new Map([
  ['spike', 'holdSeconds'],
  ['soak', 'soakSeconds'],
  ['ramp', 'rampSeconds'],
  ['staircase', 'stepSeconds'],
  ['replay', 'seconds'],
]);
const triedLengths = ['spikeSeconds', 'peakSeconds', 'durationSeconds', 'duration', 'lengthSeconds'];

/** Names that people try for the two rates of a ramp. */
const rampRates: Readonly<Record<string, string>> = {
  startRatePerSecond: 'fromRatePerSecond',
  endRatePerSecond: 'toRatePerSecond',
  baselineRatePerSecond: 'fromRatePerSecond',
  peakRatePerSecond: 'toRatePerSecond',
};

const rampSlips = (input: unknown): Slip[] => {
  const load = valueAt(input, ['load']);
  if (!isPlainMap(load) || load['scenario'] !== 'ramp') return [];
  return Object.entries(rampRates).flatMap(([tried, right]): Slip[] =>
    tried in load && !(right in load)
      ? [
          {
            path: ['load', tried],
            what: `unknown key ${JSON.stringify(tried)}`,
            fix: `write ${right}: ${JSON.stringify(load[tried])}`,
            covers: [
              ['load', tried],
              ['load', right],
            ],
          },
        ]
      : [],
  );
};

const lengthSlips = (input: unknown): Slip[] => {
  const load = valueAt(input, ['load']);
  const right = isPlainMap(load) ? lengthNames.get(load['scenario']) : undefined;
  if (!isPlainMap(load) || right === undefined) return [];
  return triedLengths
    .filter((name) => name in load)
    .map((name) => ({
      path: ['load', name],
      what: `unknown key ${JSON.stringify(name)}`,
      fix: `write ${right}, in seconds`,
    }));
};

/** Names that people try for the file of a replay. */
const triedTraces = ['file', 'path', 'csv', 'traceFile'];

const traceSlips = (input: unknown): Slip[] => {
  const load = valueAt(input, ['load']);
  if (!isPlainMap(load) || load['scenario'] !== 'replay' || 'trace' in load) return [];
  const tried = triedTraces.find((name) => name in load);
  if (tried === undefined)
    return [{ path: ['load', 'trace'], what: 'load names no trace', fix: "write trace: './export.csv'" }];
  return [
    {
      path: ['load', tried],
      what: `unknown key ${JSON.stringify(tried)}`,
      fix: `write trace: ${JSON.stringify(load[tried])}`,
      covers: [
        ['load', tried],
        ['load', 'trace'],
      ],
    },
  ];
};

/** A script decides itself what it sends again. */
const scriptRetries = (input: unknown): Slip[] =>
  valueAt(input, ['script']) === undefined || valueAt(input, ['load', 'retries']) === undefined
    ? []
    : [
        {
          path: ['load', 'retries'],
          what: 'load.retries is for the built-in request; a script tries again by itself, or does not',
          fix: 'leave load.retries out and try again in the script, or leave script out',
        },
      ];

/**
 * What people paste from the files of their platform into `autoscaler` and `target.kind`, or try as names: named with the
 * word that counts here, for their kind of autoscaler only.
 */
export const pastedSlips = (input: unknown): Slip[] => {
  const [settings, target] = [valueAt(input, ['autoscaler']), valueAt(input, ['target', 'kind'])];
  const targetSlips = [
    ...kindSlip(['target', 'kind'], target, targetKindMeant(target)),
    ...requestPaths(input).flatMap((request) => wrongPayload(input, request)),
    ...endpointSlips(input),
    ...lengthSlips(input),
    ...rampSlips(input),
    ...traceSlips(input),
    ...scriptRetries(input),
    ...commandSlips(input),
    ...unfilledSlips(input),
  ];
  if (!isPlainMap(settings)) return targetSlips;
  const { meant, fix } = ruleKindMeant(settings['kind']);
  return [
    ...targetSlips,
    ...kindSlip(autoscaler('kind'), settings['kind'], fix),
    ...yamlWords(settings, meant ?? ''),
  ];
};
