import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { RecordedConfig } from '../../runs/schema/run.ts';
import { type EndpointService, measureEndpointServices, mixedService } from '../measure/endpoint-services.ts';
import { countErrors } from '../measure/errors.ts';
import { confidence } from '../measure/evidence.ts';
import type { Limits } from '../measure/limits.ts';
import { grownServices } from '../measure/service-growth.ts';
import type { ServiceTime } from '../measure/service-time.ts';
import { isNotEnoughData } from '../stats/interval.ts';
import { quantileOfMeasured } from '../stats/mixture.ts';
import { sumOf } from '../stats/sum.ts';
import type { Recorded } from '../timeline/recording.ts';

type CalibratedService = { readonly service: Calibration['service']; readonly warnings: Note[] };

/** Nothing is known but that scoring takes between hundredths of a second and seconds. */
const assumedService = (succeeded: number): CalibratedService => ({
  service: {
    from: 'assumed',
    provenance: 'assumed',
    note: { code: 'serviceUnknown', lowMs: 20, highMs: 2000 },
    evidence: [],
    distribution: { kind: 'exponential', meanMs: 200 },
    meanMs: { low: 20, mid: 200, high: 2000, confidence },
    samples: 0,
  },
  warnings: [{ code: 'serviceAssumed', succeeded }],
});

const succeededOf = (runs: readonly Recorded[]): number =>
  sumOf(
    runs.map(({ load }) => {
      const { requests, failed } = countErrors(load.total.outcomes);
      return requests - failed;
    }),
  );

const noteOf = ({ from, samples }: ServiceTime, endpoints: EndpointTimes): Note => {
  if (endpoints.length > 0) {
    const told = endpoints.map(({ name, share, meanMs }) => ({ name, share, meanMs: meanMs.mid }));
    return { code: 'serviceMixed', requests: samples, endpoints: told };
  }
  return from === 'header'
    ? { code: 'serviceFromHeader', answers: samples }
    : { code: 'serviceFromLatency', requests: samples };
};

const warningsOf = ({ from, cut }: ServiceTime): Note[] => [
  ...(from === 'unqueuedLatency' ? [{ code: 'serviceIncludesNetwork' } as const] : []),
  ...(cut === null ? [] : [{ code: 'serviceCut', share: cut.requests / cut.of } as const]),
];

/** Where service times grew while a run went on: the mean of the run is then less than what comes later. */
const growthWarnings = (runs: readonly Recorded[]): Note[] =>
  runs.flatMap((recorded) =>
    grownServices(recorded).map(({ endpoint, growth }) => {
      const { perMinute, times, answers, conditions, first, last } = growth;
      const figures = { times, perMinute, answers, ...conditions, first, last };
      return { code: 'serviceGrew', run: recorded.run.id, endpoint, ...figures };
    }),
  );

/** What an endpoint without an answer does to the whole, and clients that do not all wait as long. */
const endpointWarnings = (
  services: readonly EndpointService[],
  config: RecordedConfig,
  { clientTimeoutMs }: Limits,
): Note[] => {
  const names = services.filter(({ service }) => isNotEnoughData(service)).map(({ name }) => name);
  const timeouts = new Set(
    config.script === null ? endpointsOf(config).map(({ requestTimeoutMs }) => requestTimeoutMs) : [],
  );
  return [
    ...(names.length > 0 ? [{ code: 'endpointsUnmeasured', names } as const] : []),
    ...(services.length > 1 ? [{ code: 'endpointsJudged' } as const] : []),
    ...(timeouts.size > 1 ? [{ code: 'clientTimeoutsDiffer', longestMs: clientTimeoutMs } as const] : []),
  ];
};

type EndpointTimes = NonNullable<Calibration['service']['endpoints']>;

/** What an endpoint's p95 may take beyond its service time. */
const roomMs = ({ slo, distribution }: EndpointTimes[number]): number =>
  (slo.p95LatencyMs ?? Number.POSITIVE_INFINITY) - quantileOfMeasured(distribution, 0.95);

/** The service times of the endpoints where there are several, with what each is held to. */
const endpointTimes = (services: readonly EndpointService[], config: RecordedConfig): EndpointTimes => {
  if (services.length === 1) return [];
  const sloOf = new Map(endpointsOf(config).map(({ name, slo }) => [name, slo]));
  return services
    .flatMap(({ name, share, service }) =>
      isNotEnoughData(service)
        ? []
        : [
            {
              name,
              share,
              meanMs: service.meanMs,
              distribution: service.distribution,
              slo: sloOf.get(name)!,
            },
          ],
    )
    .sort((a, b) => roomMs(a) - roomMs(b) || 0);
};

/**
 * Time in a slot: as measured, or a wide assumption where no answer tells of it. Of several endpoints it is measured
 * for each, and mixed by the shares of the recorded load.
 */
export const calibrateService = (runs: readonly Recorded[], limits: Limits): CalibratedService => {
  const services = measureEndpointServices(runs, limits);
  const time = mixedService(services);
  if (isNotEnoughData(time)) return assumedService(succeededOf(runs));
  const { from, distribution, meanMs, samples, cut, evidence } = time;
  const { config } = runs.at(-1)!.run;
  const endpoints = endpointTimes(services, config);
  return {
    service: {
      from,
      provenance: 'measured',
      note: noteOf(time, endpoints),
      evidence: [...evidence],
      distribution,
      meanMs,
      samples,
      ...(cut !== null && { cut }),
      ...(endpoints.length > 0 && { endpoints }),
    },
    warnings: [...warningsOf(time), ...growthWarnings(runs), ...endpointWarnings(services, config, limits)],
  };
};
