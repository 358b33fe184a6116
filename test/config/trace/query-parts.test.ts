import { describe, expect, it } from 'vitest';
import { countsBothEnds, failedFiltersIn, partFiltersOf } from '../../../config/trace/columns/query-parts.ts';
import { readingOf } from '../../../config/trace/reading.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { refusalOf } from './arrivals-of.ts';

/** A row for each minute under a name that holds quotes. */
const read = (name: string, options?: TraceOptions) =>
  readingOf(
    [
      `time,"${name.replaceAll('"', '""')}"`,
      ...[3, 5, 4].map((value, i) => `2024-05-01T10:0${i}:00Z,${value}`),
    ].join('\n'),
    't.csv',
    options,
  );

const rateOf = (filter: string): string => `sum(rate(http_requests_total{job="a", ${filter}}[1m]))`;
const linesOf = (pipeline: string): string => `sum(count_over_time({app="a"} ${pipeline} [1m]))`;

/** What is known to keep requests that failed. */
const failed = [
  ...`status=~"[45]..";code!="200";status!~"2..";outcome="SERVER_ERROR";envoy_response_code_class="5";success="false";grpc_code!="OK"
    level="error";code=~"5..";code="503";status=~"4.*";response_code=~"5[0-9]{2}";status=~"(4|5)\\\\d\\\\d";status=~'5..';code=~\`5\\d\\d\`
    status=~"(?i)5XX";status=~"^5.*$";status_class!="2xx";result=~"error|timeout";exception!="none";error="true";response_flags!="-"
    detected_level=~"warn|error";grpc_status="14";grpc_code="Unavailable";httpStatus=~"5.+";statusCode="500";code=~"5(?=0).";code=~"5["`
    .split(/[;\n]/)
    .map((filter) => rateOf(filter.trim())),
  ...`|= "error";|~ "(?i)error";| json | status >= 500;| logfmt | level="error";|= " 503 ";| json | status=500;!~ " 2.. "`
    .split(';')
    .map(linesOf),
  'sum(rate(envoy_cluster_upstream_rq_5xx[1m]))',
  'HTTPCode_Target_5XX_Count',
  'Http5xx',
  'sum:nginx.requests{status_code:5xx}.as_count()',
  'sum:nginx.requests{!status_code:200}.as_count()',
  'sum:nginx.requests{service:a AND status_code:5*}.as_count()',
  'sum:nginx.requests{status_code IN (500,503)}.as_count()',
  'sum:nginx.requests{status_code:500 OR status_code:503}.as_count()',
  'requests{503} total',
];

/** What may be a part of the load, or all of it. */
const parts = [
  ...`path="/healthz";pod="score-1";instance="10.0.0.1:8080";code="200";code!="500";code=~"2..|5..";status!~"5..";method="POST";
    level!="debug";path!="/error";uri=~"/error.*";version="v2";route=~".*timeout/.*"`
    .split(/[;\n]/)
    .filter((filter) => filter.trim() !== '')
    .map((filter) => [rateOf(filter.trim()), filter.trim()] as const),
  ...`|= "POST /score";!= "kube-probe";| json | status < 500`
    .split(';')
    .map((pipeline) => [linesOf(pipeline), pipeline.replace('| json | ', '')] as const),
  ['sum:trace.http.request.hits{service:a,host:i-1}.as_count()', 'host:i-1'],
  [
    'sum:trace.http.request.hits{env:prod AND resource_name:post_/score}.as_count()',
    'resource_name:post_/score',
  ],
  ['sum(rate(envoy_cluster_upstream_rq_2xx[1m]))', '2xx'],
  ['requests{blue} total', 'blue'],
] as const;

/** What keeps all requests of a service. */
const wholes = [
  'sum(rate(http_requests_total{job="a", namespace=~"prod|live", service!="b", kubernetes_namespace="n", app="error-service"}[1m]))',
  'sum(rate(istio_requests_total{reporter="destination", destination_service_name="a"}[1m]))',
  'sum(count_over_time({app="a"} | json | __error__="" [1m]))',
  'sum:trace.http.request.hits{service:a,env:prod} by {status_code}.as_count()',
  'sum:trace.http.request.hits{*}.as_count()',
  'sum by (code) (rate(http_requests_total[1m]))',
  'http_requests{}',
  'requests',
];

describe('a query by its name', () => {
  it.each(failed)('of requests that failed is refused until it is named: %s', (name) => {
    expect(failedFiltersIn(name)).not.toEqual([]);
    const refusal = refusalOf(() => read(name));
    expect(refusal).toContain('counts requests that failed, not all: it keeps');
    expect(refusalOf(() => read(name, { unit: 'perSecond' }))).toBe(refusal);
    const { notes } = read(name, { column: name, unit: 'perSecond' });
    expect(notes.map(({ code }) => code)).toContain('filtered');
  });

  it.each(parts)('of what may be a part of the requests is read with a note: %s', (name, filter) => {
    expect(failedFiltersIn(name)).toEqual([]);
    expect(partFiltersOf([name])).toEqual([filter]);
    expect(read(name, { column: name, unit: 'perSecond' }).notes).toContainEqual({
      code: 'filtered',
      filters: [filter],
    });
  });

  it.each(wholes)('of a whole service is read without a word: %s', (name) => {
    expect(partFiltersOf([name])).toEqual([]);
    expect(read(name, { column: name, unit: 'perSecond' }).notes).toEqual([]);
  });

  it('of columns that are added up tells what all of them keep', () => {
    const names = ['{pod="a", code="200"}', '{pod="b", code="200"}'];
    expect(partFiltersOf(names)).toEqual(['code="200"']);
  });

  it('of Istio without reporter may count each request twice', () => {
    const name = 'sum(rate(istio_requests_total[1m]))';
    expect(read(name).notes).toEqual([{ code: 'bothEnds' }]);
    expect(countsBothEnds('sum by (reporter) (rate(istio_requests_total[1m]))')).toBe(false);
  });

  it('of a number in the lines is none of requests', () => {
    expect(refusalOf(() => read('sum(rate({app="a"} | json | unwrap amount [1m]))'))).toContain(
      'measurement?',
    );
  });
});
