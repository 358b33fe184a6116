/**
 * A process of its own (node --max-old-space-size), in whose heap nothing but one trace lies: reads a trace of so many seconds in the
 * form that is named, and ends with an error where the heap does not hold what the reading takes.
 */
import { readingOf } from '../../../config/trace/reading.ts';

const seconds = 200_000;
const startSecond = Date.UTC(2026, 4, 1) / 1000;

const countOf = (second: number): number => 20 + ((second * 7) % 13);
const joined = (of: (second: number) => string, separator: string): string => {
  // Byte by byte: the pieces of a text that is put together would take more memory than the trace.
  const text = Buffer.alloc(seconds * 32);
  let end = 0;
  for (let second = 0; second < seconds; second++)
    end += text.write(`${second === 0 ? '' : separator}${of(second)}`, end, 'latin1');
  return text.toString('latin1', 0, end);
};

const forms: Readonly<Record<string, () => string>> = {
  csv: () => `time,requests\n${joined((second) => `${startSecond + second},${countOf(second)}`, '\n')}`,
  prometheus: () => {
    const values = joined((second) => `[${startSecond + second},"${countOf(second)}"]`, ',');
    const result = `[{"metric":{"__name__":"requests"},"values":[${values}]}]`;
    return `{"status":"success","data":{"resultType":"matrix","result":${result}}}`;
  },
};

const { totalRequests } = readingOf(forms[process.argv[2]!]!(), 'trace', { unit: 'count' });
console.log(totalRequests);
