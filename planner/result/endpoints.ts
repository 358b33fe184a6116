import { isOk } from '../../runs/schema/outcome.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { EndpointResult, Result } from '../../runs/schema/result.ts';
import type { EndpointService } from '../measure/endpoint-services.ts';
import { latencySummary } from '../measure/latency.ts';
import { isNotEnoughData } from '../stats/interval.ts';
import { sumOf } from '../stats/sum.ts';
import { answeredOf, type FoldedCells, latencyOf, noCells } from '../timeline/fold-load.ts';
import { type Recorded, recordedOfEndpoint } from '../timeline/recording.ts';
import { phaseSummaries } from './phase-summaries.ts';
import type { JudgedEndpoint } from './verdict.ts';

/**
 * What became of the arrivals, of the whole load or of one endpoint.
 *
 * @param planned arrivals of the plan
 */
export const totalsOf = ({ total }: FoldedCells, planned: number): Result['totals'] => ({
  planned,
  arrivals: total.arrivals,
  requests: total.requests,
  ...(total.retries > 0 && { retries: total.retries }),
  exceptions: total.exceptions,
  resent: total.resent,
  answered: answeredOf(total),
  unanswered: Math.max(0, total.requests - answeredOf(total)),
  dropped: total.dropped,
  outcomes: total.outcomes,
  latency: {
    all: latencySummary(latencyOf(total, () => true)),
    ok: latencySummary(latencyOf(total, isOk)),
    failed: latencySummary(latencyOf(total, (outcome) => !isOk(outcome))),
  },
  service: latencySummary(total.serviceMs),
  lateness: latencySummary(total.latenessMs),
  userWait: latencySummary(total.userWaitMs),
  connect: latencySummary(total.connectMs),
  tls: latencySummary(total.tlsMs),
});

/** Arrivals of each second that the plan gave to an endpoint; the only one has all. */
const plannedOf = ({ run }: Recorded, i: number): readonly number[] =>
  run.plannedPerEndpoint?.[i] ?? run.plannedPerSecond;

/** The endpoints of a run with what each is judged by. */
export const judgedEndpoints = (
  recorded: Recorded,
  faults: JudgedEndpoint['faults'],
): readonly JudgedEndpoint[] => {
  const { run, load, timeline } = recorded;
  return endpointsOf(run.config).map(({ name, slo }, i, all) => ({
    slo,
    name: all.length === 1 ? null : name,
    cells: load.byEndpoint.get(name) ?? noCells,
    columns: timeline.endpoints?.[i] ?? timeline.load,
    planned: sumOf(plannedOf(recorded, i)),
    stopped: run.stopped,
    timeline,
    faults,
  }));
};

const serviceTimeOf = ({ service }: EndpointService): EndpointResult['serviceTime'] =>
  isNotEnoughData(service) ? null : { meanMs: service.meanMs.mid, from: service.from };

/**
 * What each endpoint comes to, in their order.
 *
 * @param each the verdict and the service time of every endpoint, the latter by what the service saw
 */
export const endpointResults = (
  recorded: Recorded,
  each: {
    readonly verdicts: readonly EndpointResult['verdict'][];
    readonly services: readonly EndpointService[];
  },
): EndpointResult[] =>
  endpointsOf(recorded.run.config).map(({ name, share }, i) => {
    const own = recordedOfEndpoint(recorded, name);
    const planned = plannedOf(recorded, i);
    return {
      name,
      share,
      verdict: each.verdicts[i]!,
      totals: totalsOf(own.load, sumOf(planned)),
      phases: phaseSummaries(own.timeline, own.load, planned),
      serviceTime: serviceTimeOf(each.services[i]!),
    };
  });
