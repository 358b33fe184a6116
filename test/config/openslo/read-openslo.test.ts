import { describe, expect, it } from 'vitest';
import { readOpenSlo } from '../../../config/openslo/read-openslo.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';

const indent = (text: string, by: number): string => text.replace(/^/gm, ' '.repeat(by));

/** An SLO of OpenSLO v1, with an indicator and objectives. */
const slo = (indicator: string, objectives: string, more = ''): string => `apiVersion: openslo/v1
kind: SLO
metadata:
  name: score${more}
spec:
  service: score
${indent(indicator, 2)}
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
${indent(objectives, 4)}
`;

/** The query of all requests: of a difference the first part, without labels. */
const totalOf = (query: string): string =>
  query
    .replaceAll(/^['"]|['"]$/g, '')
    .split(' - ')[0]!
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll('_bucket', '_count');

const ratio = (numerator: 'good' | 'bad', query: string, total = totalOf(query)): string => `indicator:
  metadata:
    name: sli
  spec:
    ratioMetric:
      counter: true
      ${numerator}:
        metricSource:
          type: Prometheus
          spec:
            query: ${query}
      total:
        metricSource:
          type: Prometheus
          spec:
            query: '${total}'`;

const raw = (rawType: 'success' | 'failure', query: string): string => `indicator:
  metadata:
    name: sli
  spec:
    ratioMetric:
      counter: false
      rawType: ${rawType}
      raw:
        metricSource:
          spec:
            query: '${query}'`;

const threshold = (query: string): string => `indicator:
  metadata:
    name: sli
  spec:
    thresholdMetric:
      metricSource:
        type: Prometheus
        spec:
          query: ${query}`;

const ok = ratio('good', `sum(http_requests_total{code=~"2.."})`);
const read = (text: string) => readOpenSlo(text, 'slo.yaml').slo;

/** What a file is refused for, field by field. */
const refused = (
  text: string,
): readonly { readonly where?: string; readonly what: string; readonly fix?: string }[] => {
  try {
    readOpenSlo(text, 'slo.yaml');
  } catch (error) {
    if (error instanceof HeadroomError && error.code === 'E_CONFIG') return error.details;
    throw error;
  }
  throw new Error('it was read');
};

describe('an SLO of OpenSLO v1', () => {
  it.each([
    ['good of total by status', ok, '- target: 0.999', { maxErrorShare: 0.001 }],
    ['a target in percent', ok, '- targetPercent: 99.5', { maxErrorShare: 0.005 }],
    [
      'bad of total by status',
      ratio('bad', `sum(http_requests_total{status=~"5.."})`),
      '- target: 0.98',
      { maxErrorShare: 0.02 },
    ],
    [
      "Datadog's way of a status",
      ratio('good', '"sum:trace.http.request.hits.by_http_status{http.status_code:200}.as_count()"'),
      '- target: 0.98',
      { maxErrorShare: 0.02 },
    ],
    ['several objectives: all must hold', ok, '- target: 0.9\n- target: 0.99', { maxErrorShare: 0.01 }],
    [
      'a bucket of a histogram in seconds',
      ratio('good', `sum(rate(http_request_duration_seconds_bucket{le="0.8"}[5m]))`),
      '- target: 0.95',
      { p95LatencyMs: 800 },
    ],
    [
      'bad of total: all less those in the bucket',
      ratio(
        'bad',
        `sum(request_seconds_count{job="my-app"}) - sum(request_seconds_bucket{job="my-app",le="0.8"})`,
      ),
      '- target: 0.95',
      { p95LatencyMs: 800 },
    ],
    [
      'durations with a threshold',
      threshold('http_request_duration_seconds'),
      '- op: lte\n  value: 0.5\n  target: 0.95',
      { p95LatencyMs: 500 },
    ],
    [
      'durations in ms',
      threshold('request_latency_ms'),
      '- op: lt\n  value: 300\n  target: 0.95',
      { p95LatencyMs: 300 },
    ],
  ])('is understood: %s', (_, indicator, objectives, limits) => {
    expect(read(slo(indicator, objectives))).toEqual(limits);
  });

  it.each([
    ["cluster: 'prod-1-eu'"],
    ['datasourceUid: a1b2c3d4-1234-5678-9abc-def012345678'],
    ["source: 'eu-1-prod'"],
    ["url: 'http://prom:9090/api/v1'"],
    ["note: 'a mean / 2, of max 5'"],
  ])('judges the query alone, whatever stands beside it: %s', (beside) => {
    for (const key of ['query', 'queryTemplate', 'promql', 'expr']) {
      const besides = (indicator: string, objective: string) =>
        read(slo(indicator, objective).replaceAll(/^( +)query: /gm, `$1${beside}\n$1${key}: `));
      expect(besides(ok, '- target: 0.95')).toEqual({ maxErrorShare: 0.05 });
      const quotient = raw('failure', 'sum(a_total{code=~"5.."}) / sum(a_total)');
      expect(besides(quotient, '- target: 0.95')).toEqual({ maxErrorShare: 0.05 });
      const bucket = ratio('good', 'sum(request_seconds_bucket{le="0.8"})');
      expect(besides(bucket, '- target: 0.95')).toEqual({ p95LatencyMs: 800 });
      const objective = '- op: lte\n  value: 0.5\n  target: 0.95';
      expect(besides(threshold('request_seconds'), objective)).toEqual({ p95LatencyMs: 500 });
    }
  });

  it('finds the query by the metric where no key is known, and judges each text by itself', () => {
    const beside =
      "$1cluster: 'prod-1-eu'\n$1id: a1b2c3d4-1234-5678\n$1url: 'http://prom:9090/api'\n$1selector: ";
    const unknown = (text: string): string => text.replaceAll(/^( +)query: /gm, beside);
    expect(read(unknown(slo(ok, '- target: 0.99')))).toEqual({ maxErrorShare: 0.01 });
    const quotient = raw('success', 'sum(a_total{code=~"2.."}) / sum(a_total)');
    expect(read(unknown(slo(quotient, '- target: 0.99')))).toEqual({ maxErrorShare: 0.01 });
    const scaled = ratio('good', 'sum(a_total{code=~"2.."}) / 1000');
    expect(refused(unknown(slo(scaled, '- target: 0.99')))[0]?.fix).toContain('computes with the counts');
  });

  it('takes two metrics as those of the same requests by an annotation', () => {
    const other = ratio('good', 'sum(request_seconds_bucket{le="0.8"})', 'sum(calls_total)');
    const [fault] = refused(slo(other, '- target: 0.95'));
    expect(fault?.fix).toContain('write headroom/total: same-requests into metadata.annotations');
    const said = '\n  annotations:\n    headroom/total: same-requests';
    expect(read(slo(other, '- target: 0.95', said))).toEqual({ p95LatencyMs: 800 });
    const filtered = ratio('good', 'sum(request_seconds_bucket{le="0.8"})', 'sum(calls_total{code!~"4.."})');
    expect(refused(slo(filtered, '- target: 0.95', said))[0]?.fix).toContain('leaves some out');
    const without = ok.replace(/ +total:[\s\S]*/, '');
    expect(refused(slo(without, '- target: 0.99'))[0]?.where).toContain('ratioMetric.total');
  });

  it.each([
    ['istio_request_duration_milliseconds_bucket{le="300"}', 'istio_requests_total', 300],
    [
      'nginx_ingress_controller_request_duration_seconds_bucket{le="0.5"}',
      'nginx_ingress_controller_requests',
      500,
    ],
    ['http_request_duration_seconds_bucket{le="0.5"}', 'http_requests_total', 500],
    [
      '{__name__="http_request_duration_seconds_bucket",le="0.5"}',
      'http_request_duration_seconds_count',
      500,
    ],
  ])('takes a bucket and a count of the same requests by other names: %s of %s', (bucket, total, limitMs) => {
    const indicator = ratio('good', `'sum(rate(${bucket}[5m]))'`, `sum(rate(${total}[5m]))`);
    expect(read(slo(indicator, '- target: 0.95'))).toEqual({ p95LatencyMs: limitMs });
  });

  it('takes a query that a source sums up itself as a summary', () => {
    const summed = threshold('request_seconds').replace('query:', 'stat: p95\n          query:');
    const [fault] = refused(slo(summed, '- op: lte\n  value: 0.5\n  target: 0.95'));
    expect(fault?.fix).toContain('a percentile already');
  });

  it('takes what a query means from an annotation where the query does not tell', () => {
    const unclear = ratio('good', 'sum(my_good_events)');
    const annotated = '\n  annotations:\n    headroom/measures: failures';
    expect(read(slo(unclear, '- target: 0.99', annotated))).toEqual({ maxErrorShare: 0.01 });
    const unit = '\n  annotations:\n    headroom/unit: s';
    expect(read(slo(threshold('my_latency'), '- op: lte\n  value: 2\n  target: 0.95', unit))).toEqual({
      p95LatencyMs: 2000,
    });
  });

  it('finds an SLI of the same file by its name, and passes by what promises nothing', () => {
    const sli = ok.replace('indicator:\n', '').replaceAll(/^ {2}/gm, '');
    const text = [
      `apiVersion: openslo/v1\nkind: SLI\n${sli}`,
      slo('indicatorRef: sli', '- target: 0.99'),
      'apiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: score\nspec: {}\n',
    ].join('\n---\n');
    expect(read(text)).toEqual({ maxErrorShare: 0.01 });
  });

  it('is put together from several: failures and latency', () => {
    const latency = slo(threshold('request_seconds'), '- op: lte\n  value: 0.5\n  target: 0.95');
    expect(read([slo(ok, '- target: 0.99'), latency].join('---\n'))).toEqual({
      maxErrorShare: 0.01,
      p95LatencyMs: 500,
    });
  });

  it('says what is judged otherwise than it says', () => {
    const { notes } = readOpenSlo(slo(ok, '- target: 0.99'), 'slo.yaml');
    expect(notes.join('\n')).toMatch(/timeWindow[\s\S]*every answer but 2xx/);
  });
});

describe('what can not be held', () => {
  const seconds = threshold('request_seconds');

  it('is a promise of another service', () => {
    const other = slo(ok, '- target: 0.9999').replace('service: score', 'service: billing');
    const [fault] = refused([slo(ok, '- target: 0.99'), other].join('---\n'));
    expect(fault?.what).toBe('its SLOs are of several services: score (score), billing (score)');
  });

  it.each([
    'data_freshness_seconds',
    'queue_age_seconds',
    'process_start_time_seconds',
    'request_queue_seconds',
    'cpu_usage_percent_seconds',
    'gc_duration_seconds',
  ])('is a time that its name does not call the latency of requests: %s', (metric) => {
    const objective = '- op: lte\n  value: 3600\n  target: 0.95';
    const bucket = ratio('good', `sum(${metric}_bucket{le="3600"})`);
    for (const text of [slo(threshold(metric), objective), slo(bucket, '- target: 0.95')])
      expect(refused(text)[0]?.fix).toBe(
        `the name ${metric} does not say that it is the latency of requests: where it is, write headroom/unit: s into metadata.annotations`,
      );
    const said = '\n  annotations:\n    headroom/unit: s';
    expect(read(slo(threshold(metric), objective, said))).toEqual({ p95LatencyMs: 3_600_000 });
  });

  it('is a unit that name and annotation tell differently', () => {
    const said = '\n  annotations:\n    headroom/unit: ms';
    const [fault] = refused(slo(seconds, '- op: lte\n  value: 800\n  target: 0.95', said));
    expect(fault?.fix).toContain("says ms, the metric's name s");
  });

  it.each([
    [
      'good',
      '(sum(request_seconds_bucket{le="0.3"}) + sum(request_seconds_bucket{le="1.2"})) / 2',
      'buckets',
    ],
    ['good', 'sum(http_requests_total{code=~"5.."})', 'statuses of failures'],
    ['good', 'sum(http_requests_total{code!="404"})', 'statuses of failures'],
    ['good', 'sum(http_requests_total{code=~"4.."})', 'does not count'],
    ['good', 'sum(a_total) - sum(a_total{status_class="2xx"})', 'good what succeeds'],
    ['bad', 'sum(http_requests_total{code=~"2.."})', 'good what succeeds'],
    ['bad', 'sum(http_requests_total{code!~"5.."})', 'good what succeeds'],
    ['bad', 'sum(http_requests_total) - sum(http_requests_total{code=~"5.."})', 'statuses of failures'],
    ['good', 'sum(orders_total{zip_code="503"})', 'not understood'],
    ['good', 'sum(a_total{code=~"200|404"})', 'errors of clients, such as 404'],
    ['good', 'sum(a_total{code=~"[24].."})', 'errors of clients, such as 404'],
    ['bad', 'sum(a_total) - sum(a_total{code=~"2..|404"})', 'errors of clients, such as 404'],
    ['good', 'sum(rate(request_seconds_bucket{le="0.8"}[5m])) / 1000', 'computes with the counts'],
    ['bad', 'sum(a_total{code=~"5.."}) * 0.5', 'computes with the counts'],
    ['bad', 'sum(a_total{code=~"5.."}) > 10', 'computes with the counts'],
    ['bad', 'sum(a_total{code=~"5.."}) or 2 * sum(a_total)', 'computes with the counts'],
    ['bad', 'sum(a_total{code=~"5.."}) or (0 * sum(a_total)) + (2 * b_total)', 'computes with the counts'],
    ['bad', 'sum(rate(a_total{code=~"5.."}[5m] offset -5m)) / 60', 'computes with the counts'],
  ] as const)('is a query that counts what its field does not say: %s: %s', (numerator, query, why) => {
    expect(refused(slo(ratio(numerator, query), '- target: 0.95'))[0]?.fix).toContain(why);
  });

  it.each([
    ['good', 'sum(http_requests_total{code!~"5.."})'],
    ['good', 'sum(http_requests_total{code!="500",handler="/score"})'],
    ['good', 'sum(a_total{responseCode=~"2\\d\\d|304"})'],
    ['good', 'sum(rate(a_total{code!~"5..",handler=~"/a/2"}[5m]))'],
    ['good', 'sum(a_total{status_class!="5xx"})'],
    ['good', 'sum(a_total{grpc_status="0"})'],
    ['good', 'sum(a_total) - sum(a_total{code=~"5.."})'],
    ['bad', 'sum(a_total) - sum(a_total{code=~"2.."})'],
    ['bad', 'sum(http_requests_total{status="503"}) + sum(http_requests_total{status="504"})'],
    ['bad', 'sum(http_requests_total{code=~"4..|5.."})'],
    ['bad', 'sum:trace.hits.by_http_status{http.status_code:5*}'],
  ] as const)('is not this query of failures: %s: %s', (numerator, query) => {
    expect(read(slo(ratio(numerator, `'${query}'`), '- target: 0.95'))).toEqual({ maxErrorShare: 0.05 });
  });

  it.each([
    ['good', 'sum(request_seconds_bucket{le="0.8"})', 'sum(other_seconds_count)', 'same metric'],
    ['good', 'sum(request_seconds_bucket{le="0.8"})', 'sum(request_seconds_bucket)', 'counts buckets'],
    ['good', 'sum(a_total{code=~"2.."})', 'sum(b_total)', 'same metric'],
    ['good', 'sum(http_requests_total{code=~"2.."})', 'sum(grpc_requests_total)', 'same metric'],
    ['good', 'sum(http_requests_total{code=~"2.."})', 'sum(http_requests_dropped_total)', 'same metric'],
    ['good', '\'{__name__="a_total",code=~"2.."}\'', '{__name__="b_total"}', 'same metric'],
    ['good', '\'{"a.total",code=~"2.."}\'', '{"b.total"}', 'same metric'],
    ['good', 'sum(a_total{code=~"2.."})', '100', 'same metric'],
    ['good', 'sum(a_total{code=~"2.."})', 'sum(a_total{code=~"5.."})', 'leaves some out'],
    ['bad', 'sum(a_total{code=~"5.."})', 'sum(a_total{code!~"4.."})', 'leaves some out'],
    ['bad', 'sum(a_total{code=~"5.."})', 'sum(a_total) / 2', 'computes with the counts'],
  ] as const)('is a share of other requests than all: %s: %s of %s', (numerator, query, total, why) => {
    expect(refused(slo(ratio(numerator, query, total), '- target: 0.95'))[0]?.fix).toContain(why);
  });

  it.each([
    ['good', 'sum(a_total{code=~"2.."})', 'sum(a_total{code=~"[1-5].."})'],
    ['good', '\'{__name__="http_requests_total",code=~"2.."}\'', 'http_requests_total'],
    ['good', '\'{"http.requests",code=~"2.."}\'', 'sum({"http.requests"})'],
    ['good', '\'{"http.requests","http.status_code"=~"2.."}\'', 'sum({"http.requests"})'],
    ['good', '\'{job="a",code=~"2.."}\'', 'sum(rate({job="a"}[5m]))'],
    ['good', 'sum(rate(a_total{code=~"2.."}[5m] offset -5m))', 'sum(rate(a_total[5m] offset -5m))'],
    ['good', 'sum(increase(a_total{code=~"2.."}[5m] @ 1609746000))', 'sum(increase(a_total[5m] @ end()))'],
    ['bad', 'sum(a_total{code=~"5.."}) or 0 * sum(a_total)', 'sum(a_total)'],
    [
      'bad',
      '(sum(rate(a_total{code=~"5.."}[5m])) or 0 * sum(rate(a_total{code=~"2.."}[5m])))',
      'sum(a_total)',
    ],
    ['bad', 'sum(a_total{code=~"5.."}) or on() (sum(a_total) * 0) or vector(0)', 'sum(a_total)'],
    ['good', 'sum(rate(a_total{code=~"2.."}[5m] offset 5m))', 'sum by (job) (rate(a_total[5m] offset 5m))'],
    [
      'bad',
      '"sum:trace.hits.by_http_status{http.status_code:5*}.as_count()"',
      'sum:trace.hits{*}.as_count()',
    ],
  ] as const)('is not this share of all requests: %s: %s of %s', (numerator, query, total) => {
    expect(read(slo(ratio(numerator, query, total), '- target: 0.95'))).toEqual({ maxErrorShare: 0.05 });
  });

  it.each([
    [
      'success',
      'sum(a_total{code=~"5.."}) / sum(a_total)',
      'raw of success it counts the statuses of failures',
    ],
    [
      'failure',
      'sum(a_total{code=~"2.."}) / sum(a_total)',
      'raw of failure it counts the statuses of successes',
    ],
    ['failure', '1 - sum(a_total{code=~"5.."}) / sum(a_total)', 'statuses of failures'],
    ['success', 'sum(a_total{code=~"2.."}) / sum(a_total{code!~"4.."})', 'leaves some out'],
    ['success', 'sum(a_total{code=~"2.."}) / sum(b_total)', 'same metric'],
    ['success', '100 * sum(a_total{code=~"2.."}) / sum(a_total)', 'computes with the counts'],
    ['success', 'sum(a_total{code=~"2.."})', 'divided by'],
    ['failure', 'sum(request_seconds_bucket{le="0.8"}) / sum(request_seconds_count)', 'fast requests'],
  ] as const)('is a ratio in one query that is not what rawType says: %s: %s', (rawType, query, why) => {
    expect(refused(slo(raw(rawType, query), '- target: 0.95'))[0]?.fix).toContain(why);
  });

  it.each([
    ['success', 'sum(a_total{code=~"2.."}) / sum(a_total)', { maxErrorShare: 0.05 }],
    ['failure', 'sum(a_total{code=~"5..",path="/a"}) / sum(a_total{path="/a"})', { maxErrorShare: 0.05 }],
    ['success', '1 - (sum(a_total{code=~"5.."}) / sum(a_total))', { maxErrorShare: 0.05 }],
    [
      'success',
      '1 - ((sum(a_total{code=~"5.."}) or 0 * sum(a_total)) / sum(a_total))',
      { maxErrorShare: 0.05 },
    ],
    ['success', 'sum(request_ms_bucket{le="300"}) / sum(request_ms_count)', { p95LatencyMs: 300 }],
  ] as const)('is not this ratio in one query: %s: %s', (rawType, query, limits) => {
    expect(read(slo(raw(rawType, query), '- target: 0.95'))).toEqual(limits);
  });

  it('is good beside bad, of which one would not be read', () => {
    const both = ok.replace('      total:', '      bad: { metricSource: {} }\n      total:');
    expect(refused(slo(both, '- target: 0.99'))[0]?.fix).toBe('give one of good, bad and raw');
  });

  it.each([
    'http_request_duration_seconds * 1000',
    'http_request_duration_ms / 1000',
    'request_seconds/1000',
    '1000 * request_seconds',
    'request_seconds + on(pod) response_seconds',
    'request_seconds - response_seconds',
    'request_seconds > 0.1',
  ])('is a duration that the query computes with: %s', (query) => {
    const [fault] = refused(slo(threshold(query), '- op: lte\n  value: 800\n  target: 0.95'));
    expect(fault?.fix).toContain('computes with the durations');
  });

  it.each([
    ['avg(request_seconds)', 'a mean'],
    ['rate(request_seconds_sum[5m]) / rate(request_seconds_count[5m])', 'a mean'],
    ['avg_over_time(request_seconds[5m])', 'a mean'],
    ['request_latency_avg_ms', 'a mean'],
    ['max by (pod) (request_seconds)', 'a largest or smallest value'],
    ['a_p99_seconds', 'a percentile'],
  ])('is a summary of durations in place of the durations: %s', (query, is) => {
    const objective = '- op: lte\n  value: 0.5\n  target: 0.95';
    const [fault] = refused(slo(threshold(query), objective));
    expect(fault?.fix).toBe(`it is ${is} already: name the durations themselves, with target 0.95`);
  });

  it.each([
    ['bad', 'sum(request_seconds_bucket{le="0.8"})'],
    ['good', 'sum(request_seconds_count) - sum(request_seconds_bucket{le="0.8"})'],
  ] as const)('is a bucket that counts the other requests: %s', (numerator, query) => {
    const [fault] = refused(slo(ratio(numerator, query), '- target: 0.95'));
    expect(fault?.fix).toContain('a bucket counts the fast requests');
  });

  it.each([
    ['- targetPercent: 0.995', 'objectives[0].targetPercent is 0.995', 'give a percentage: 99.5'],
    [
      '- target: 0.99\n  timeSliceTarget: 0.9',
      'objectives[0].timeSliceTarget is 0.9',
      'belongs to Timeslices',
    ],
    ['- target: 0.99\n  timeSliceWindow: 5m', 'objectives[0].timeSliceWindow is', 'belongs to Timeslices'],
    ['- target: 0.99\n  compositeWeight: 2', 'objectives[0].compositeWeight is 2', 'a composite SLO'],
  ])('is refused with what is meant: %s', (objective, what, fix) => {
    const [fault] = refused(slo(ok, objective));
    expect(fault?.what).toContain(what);
    expect(fault?.fix).toContain(fix);
    expect(refused(slo(ok, objective))).toHaveLength(1);
  });

  it.each([
    ['headroom/measure: failures', 'unknown annotation "headroom/measure"', 'mean headroom/measures?'],
    ['headroom/measures: errors', 'headroom/measures is errors', 'write failures'],
    ['headroom/total: same', 'headroom/total is same', 'write same-requests'],
  ])('is refused with an annotation of ours that says nothing: %s', (annotation, what, fix) => {
    const [fault] = refused(slo(ok, '- target: 0.99', `\n  annotations:\n    ${annotation}`));
    expect(fault).toMatchObject({ what, fix: expect.stringContaining(fix) });
    expect(fault?.where).toBe('slo.yaml → metadata.annotations');
    const others = slo(ok, '- target: 0.99', '\n  annotations:\n    example.com/measure: failures');
    expect(read(others)).toEqual({ maxErrorShare: 0.01 });
  });

  it.each([
    [
      'slices of time',
      slo(ok, '- target: 0.99').replace('Occurrences', 'Timeslices'),
      'spec.budgetingMethod',
    ],
    [
      'a slice of an objective',
      slo(ok, '- target: 0.99\n  timeSliceTarget: 0.9'),
      'objectives[0].timeSliceTarget',
    ],
    [
      'a weighted objective',
      slo(ok, '- target: 0.99\n  compositeWeight: 2'),
      'objectives[0].compositeWeight',
    ],
    ['no target', slo(ok, '- displayName: a'), 'objectives[0].target'],
    ['two targets', slo(ok, '- target: 0.9\n  targetPercent: 90'), 'objectives[0].target'],
    ['a threshold on a ratio', slo(ok, '- target: 0.9\n  op: lte'), 'objectives[0].op'],
    ['another percentile', slo(seconds, '- op: lte\n  value: 1\n  target: 0.99'), 'objectives[0].target'],
    ['a lower limit of a latency', slo(seconds, '- op: gte\n  value: 1\n  target: 0.95'), 'objectives[0].op'],
    ['no value', slo(seconds, '- op: lte\n  target: 0.95'), 'objectives[0].value'],
    [
      'an unknown unit',
      slo(threshold('latency'), '- op: lte\n  value: 1\n  target: 0.95'),
      'thresholdMetric',
    ],
    [
      'a percentile of a metric',
      slo(
        threshold('histogram_quantile(0.95, request_seconds_bucket)'),
        '- op: lte\n  value: 1\n  target: 0.95',
      ),
      'thresholdMetric',
    ],
    ['a query that is not clear', slo(ratio('good', 'Any'), '- target: 0.99'), 'ratioMetric.good'],
    [
      'status and time at once',
      slo(ratio('good', `request_seconds_bucket{le="1",code="200"}`), '- target: 0.95'),
      'ratioMetric.good',
    ],
    ['an indicator that is not there', slo('indicatorRef: other', '- target: 0.9'), 'spec.indicatorRef'],
    ['a field that nobody knows', slo(ok, '- target: 0.99').replace('service:', 'servise:'), 'servise'],
    ['another version', slo(ok, '- target: 0.99').replace('openslo/v1', 'openslo/v2alpha'), 'slo.yaml'],
    ['another kind', slo(ok, '- target: 0.99').replace('kind: SLO', 'kind: Budget'), 'slo.yaml'],
    ['no SLO', 'apiVersion: openslo/v1\nkind: Service\n', 'slo.yaml'],
    ['no YAML', 'a: [', 'line 1'],
  ])('is refused with its field: %s', (_, text, where) => {
    const details = refused(text);
    expect(details.map((one) => `${one.where} ${one.what}`).join('\n')).toContain(where);
    for (const { fix } of details) expect(fix?.length).toBeGreaterThan(5);
  });
});
