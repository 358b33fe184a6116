import { readFileSync } from 'node:fs';
import { readingOf } from '../../../config/trace/reading.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { decodedText } from '../../../config/trace/text/decode.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import type { TraceReading } from '../../../runs/schema/load/trace-reading.ts';

const fixtures = new URL('../../fixtures/traces/', import.meta.url);

/** A file of test/fixtures/traces, read. */
export const fixture = (name: string, options: TraceOptions = {}): TraceReading =>
  readingOf(decodedText(readFileSync(new URL(name, fixtures)), name).text, name, options);

/** Seconds of each request since the first, of a trace of times. */
export const secondsOf = ({ perSecond, offsetsUs }: TraceReading): number[] => {
  const atMs =
    offsetsUs === null
      ? perSecond.flatMap((n, second) => new Array<number>(n).fill(second * 1000))
      : Array.from(offsetsUs, (us) => us / 1000);
  return atMs.map((ms) => Number(((ms - atMs[0]!) / 1000).toFixed(6)));
};

/** A value for each step: requests of a step of counts, or the rate. */
export const stepsOf = ({ perSecond, stepSeconds, kind }: TraceReading): number[] =>
  perSecond
    .filter((_, second) => second % stepSeconds === 0)
    .map((mean) => Number((kind === 'rates' ? mean : mean * stepSeconds).toFixed(6)));

/** The faults of a refusal. */
export const faultsOf = (read: () => unknown): HeadroomError['details'] => {
  try {
    read();
  } catch (error) {
    if (error instanceof HeadroomError && error.code === 'E_CONFIG') return error.details;
    throw error;
  }
  throw new Error('the trace was accepted');
};

/** What a refusal says: what, then fix. */
export const refusalOf = (read: () => unknown): string =>
  faultsOf(read)
    .map(({ what, fix = '' }) => `${what} | ${fix}`)
    .join('\n');
