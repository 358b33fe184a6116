/**
 * What makes an unchanged k6 send its telemetry to the tool: environment and arguments, verified with k6 v2.2.
 */

/** Series per metric and second. A second of load needs (seconds of request timeout) x (phases) x (outcomes). */
const seriesMax = 5000;

/** Settings that the user made for other runs of k6 or for other programs: k6 would put them above the plan. */
const isForeignSetting = (name: string): boolean => /^(K6|OTEL)_/.test(name);

/**
 * The environment to run k6 in: the one inherited, with OpenTelemetry set up for the receiver on this machine.
 * Once a second k6 posts what was added since the last post (delta), with histograms whose buckets follow the
 * values (base-2 exponential). `GOGC=400` lets k6 collect garbage four times less often, which pays for the cost of
 * it all in CPU (k6 then does as much with telemetry as without) with about 50 MB of memory.
 */
export const telemetryEnvironment = (options: {
  readonly port: number;
  readonly inherited: Readonly<NodeJS.ProcessEnv>;
}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(options.inherited).filter(([name]) => !isForeignSetting(name))),
  GOGC: '400',
  // k6 would fetch another binary when a script imports an extension that it lacks.
  K6_AUTO_EXTENSION_RESOLUTION: 'false',
  K6_OTEL_EXPORTER_PROTOCOL: 'http/protobuf',
  K6_OTEL_HTTP_EXPORTER_ENDPOINT: `127.0.0.1:${options.port}`,
  K6_OTEL_HTTP_EXPORTER_INSECURE: 'true',
  K6_OTEL_FLUSH_INTERVAL: '100ms',
  K6_OTEL_EXPORT_INTERVAL: '1s',
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
  OTEL_GO_X_CARDINALITY_LIMIT: String(seriesMax),
});

/**
 * Arguments of `k6 run` for telemetry: only the tags that the load series are split by (every other one would
 * multiply the series), and none of k6's own statistics, which keep every sample in memory.
 */
export const telemetryArguments = (): readonly string[] => [
  '--out=opentelemetry',
  '--system-tags=scenario,status,error_code',
  '--summary-mode=disabled',
  '--no-thresholds',
  '--no-usage-report',
];
