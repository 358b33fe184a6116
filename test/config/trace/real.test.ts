import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { fixture, refusalOf, secondsOf, stepsOf } from './arrivals-of.ts';

const real = (name: string, options?: TraceOptions) => fixture(`real/${name}`, options);

/** What each file is modelled on: the documentation or the public files in which its form was found. */
const counted = [
  // davidban77/sonda, "Grafana CSV Export Replay": series joined by time, labels in the headers
  [
    'grafana-labels.csv',
    'rates',
    15,
    [11, 14, 13, 0],
    {
      column: [
        '{__name__="http_requests:rate1m", instance="a:9090"}',
        '{__name__="http_requests:rate1m", instance="b:9100"}',
      ],
      unit: 'perSecond',
    },
  ],
  // bcelenza/aws-cwq: a query of CloudWatch Logs Insights by bin(5m), newest first
  ['insights-bins.csv', 'counts', 300, [900, 300, 600]],
  // Azure Monitor's metric of a managed online endpoint, the last minute not there yet
  ['azure-endpoint-metric.csv', 'counts', 60, [60, 240]],
  ['azure-endpoint-metric.csv', 'counts', 60, [60, 240, 0], { gaps: 'zero' }],
  // InfluxDB's documentation of annotated CSV
  ['influx-annotated.csv', 'counts', 60, [120, 60, 30], { unit: 'count' }],
  // Kibana's CSV of a Lens chart, with thousands as it shows them
  ['kibana-lens.csv', 'counts', 60, [1200, 900, 60]],
  // Splunk's export of a timechart
  ['splunk-timechart.csv', 'counts', 60, [120, 180, 60]],
  // Locust's stats history
  ['locust-history.csv', 'rates', 1, [12.5, 13, 11.5]],
  // Wikimedia's pageviews API: hours as 2015100100
  ['pageviews.csv', 'counts', 3600, [1800, 3600, 7200]],
  // dates and times of digits alone, as SQL's date functions give them
  ['compact-days.csv', 'counts', 86_400, [86_400, 172_800, 43_200]],
  ['compact-minutes.csv', 'counts', 60, [60, 120, 30]],
  // VictoriaMetrics' /api/v1/export
  ['victoria-export.jsonl', 'counts', 60, [60, 120, 30]],
  // New Relic's answer to a NRQL query with TIMESERIES
  ['newrelic-series.json', 'counts', 60, [120, 60]],
  // Grafana's /api/ds/query, as the query inspector shows it
  ['grafana-query.json', 'counts', 60, [60, 120, 30]],
  // a query of one's own: GROUP BY five minutes
  ['own-sql.csv', 'rates', 300, [12.5, 60, 11], { column: 'avg_rps', unit: 'perSecond' }],
  // a query of one's own: GROUP BY second, seconds without requests left out
  ['sparse-seconds.csv', 'counts', 5, [3, 1, 0, 0, 2, 0, 0, 0, 0, 0, 4], { step: 5 }],
] as const;

const eachRow = [
  // AWS' documentation of the balancer's access log: the request came before the time in front
  ['alb.log', [0, 1.101]],
  // Traefik's documentation: JSON by the start of each request; the text form with its own fields
  ['traefik.json', [0, 2.25]],
  ['traefik.log', [0, 2]],
  // HAProxy's documentation of the HTTP log format, behind syslog
  ['haproxy.log', [0, 1.25]],
  // Caddy's documentation of its log: lines 2.25 s apart, of requests that took 0.5 and 0.25 s
  ['caddy.json', [0, 2.5]],
  // Kibana's CSV of Discover
  ['kibana-discover.csv', [0, 2.25]],
  // JMeter's results file
  ['jmeter.jtl', [0, 1.25]],
  // Mooncake's trace: numbers from 0 of a unit that is not named
  ['mooncake.jsonl', [0, 3000, 3000]],
  // Google Cloud's log of a load balancer
  ['gcp-lb.json', [0, 1.75]],
  // Log Analytics' table AppRequests
  ['app-requests.csv', [0, 1.25]],
  // a container's log as the kubelet keeps it
  ['kubectl-cri.log', [0, 1]],
  // vegeta's CSV, which has no header; hey's CSV, by the offset of each request
  ['vegeta.csv', [0, 0.5], { unit: 'eachRow' }],
  ['hey.csv', [0, 0.0255], { unit: 'eachRow' }],
] as const;

const refused = [
  ['grafana-labels.csv', 'several columns may be the number of requests', 'a list of columns to add up'],
  ['influx-annotated.csv', 'a value each 60 s: requests of the step, or a rate?', 'load.unit'],
  ['k6-output.csv', 'rows of several metrics: http_reqs, http_req_duration, vus', "load.unit 'eachRow'"],
  ['k6-output.csv', 'rows of several metrics', 'keep the rows', { unit: 'eachRow' }],
  ['locust-history.csv', 'a counter that grows', 'load.unit', { column: 'Total Request Count' }],
  ['app-insights-sampled.csv', 'its rows are a sample: itemCount', 'sum(itemCount)'],
  ['own-sql.csv', 'avg_rps may be a number of requests or something else', 'load.column'],
  ['own-sql.csv', 'requests of the step, or a rate?', 'load.unit', { column: 'avg_rps' }],
  ['sparse-seconds.csv', 'no one step of time', 'load.step'],
  ['uvicorn.log', 'none of them a time', 'timestamp'],
  ['vegeta.csv', 'several columns may be the number of requests', "load.unit 'eachRow'"],
  ['hey.csv', 'several columns may be the number of requests', "load.unit 'eachRow'"],
] as const;

describe('traces made after real ones', () => {
  it.each(counted)('%s: %s for each %i s', (name, kind, stepSeconds, steps, options: TraceOptions = {}) => {
    const reading = real(name, options);
    expect(reading).toMatchObject({ kind, stepSeconds });
    expect(stepsOf(reading)).toEqual(steps);
  });

  it.each(eachRow)('%s: each row is one request', (name, seconds, options: TraceOptions = {}) => {
    const reading = real(name, options);
    expect(reading.kind).toBe('times');
    const found = secondsOf(reading);
    expect(found.map((second) => Math.round((second - found[0]!) * 1e4) / 1e4)).toEqual(seconds);
  });

  it.each(refused)('%s is refused: %s; the way out: %s', (name, reason, fix, options: TraceOptions = {}) => {
    const text = refusalOf(() => real(name, options));
    expect(text).toContain(reason);
    expect(text).toContain(fix);
  });

  const secondsApart = (seconds: readonly number[], options?: TraceOptions) =>
    readingOf(`time,requests\n${seconds.map((s) => `${1714557600 + s},2`).join('\n')}`, 't.csv', options);

  it('asks where few rows leave open whether their step is that of the counts', () => {
    expect(refusalOf(() => secondsApart([0, 5, 10, 20]))).toMatch(
      /4 rows, 5 s apart and more: .* or of single seconds.*\| .*load\.step: 5 or 1/,
    );
    expect(secondsApart([0, 5, 10, 20], { step: 1 }).perSecond.slice(0, 6)).toEqual([2, 0, 0, 0, 0, 2]);
    expect(secondsApart([0, 5, 10, 15]).notes).toEqual([]);
  });

  it('says what it took a step for where many rows with gaps have it', () => {
    const { stepSeconds, notes } = secondsApart([0, 5, 10, 15, 20, 30, 35, 40, 45]);
    expect(stepSeconds).toBe(5);
    expect(notes).toContainEqual({ code: 'stepAssumed', stepSeconds: 5 });
  });

  it('says where the unit of times is not known', () => {
    expect(real('mooncake.jsonl').notes).toContainEqual({ code: 'secondsAssumed' });
    expect(real('gcp-lb.json').notes).not.toContainEqual({ code: 'secondsAssumed' });
  });
});
