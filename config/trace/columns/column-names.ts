import type { Table } from '../tables/table.ts';
import { countWords, otherWords, plainWords } from './name-words.ts';
import { queryMeaningOf, withoutLabels } from './query-names.ts';
import { failedFiltersIn } from './query-parts.ts';

/** What a column's name says of its numbers. */
export type NameMeaning =
  /** Requests of a row; of so many seconds, where the name says so: hourly requests. */
  | { readonly kind: 'count'; readonly rowSeconds?: number }
  /** Requests in so many seconds. */
  | { readonly kind: 'rate'; readonly perSeconds: number }
  /** Requests in the window before each time. */
  | { readonly kind: 'window'; readonly seconds: number }
  /** Requests in a time that the query chose, and that the name does not tell. */
  | { readonly kind: 'openRate' }
  /** Grows for ever: its differences would be the requests. */
  | { readonly kind: 'counter' }
  /** Describes a request (tokens, bytes, status), is another measurement (latency, CPU), or not the load: a limit, a part of it. */
  | { readonly kind: 'other' }
  /** A name that any number may have (value), or with a word that is not understood. */
  | { readonly kind: 'unknown' };

/** Lower-case words of a name: RequestCount is request count. */
const wordsOf = (name: string): string[] =>
  withoutLabels(name)
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}%µ]+/u)
    .filter((word) => word !== '');

/** Names of rates, and of how many seconds. */
const rates: readonly (readonly [number, RegExp])[] = [
  [
    1,
    /\b(?:pro|je)[ _-]?sek(?:unde)?\b|\/\s?s(?:ec(?:ond)?)?\b|per[ _-]?sec(?:ond)?s?\b|\b(?:rps|qps|tps|reqps|req_s|requests?ps)\b/i,
  ],
  [60, /\b(?:pro|je)[ _-]?minute\b|\/\s?min(?:ute)?\b|per[ _-]?min(?:ute)?s?\b|\b(?:rpm|reqpm|cpm)\b/i],
  [3600, /\b(?:pro|je)[ _-]?stunde\b|\/\s?h(?:our)?\b|per[ _-]?hour\b|\brph\b/i],
];

/** Requests under way, in two words. */
const inFlight = /\bin[ _-]?flight\b/i;
/** Percentiles, as load tools call their columns: 50%, p99.9. */
const percentile = /^(?:p\d{1,2}(?:\.\d+)?|\d{1,3}(?:\.\d+)?%)$/i;
/** Totals since a start: a counter of Prometheus, Locust's "Total Request Count". */
const counter = /^(?:[a-z:_][a-z\d:]*(?:_[a-z\d:]+)+_(?:total|count)|total request count)$/i;
/** The end of a recorded rule of Prometheus: http_requests:sum_rate5m. */
const recorded = /^(i?rate|increase)(\d+)([smhd])$/;

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Words of a time: 5m, 10min, minutes, hourly. A letter alone is none. */
const timeWord =
  /^(?:(\d+)(s|m|h|d)|(\d*)(s|m|h|d)(?:ecs?|econds?|ins?|inutes?|inutely|ourly|ours?|rs?|ays?|aily))$/;

/** Seconds that the words of a name tell, and the words beside these. */
const apartFromTimes = (
  words: readonly string[],
): { readonly seconds: number[]; readonly rest: string[] } => {
  const seconds: number[] = [];
  const rest: string[] = [];
  for (const [i, word] of words.entries()) {
    const found = timeWord.exec(word);
    if (found === null) {
      if (!(/^\d+$/.test(word) && timeWord.test(words[i + 1] ?? ''))) rest.push(word);
      continue;
    }
    const before = /^\d+$/.test(words[i - 1] ?? '') ? words[i - 1] : undefined;
    seconds.push(Number(found[1] ?? (found[3] || before || 1)) * unitSeconds[found[2] ?? found[4]!]!);
  }
  return { seconds, rest };
};

const arePlain = (words: readonly string[]): boolean => words.every((word) => plainWords.has(word));

/** The meaning of a name that is no query, all of whose words are understood. */
const plainMeaningOf = (bare: string): NameMeaning => {
  for (const [perSeconds, pattern] of rates)
    if (pattern.test(bare))
      return arePlain(wordsOf(bare.replace(pattern, ' ')))
        ? { kind: 'rate', perSeconds }
        : { kind: 'unknown' };
  const words = wordsOf(bare);
  if (/^(?:(?:request|requests|req|arrival|call) )?rate$/.test(words.join(' ')))
    return { kind: 'rate', perSeconds: 1 };
  const [, rule, amount, unit] = recorded.exec(words.at(-1) ?? '') ?? [];
  if (rule !== undefined && arePlain(words.slice(0, -1)))
    return rule === 'increase'
      ? { kind: 'window', seconds: Number(amount) * unitSeconds[unit!]! }
      : { kind: 'rate', perSeconds: 1 };
  const { seconds, rest } = apartFromTimes(words);
  if (!arePlain(rest) || seconds.length > 1 || !rest.some((word) => countWords.has(word)))
    return { kind: 'unknown' };
  return { kind: 'count', ...(seconds.length > 0 && { rowSeconds: seconds[0]! }) };
};

/**
 * What a column's name says of its numbers. A name that says two things, holds a word that is not understood, or says nothing, is
 * unknown.
 *
 * @example meaningOf('requests per second') // { kind: 'rate', perSeconds: 1 }
 */
export const meaningOf = (name: string): NameMeaning => {
  if (failedFiltersIn(name).length > 0) return { kind: 'unknown' };
  const found = queryMeaningOf(name);
  if (found !== undefined) return found;
  if (percentile.test(name.trim())) return { kind: 'other' };
  if (
    wordsOf(name).some((word) => otherWords.has(word)) ||
    /response[ _]?time|request[ _]?time/i.test(name) ||
    inFlight.test(name)
  )
    return { kind: 'other' };
  // Azure's portal names the resource behind metric and aggregation.
  const bare = withoutLabels(name)
    .trim()
    .replace(/(\((?:Sum|Count)\)),.*$/, '$1');
  return counter.test(bare) ? { kind: 'counter' } : plainMeaningOf(bare);
};

/** Beside its rows New Relic names when each begins and ends; the unit of its rate is in the query: rate(count(*), 1 minute). */
const isNewRelic = (header: readonly string[]): boolean =>
  ['begin', 'end'].every((which) =>
    header.some((name) => new RegExp(`^${which}[ _]?time(?:seconds)?$`, 'i').test(name)),
  );

/** What the name of a column says; of a field inside fields, the last part of its name. */
export const meaningOfColumn = (
  { header, format }: Pick<Table, 'header' | 'format'>,
  index: number,
): NameMeaning => {
  const name = header[index] ?? '';
  if (/^rate\b/i.test(name) && isNewRelic(header)) return { kind: 'openRate' };
  return meaningOf(leafOf(name, format));
};

/** The name of a field inside fields without those around it. */
export const leafOf = (name: string, format: Table['format']): string =>
  format === 'jsonLines' || format === 'jsonRows' ? (name.split('.').at(-1) ?? name) : name;

/** Behind the name of a time: its unit or zone, with brackets or none. */
const unitOrZone = /[[(]?\b(?:utc|gmt|local time|europe\/\w+|ms|us|ns|s|seconds)\b[\])]?\s*$/i;

const lettersOf = (name: string): string =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(unitOrZone, (text, at: number, whole: string) => (/\w/.test(whole.slice(0, at)) ? '' : text))
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]/gu, '');

const startNames = (
  'arrivaltime arrivedat arrival requesttimestamp requeststart starttime startedat start starttimestamp begin ' +
  'begintime beginat receivedat receivedtime requestedat starteddatetime windowstart bucketstart periodstart intervalstart'
).split(' ');
const timeNames = (
  'timestamp timestamps time times datetime date ts at when timegenerated timelocal timeiso8601 msec unixtime epoch epochtime unixtimestamp ' +
  'eventtime eventtimestamp createdat created logtime zeit zeitstempel datum uhrzeit offset second seconds minute minutes hour hours bucket ' +
  'interval timeinterval datehour day'
).split(' ');
const endNames = (
  'end endtime endtimestamp endedat endat finished finishedat finishtime finish completed completedat completiontime ' +
  'stoptime windowend bucketend periodend intervalend'
).split(' ');

/** What the name of a time says of which time it is; `undefined` for a name that is none of a time. */
export const timeMeaningOf = (name: string): 'start' | 'any' | 'end' | undefined => {
  const letters = lettersOf(name.replace(/^@/, ''));
  if (startNames.includes(letters)) return 'start';
  if (timeNames.includes(letters)) return 'any';
  return endNames.includes(letters) ? 'end' : undefined;
};

/** Seconds of a row in a column that counts seconds, minutes or hours from 0; `undefined` for any other name. */
export const countedStepOf = (name: string): number | undefined => {
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (/^seconds?$/.test(letters)) return 1;
  if (/^minutes?$/.test(letters)) return 60;
  return /^hours?$/.test(letters) ? 3600 : undefined;
};

/** Whether a name is that of how long a request took. */
export const isDurationName = (name: string): boolean =>
  /^(?:request|response)?\s*(?:duration|elapsed|elapsed time|latency|time taken|response time|processing time)(?: (?:ms|us|ns|s|msec|millis|milliseconds|seconds|secs?|micros|microseconds|nanos|nanoseconds))?$/.test(
    wordsOf(name).join(' '),
  );
