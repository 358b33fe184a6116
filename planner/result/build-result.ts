import type { Findings } from '../../runs/schema/result/findings.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Result } from '../../runs/schema/result.ts';
import { byEndpoint } from '../explain/by-endpoint.ts';
import { decisionsOf } from '../explain/decisions/decisions.ts';
import { findCauses } from '../explain/find-causes.ts';
import { scaleLagOf } from '../explain/scale-lag/scale-lag.ts';
import { timeoutChainOf } from '../explain/timeouts/chain.ts';
import { measureEndpointServices } from '../measure/endpoint-services.ts';
import { measureLimits } from '../measure/limits.ts';
import { nodeFitOf } from '../node-fit/node-fit.ts';
import { sumOf } from '../stats/sum.ts';
import { asServed } from '../timeline/as-served.ts';
import { type Recording, recordedOf } from '../timeline/recording.ts';
import { asItEnded } from './as-it-ended.ts';
import { correlationsOf } from './correlations.ts';
import { endpointResults, judgedEndpoints, totalsOf } from './endpoints.ts';
import { healthOf } from './health.ts';
import { heldRatesOf } from './held-rates.ts';
import { loadFaultsOf } from './load-as-planned.ts';
import { pageFormulaFor } from './page-formula.ts';
import { phaseSummaries } from './phase-summaries.ts';
import { samplesOf } from './samples.ts';
import { scalingOf } from './scaling.ts';
import { scriptResultOf } from './script.ts';
import { serviceTimeOf } from './service-time.ts';
import { verdictsOf } from './verdict.ts';

/** What a recording comes to; plain data, to be sent to another thread. */
export type Analysis = { readonly timeline: Timeline; readonly findings: Findings; readonly result: Result };

/** From a recording to all that a report shows. Pure: the same recording gives the same bytes. */
export const analyze = ({ droppedLines, droppedClusterLines = 0, ...recording }: Recording): Analysis => {
  const whole = { ...recording, run: asItEnded(recording), droppedLines };
  const recorded = recordedOf(whole);
  const served = whole.run.config.load.retries === undefined ? recorded : recordedOf(asServed(whole));
  const { run, load, cluster, timeline } = recorded;
  const scaling = scalingOf(recorded);
  const services = measureEndpointServices([served], measureLimits([served]));
  const serviceTime = serviceTimeOf(served, services);
  const script = scriptResultOf(load, run, timeline);
  const findings = byEndpoint(findCauses(recorded), timeline);
  const decisions = decisionsOf(recorded);
  const scaleLag = scaleLagOf(recorded, decisions);
  const nodeFit = nodeFitOf(recorded);
  const faults = loadFaultsOf({ run, load, timeline, cluster, droppedLines });
  const verdicts = verdictsOf(judgedEndpoints(recorded, faults), { script, faults, stopped: run.stopped });
  const endpoints = endpointResults(recorded, { verdicts: verdicts.each, services });
  const phases = phaseSummaries(timeline, load, run.plannedPerSecond);
  const totals = totalsOf(load, sumOf(run.plannedPerSecond));
  const heldRates = heldRatesOf({ run, endpoints, timeline, totals }, load);
  const result: Result = {
    schemaVersion: 1,
    run,
    verdict: verdicts.whole,
    ...(heldRates && { heldRates }),
    endpoints,
    connections: {
      mode: run.config.load.connections?.mode ?? 'reuse',
      maxAgeSeconds: run.config.load.connections?.maxAgeSeconds ?? null,
      opened: load.total.connections,
    },
    samples: samplesOf(recorded),
    loadAsPlanned: { faults },
    totals,
    phases,
    ...(script && { script }),
    findings: findings.findings,
    scaling,
    ...(decisions && { decisions }),
    ...(scaleLag && { scaleLag }),
    ...(nodeFit && { nodeFit }),
    timeoutChain: timeoutChainOf(recorded),
    serviceTime,
    correlations: correlationsOf(timeline, run.config, serviceTime?.meanMs ?? null),
    pageFormula: pageFormulaFor(run, { serviceTime, totals }),
    health: healthOf({ run, load, timeline, cluster, droppedLines, droppedClusterLines }),
    timeline,
  };
  return { timeline, findings, result };
};
