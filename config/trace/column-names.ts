/** What a column's name says of its numbers. */
export type NameMeaning =
  | { readonly kind: 'count' }
  /** Requests in so many seconds. */
  | { readonly kind: 'rate'; readonly perSeconds: number }
  /** Requests in the window before each time. */
  | { readonly kind: 'window'; readonly seconds: number }
  /** Grows for ever: its differences would be the requests. */
  | { readonly kind: 'counter' }
  /** Describes a request (tokens, bytes, status) or is another measurement (latency, CPU). */
  | { readonly kind: 'other' }
  /** A name that any number may have: value. */
  | { readonly kind: 'unknown' };

const withoutLabels = (name: string): string => name.replaceAll(/\{[^}]*\}?/g, '').replaceAll(/"[^"]*"/g, '');

/** Lower-case words of a name: RequestCount is request count. */
const wordsOf = (name: string): string[] =>
  withoutLabels(name)
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}%µ]+/u)
    .filter((word) => word !== '');

const perSecond =
  /\b(?:pro|je)[ _-]?sek(?:unde)?\b|\/\s?s(?:ec(?:ond)?)?\b|per[ _-]?sec(?:ond)?s?\b|\b(?:rps|qps|tps|reqps|req_?s|requests?ps)\b/i;
const perMinute =
  /\b(?:pro|je)[ _-]?minute\b|\/\s?min(?:ute)?\b|per[ _-]?min(?:ute)?s?\b|\b(?:rpm|reqpm|cpm)\b/i;
const perHour = /\b(?:pro|je)[ _-]?stunde\b|\/\s?h(?:our)?\b|per[ _-]?hour\b|\brph\b/i;

/** Words of what is no count of requests, whatever else the name holds: request tokens, error rate, p95. */
const otherWords = new Set(
  (
    'token tokens latency duration durations elapsed status code codes byte bytes kb mb gb size length id guid ip ' +
    'port port session sessions success successful cpu memory mem ram percent percentage % error errors failed ' +
    'failure failures fail failurerate exception exceptions timeout timeouts elapsedtime responsetime taken ms ' +
    'milliseconds seconds cost price temperature replica replicas pod pods instance instances node nodes host hosts user ' +
    'users thread threads container containers connection connections healthy queue queued inflight year month ' +
    'quantile percentile p50 p75 p90 p95 p99 p999 median utilization usage load level version score confidence ' +
    'win32 substatus win32status receivetime sendtime age width height batch idle connect overhead span spandays inspected ' +
    'concurrent concurrency active pending outstanding ongoing waiting'
  ).split(' '),
);
/** Requests under way, in two words. */
const inFlight = /\bin[ _-]?flight\b/i;
/** Percentiles, as load tools call their columns: 50%, p99.9. */
const percentile = /^(?:p\d{1,2}(?:\.\d+)?|\d{1,3}(?:\.\d+)?%)$/i;

/** Not a sum over all: a mean of requests is known only with what it is the mean of. Nor are numbers of a thousand each. */
const unclearWords = new Set([
  'avg',
  'average',
  'mean',
  'max',
  'maximum',
  'min',
  'minimum',
  'stddev',
  'topk',
  ...'k thousand thousands million millions mio tausend 1000 x1000 1000s 000s'.split(' '),
]);
/** Here "min" is a minute, not a least value. */
const minuteUnit = /\/\s?min\b/i;
/** Requests of a time that is none of those above: 5m, day, Monat. */
const perOther =
  /\b(?:per|pro|je)[ _-]+(?!(?:step|interval|bucket|row|period)\b)[\p{L}\d]|\/\s?\d*\s?(?:m|d|days?|weeks?)\b/iu;
const countWords = new Set(
  (
    'count counts cnt request requests req reqs arrival arrivals hit hits call calls invocation invocations ' +
    'transaction transactions query queries sum total events views pageviews anzahl anfragen aufrufe'
  ).split(' '),
);

const windowSecondsOf = (amount: string, unit: string): number =>
  Number(amount) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? Number.NaN);

/** What a PromQL or LogQL expression gives. */
const expression = (name: string): NameMeaning | undefined => {
  const [, call, amount = '', unit = ''] =
    /\b(rate|irate|increase|count_over_time)\s*\(.*?\[(\d+)(s|m|h|d)(?::[^\]]*)?\]/i.exec(name) ?? [];
  if (call === undefined) return undefined;
  const bare = withoutLabels(name).toLowerCase();
  const isMeasure =
    /histogram_quantile|_sum\b|_bucket\b|cpu|memory|bytes|tokens|latency/.test(bare) ||
    (/duration|seconds/.test(bare) && !/_count\b/.test(bare));
  if (isMeasure) return { kind: 'other' };
  if (
    /\b(?:avg|max|min|topk|bottomk|quantile|stddev)\b/.test(bare) ||
    /\)\s*[-+*/^]|[-+*/^]\s*[\d(]/.test(bare)
  )
    return { kind: 'unknown' };
  return /^i?rate$/i.test(call)
    ? { kind: 'rate', perSeconds: 1 }
    : { kind: 'window', seconds: windowSecondsOf(amount, unit) };
};

/**
 * What a column's name says of its numbers. A name that says two things, or nothing, is unknown.
 *
 * @example meaningOf('sum(rate(http_requests_total[1m]))') // { kind: 'rate', perSeconds: 1 }
 */
export const meaningOf = (name: string): NameMeaning => {
  if (/\bas_(?:count|rate)\(\)/.test(name))
    return /as_count/.test(name) ? { kind: 'count' } : { kind: 'rate', perSeconds: 1 };
  const found = expression(name);
  if (found !== undefined) return found;
  const words = wordsOf(name);
  if (percentile.test(name.trim())) return { kind: 'other' };
  if (
    words.some((word) => otherWords.has(word)) ||
    /response[ _]?time|request[ _]?time/i.test(name) ||
    inFlight.test(name)
  )
    return { kind: 'other' };
  if (wordsOf(name.replace(minuteUnit, ' ')).some((word) => unclearWords.has(word)))
    return { kind: 'unknown' };
  const bare = withoutLabels(name).trim();
  if (/^[a-z:_][\w:]*_(?:total|count)$/i.test(bare) && bare.split('_').length > 2) return { kind: 'counter' };
  if (perSecond.test(bare) || /^(?:request ?)?rate$/i.test(words.join(' ')))
    return { kind: 'rate', perSeconds: 1 };
  if (perMinute.test(bare)) return { kind: 'rate', perSeconds: 60 };
  if (perHour.test(bare)) return { kind: 'rate', perSeconds: 3600 };
  if (perOther.test(bare)) return { kind: 'unknown' };
  return words.some((word) => countWords.has(word)) ? { kind: 'count' } : { kind: 'unknown' };
};

const lettersOf = (name: string): string =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(?<=\w.*)[[(]?\b(?:utc|gmt|local time|europe\/\w+|ms|us|ns|s|seconds)\b[\])]?\s*$/i, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]/gu, '');

const startNames = (
  'arrivaltime arrivedat arrival requesttimestamp requeststart starttime startedat start starttimestamp begin ' +
  'begintime beginat receivedat receivedtime requestedat'
).split(' ');
const timeNames = (
  'timestamp timestamps time times datetime date ts at when timegenerated timelocal timeiso8601 msec unixtime epoch epochtime unixtimestamp ' +
  'eventtime eventtimestamp createdat created logtime zeit zeitstempel datum uhrzeit offset second seconds minute minutes hour hours bucket ' +
  'interval timeinterval datehour day'
).split(' ');
const endNames = (
  'end endtime endtimestamp endedat endat finished finishedat finishtime finish completed completedat completiontime ' +
  'stoptime'
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
