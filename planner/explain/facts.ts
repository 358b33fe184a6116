import type { LoadSample } from '../../runs/schema/load-series.ts';
import type { Fact, FactCode } from '../../runs/schema/result/findings.ts';
import { headersOf } from './evidence/answers.ts';
import type { Part } from './evidence/part.ts';
import type { PodTrack } from './evidence/pods.ts';
import type { ScalerState } from './evidence/scaler.ts';
import type { View } from './evidence/view.ts';

/** More quotes than these say nothing new. */
const quotesMax = 3;
const quoteCharactersMax = 240;

type Seen = Partial<Pick<Fact, 'n' | 'objects' | 'numbers' | 'quotes'>> & {
  readonly file?: 'load.ndjson' | 'cluster.ndjson' | 'run.json';
};

type Span = { readonly fromSecond: number; readonly toSecond: number };

/** The seconds of some parts. */
export const spanOf = (parts: readonly Part[]): Span => ({
  fromSecond: parts[0]!.second,
  toSecond: parts.at(-1)!.second,
});

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const cut = (text: string): string => {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim();
  return oneLine.length > quoteCharactersMax ? `${oneLine.slice(0, quoteCharactersMax)}…` : oneLine;
};

/** One measurement; seconds are whole, and quotes few and short. */
export const factOf = (code: FactCode, { fromSecond, toSecond }: Span, seen: Seen = {}): Fact => {
  const { file = 'cluster.ndjson', n = 1, objects = [], numbers = {}, quotes = [] } = seen;
  return {
    code,
    file,
    fromSecond: Math.floor(fromSecond),
    toSecond: Math.floor(toSecond),
    n,
    objects: distinct(objects),
    numbers,
    quotes: distinct(quotes.map(cut).filter((text) => text !== '')).slice(0, quotesMax),
  };
};

/** @example podName('score-1') // 'Pod score-1' */
export const podName = (name: string): string => `Pod ${name}`;

/** What an autoscaler is called. */
export const scalerName = ({ kind, object, name }: ScalerState): string =>
  `${object?.kind ?? (kind === 'autoscaler' ? 'HorizontalPodAutoscaler' : 'Scaler')} ${name}`;

/** A condition in an autoscaler's status, in its own words. */
export const conditionFact = (
  state: ScalerState,
  condition: ScalerState['conditions'][number],
  span: Span,
): Fact => {
  const { type, status, reason, message } = condition;
  const quotes = [`${type} ${status}, ${reason}: ${message}`];
  return factOf('condition', span, { objects: [scalerName(state)], quotes });
};

/** How many requests ended so: the first fact of every finding. */
export const requestsFact = (parts: readonly Part[]): Fact =>
  factOf('requests', spanOf(parts), {
    file: 'load.ndjson',
    n: parts.reduce((sum, { requests }) => sum + requests, 0),
    objects: parts.map(({ outcome }) => outcome),
  });

const keptAnswers = (parts: readonly Part[]): LoadSample[] =>
  distinctSamples(parts.flatMap(({ answers }) => answers));

const distinctSamples = (samples: readonly LoadSample[]): LoadSample[] => [
  ...new Map(samples.map((sample) => [`${sample.body}\n${sample.error}`, sample])).values(),
];

/** What the answers said; nothing where none was kept. */
export const answersFact = (parts: readonly Part[]): Fact[] => {
  const answers = keptAnswers(parts);
  const quotes = answers.map(({ body, error }) => body ?? error ?? '').filter((text) => text !== '');
  return quotes.length === 0
    ? []
    : [factOf('answers', spanOf(parts), { file: 'load.ndjson', n: answers.length, quotes })];
};

/** The headers of the answers that `picks` accepts. */
export const headersFact = (
  parts: readonly Part[],
  picks: (sample: LoadSample) => readonly string[] = (sample) =>
    headersOf(sample).filter((header) => /^(server|via|retry-after|x-envoy-response-flags):/.test(header)),
): Fact[] => {
  const quotes = keptAnswers(parts).flatMap(picks);
  return quotes.length === 0
    ? []
    : [factOf('headers', spanOf(parts), { file: 'load.ndjson', n: quotes.length, quotes })];
};

/** When requests failed, in the middle. */
export const failedAfterFact = (parts: readonly Part[], numbers: Fact['numbers'] = {}): Fact[] => {
  const medians = parts.flatMap(({ medianMs }) => medianMs ?? []).sort((a, b) => a - b);
  const medianMs = medians[Math.floor(medians.length / 2)];
  return medianMs === undefined
    ? []
    : [
        factOf('failedAfter', spanOf(parts), {
          file: 'load.ndjson',
          n: medians.length,
          numbers: { medianMs, ...numbers },
        }),
      ];
};

const known = (numbers: Readonly<Record<string, number | null | undefined>>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).filter(([, value]) => value != null)) as Record<string, number>;

/**
 * The second that a finding's replicas and requests in flight are told of, so that they are of one state: the one with the most
 * requests in flight, of those in which replicas were seen.
 */
const tellingSecond = (parts: readonly Part[], { recorded: { timeline } }: View): number => {
  const { load, cluster } = timeline;
  const watched = parts.filter(({ second }) => cluster.ready[second] != null);
  const told = watched.length > 0 ? watched : parts;
  const inFlightIn = (second: number): number => load.inFlight[second] ?? -1;
  return told.reduce(
    (telling, { second }) => (inFlightIn(second) > inFlightIn(telling) ? second : telling),
    told[Math.floor(told.length / 2)]!.second,
  );
};

const atSecond = (second: number): Span => ({ fromSecond: second, toSecond: second });

/**
 * The replicas in the most telling one of the failing seconds, with the maximum that was in force; nothing where none were
 * watched: a maximum that the config states was not seen in the cluster.
 */
export const replicasFact = (parts: readonly Part[], view: View): Fact[] => {
  const { desired, ready, pending } = view.recorded.timeline.cluster;
  const second = tellingSecond(parts, view);
  const watched = known({ desired: desired[second], ready: ready[second], pending: pending[second] });
  const numbers = { ...watched, ...known({ maxReplicas: view.maxReplicasIn(second) }) };
  return Object.keys(watched).length === 0 ? [] : [factOf('replicas', atSecond(second), { numbers })];
};

/** The requests in flight beside the slots that were there, in the second that `replicasFact` tells of. */
export const inFlightFact = (parts: readonly Part[], view: View): Fact[] => {
  const { load, cluster, slotsPerReplica } = view.recorded.timeline;
  const second = tellingSecond(parts, view);
  const ready = cluster.ready[second];
  const numbers = known({
    inFlight: load.inFlight[second],
    slots: ready == null ? undefined : ready * slotsPerReplica,
  });
  return numbers['inFlight'] === undefined
    ? []
    : [factOf('inFlight', atSecond(second), { file: 'load.ndjson', numbers })];
};

/** Pods in a state, each with what its state says. */
export const podsFact = (
  code: FactCode,
  tracks: readonly PodTrack[],
  seen: Span & Pick<Seen, 'numbers' | 'quotes'>,
): Fact[] =>
  tracks.length === 0
    ? []
    : [factOf(code, seen, { ...seen, n: tracks.length, objects: tracks.map(({ name }) => podName(name)) })];

/** What a controller said so long before failures may be why, and one that speaks so long after them was late to say so. */
const eventsBeforeSeconds = 60;
const eventsAfterSeconds = 15;

/** Events about some objects, that `picks` accepts, around the failing seconds: one fact for each reason. */
export const eventFacts = (
  view: View,
  { fromSecond, toSecond }: Span,
  picks: (event: View['events'][number]['line']) => boolean,
): Fact[] => {
  const found = view.events.filter(
    ({ second, line }) =>
      second >= fromSecond - eventsBeforeSeconds && second <= toSecond + eventsAfterSeconds && picks(line),
  );
  return [...Map.groupBy(found, ({ line }) => line.reason)].map(([reason, own]) =>
    factOf(
      'event',
      { fromSecond: own[0]!.second, toSecond: own.at(-1)!.second },
      {
        n: own.length,
        objects: own.map(({ line }) => `${line.objectKind} ${line.objectName}`),
        numbers: { count: own.reduce((most, { line }) => Math.max(most, line.count), own.length) },
        quotes: own.map(({ line }) => (line.message === '' ? reason : `${reason}: ${line.message}`)),
      },
    ),
  );
};
