/** A metric of durations that a query names. */
type DurationMetric = {
  readonly name: string;
  readonly unit: 's' | 'ms';
  /** Whether the name says that the durations are those of requests. */
  readonly isOfRequests: boolean;
};

const ofRequests =
  /^(?:https?|grpc|rpc|requests?|responses?|latency|latencies|inference|predict|prediction|scoring|handling)$/;

/** What takes a part of a request, or is no request at all. */
const ofOthers =
  /^(?:age|created|cpu|db|disk|dns|freshness|gc|interval|lag|max|memory|network|offset|process|queue|queued|retry|sleep|start|timeout|timestamp|ttl|uptime|wait|waiting)$/;

const isOfRequests = (name: string): boolean => {
  const words = name.toLowerCase().split(/[_:]+/);
  return words.some((word) => ofRequests.test(word)) && !words.some((word) => ofOthers.test(word));
};

const duration = /^:*(\w[\w:]*_(seconds|milliseconds|ms))(?:_bucket|_sum|_count)?\b/;

/**
 * The metrics of durations in a query. By Prometheus's rule of names, the unit is the end of a metric's name:
 * https://prometheus.io/docs/practices/naming/
 *
 * @example durationsIn('sum(queue_age_seconds)') // [{ name: 'queue_age_seconds', unit: 's', isOfRequests: false }]
 */
export const durationsIn = (query: string): DurationMetric[] =>
  [...query.matchAll(/[\w:]+/g)].flatMap(([word]) => {
    const [, name, unit] = duration.exec(word) ?? [];
    return name === undefined
      ? []
      : [{ name, unit: unit === 'seconds' ? 's' : 'ms', isOfRequests: isOfRequests(name) }];
  });
