import { expect, it } from 'vitest';
import { telemetryEnvironment } from '../../../load/telemetry/k6-environment.ts';

it('k6 is pointed at the receiver and keeps the rest of the environment', () => {
  const environment = telemetryEnvironment({ port: 4321, inherited: { PATH: '/bin', SCORE_KEY: 's' } });
  expect(environment).toMatchObject({
    PATH: '/bin',
    SCORE_KEY: 's',
    K6_OTEL_HTTP_EXPORTER_ENDPOINT: '127.0.0.1:4321',
  });
});

it('the user’s own OpenTelemetry settings do not reach k6', () => {
  const inherited = {
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_EXPORTER_OTLP_CERTIFICATE: '/etc/ca.pem',
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative',
    K6_OTEL_METRIC_PREFIX: 'team_',
  };
  const environment = telemetryEnvironment({ port: 1, inherited });
  expect(environment['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE']).toBe('delta');
  expect(environment).not.toHaveProperty('OTEL_EXPORTER_OTLP_COMPRESSION');
  expect(environment).not.toHaveProperty('OTEL_EXPORTER_OTLP_CERTIFICATE');
  expect(environment).not.toHaveProperty('K6_OTEL_METRIC_PREFIX');
});
