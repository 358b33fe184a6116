import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';

/**
 * Rows that monitoring systems give at most, by default or at all: Loki 100 and 5,000, Kibana 500, CloudWatch 1,440, Logs Insights
 * 1,000 and 10,000, New Relic 2,000 and 5,000, Datadog 1,000 and 5,000, Elasticsearch 10,000, Log Analytics 30,000 and 500,000,
 * Prometheus 11,000, Splunk 50,000, Datadog's and CloudWatch's files 100,000, a sheet of Excel 1,048,576 with its header.
 */
const limits: readonly number[] = [
  100, 500, 1000, 1440, 2000, 5000, 10_000, 11_000, 20_000, 30_000, 50_000, 100_000, 500_000, 1_000_000,
  1_048_575, 1_048_576,
];

/** A day of minutes is no limit. */
const dayMinutes = 1440;

/** A note on as many rows as a limit has. @param stepSeconds null where each row is one request */
export const rowLimitNote = (rows: number, stepSeconds: number | null): TraceNote[] =>
  limits.includes(rows) && !(rows === dayMinutes && stepSeconds === 60) ? [{ code: 'roundRows', rows }] : [];
