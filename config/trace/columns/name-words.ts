const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Words of requests that did not become load, or are one status alone. */
export const lostWords: ReadonlySet<string> = new Set(
  words(`error errors failed failure failures fail failurerate exception exceptions timeout timeouts dropped rejected throttled
    denied blocked retried retry retries cancelled canceled aborted`),
);

/** Words of what is no count of all requests, whatever else the name holds: request tokens, error rate, p95, requests limit. */
export const otherWords: ReadonlySet<string> = new Set([
  ...lostWords,
  ...words(`token tokens latency duration durations elapsed status code codes byte bytes kb mb gb size length id guid ip
    port port session sessions success successful cpu memory mem ram percent percentage % elapsedtime responsetime taken ms
    milliseconds seconds cost price temperature replica replicas pod pods instance instances node nodes host hosts user
    users thread threads container containers worker workers connection connections healthy health healthcheck healthz
    probe probes queue queued backlog depth inflight flight year month
    quantile percentile p50 p75 p90 p95 p99 p999 median utilization usage load level version score confidence
    win32 substatus win32status receivetime sendtime age width height batch idle connect overhead span spandays inspected
    concurrent concurrency active pending outstanding ongoing waiting open buffered
    limit limits capacity target targets forecast forecasted expected planned scheduled goal quota budget remaining
    threshold ratio share`),
]);

/** Words of a number of requests. */
export const countWords: ReadonlySet<string> = new Set(
  words(`count counts cnt request requests req arrival arrivals hit hits call calls invocation invocations
    transaction transactions query queries sum total events views pageviews anzahl anfragen aufrufe`),
);

/** Words that may stand beside those of a number of requests and change nothing: which server, which method, of a step. */
export const plainWords: ReadonlySet<string> = new Set([
  ...countWords,
  ...words(`http https grpc rest api web server service services ingress incoming inbound received served handled processed
    completed number no num nr of the in for to all by from per each every last past pro je der aller alle gesamt insgesamt
    eingehende step interval bucket row period window rate get post put patch delete scoring predict prediction predictions
    inference infer model models endpoint endpoints ml app application backend frontend gateway lb elb alb nlb aws
    applicationelb loadbalancing googleapis com nginx istio envoy traefik haproxy kong knative azure azureml job cluster
    namespace production prod delta increase raw records documents entries lines page pages`),
]);
