import { countErrors } from '../planner/measure/errors.ts';
import type { EndpointResult, Objective, Result } from '../runs/schema/result.ts';
import type { Table } from './charts/figure.ts';
import { besideLimit, formatCount, formatMs, formatNumber, formatOr, formatShare } from './format.ts';
import { failedText } from './totals.ts';
import { judgementOf } from './words/run/objectives.ts';

const rowOf = (
  { name, share, verdict, totals, serviceTime }: EndpointResult,
  kindsMost: number | undefined,
): string[] => {
  const { symbol, word } = judgementOf(verdict.met);
  const { ok } = totals.latency;
  const errors = countErrors(totals.outcomes);
  const limitOf = (of: Objective): number | undefined =>
    verdict.checks.find(({ objective }) => objective === of)?.limit;
  return [
    name,
    `${symbol} ${word}`,
    formatShare(share),
    formatNumber(totals.planned),
    formatCount(totals.arrivals),
    failedText(totals.outcomes, kindsMost),
    formatOr(errors.share, besideLimit(limitOf('errorShare'), formatShare)),
    formatOr(ok.p50Ms, formatMs),
    formatOr(ok.p95Ms, besideLimit(limitOf('p95Latency'), formatMs)),
    formatOr(ok.p99Ms, formatMs),
    formatOr(serviceTime?.meanMs, formatMs),
  ];
};

/**
 * A row for each endpoint of a run with several; of one the rest of the report tells.
 *
 * @param kindsMost as in `failedText`
 */
export const endpointTable = ({ endpoints }: Result, kindsMost?: number): Table | undefined =>
  endpoints.length === 1
    ? undefined
    : {
        caption: 'Requests by endpoint; latency of successful requests, mean service time',
        columns: [
          'endpoint',
          'result',
          'share',
          'planned',
          'sent',
          'failed',
          'error share',
          'p50',
          'p95',
          'p99',
          'service',
        ],
        rows: endpoints.map((endpoint) => rowOf(endpoint, kindsMost)),
      };

/**
 * The result as one endpoint has it: its verdict, requests and seconds, beside the replicas that all share. So whatever
 * draws a result draws an endpoint.
 *
 * @param i its place among the endpoints of a result with several
 */
export const resultOfEndpoint = (result: Result, i: number): Result => {
  const endpoint = result.endpoints[i]!;
  const { verdict, totals, phases } = endpoint;
  const { endpoints: columns, ...timeline } = result.timeline;
  const { name: _, ...own } = columns![i]!;
  return {
    ...result,
    verdict,
    totals,
    phases,
    endpoints: [endpoint],
    timeline: { ...timeline, load: { ...timeline.load, ...own } },
  };
};
