import type { Calibration, RouterReading } from '../../runs/schema/calibration.ts';
import type { Model } from '../../runs/schema/model/model.ts';
import { type CalibratedDistribution, withMean } from '../measure/empirical.ts';
import { otherServices } from '../measure/startup-lag.ts';
import { createSampler, meanOfDistribution } from '../stats/distributions.ts';
import { isInterval } from '../stats/interval.ts';
import { createRandom, type Random } from '../stats/random.ts';
import { drawByShare, drawFrom } from './draw-from.ts';
import { drawService } from './draw-shape.ts';
import { withUsage } from './hpa.ts';
import { type Reading, type RouterLimits, routerModel } from './router/router-model.ts';
import { serviceUnder } from './service-under.ts';
import { drawMeanLagMs } from './startup-lag.ts';

/** What a calibration tells about a model; arrivals, length, seed and the like are the plan's own. */
export type ModelParameters = Pick<Model, 'service' | 'replica' | 'router' | 'policy'>;

/** A resample has at least so many values, so that a rare one may be rare. */
const resampleMin = 20;

/**
 * Few samples don't know their own spread, and nothing of rare long starts: a resample of them, some replaced by starts
 * as other services have them around the same mean (a draw from a Dirichlet process about that prior).
 * Source: Ferguson, "A Bayesian analysis of some nonparametric problems", Annals of Statistics 1(2), 1973.
 */
const resampled = (
  { distribution, samples }: Calibration['startupLag'],
  random: Random,
): CalibratedDistribution => {
  if (distribution.kind !== 'empirical') return distribution;
  const { quantilesMs } = distribution;
  const meanMs = meanOfDistribution(distribution);
  const other = createSampler({ kind: 'lognormal', meanMs, scv: otherServices.scv }, random);
  const priorShare = otherServices.asManyAsStarts / (samples + otherServices.asManyAsStarts);
  const drawn = Array.from({ length: Math.max(quantilesMs.length, resampleMin) }, () =>
    random() < priorShare ? other() : quantilesMs[Math.floor(random() * quantilesMs.length)]!,
  );
  return { kind: 'empirical', quantilesMs: drawn.sort((a, b) => a - b) };
};

type Picks = Pick<ModelParameters, 'service' | 'policy'> & {
  readonly startupLag: CalibratedDistribution;
  readonly limits: Pick<RouterLimits, 'queueWaitLimitMs' | 'requestTimeoutMs'>;
  readonly reading: Reading;
};

const pathOf = ({ router: { waitingPerReplicaMax, connectionMaxAgeSeconds } }: Calibration) => ({
  waitingPerReplicaMax,
  connectionMaxAgeSeconds,
});

const parametersOf = (calibration: Calibration, picks: Picks): ModelParameters => ({
  service: picks.service,
  replica: {
    slots: calibration.slotsPerReplica.value,
    startupLag: picks.startupLag,
    parallelStartsLimit: null,
    nodeCapacity: null,
  },
  router: routerModel(picks.reading, { ...pathOf(calibration), ...picks.limits }),
  policy: picks.policy,
});

const likeliest = ({ readings }: Calibration['router']): RouterReading =>
  readings.reduce((best, reading) => (reading.share > best.share ? reading : best));

/** The model in the middle of every interval: the single best guess. */
export const midModel = (calibration: Calibration): ModelParameters => {
  const { service, startupLag, queueWaitLimit, requestTimeout, policy } = calibration;
  const reading = likeliest(calibration.router);
  return parametersOf(calibration, {
    service: serviceUnder(service, reading, service.meanMs.mid),
    startupLag: withMean(startupLag.distribution, startupLag.meanMs.mid),
    limits: {
      queueWaitLimitMs: queueWaitLimit.valueMs?.mid ?? null,
      requestTimeoutMs: requestTimeout.valueMs?.mid ?? null,
    },
    policy: policy.settings,
    reading,
  });
};

/** One world that a recording may have come from: a model, and what stands around it. */
export type DrawnWorld = {
  readonly parameters: ModelParameters;
  /** What a client sees beyond waiting and service. */
  readonly overheadMs: number;
  /** Variance / mean of the arrivals per second. */
  readonly dispersion: number;
};

const drawUsage = (
  policy: ModelParameters['policy'],
  { cpuPerBusy, sampleAge }: NonNullable<Calibration['hpa']>,
  random: Random,
): ModelParameters['policy'] =>
  withUsage(policy, {
    cpuPerBusy: drawFrom(cpuPerBusy.share, random),
    sampleAgeSeconds: drawFrom(sampleAge.seconds, random),
  });

/** Draws of a shape are as many as it has knots: they have a stream of their own. */
const shapeStream = 1;

/**
 * One world that the recording may have come from. Means and limits are drawn from their intervals. The shape of the service
 * times is as uncertain as their number leaves it; the spread of the start-up lag comes from a resample of its samples. The
 * router is drawn from its readings by their shares, and so is the autoscaler's rule, from those of the chosen kind; of an
 * HPA also what its cluster decides. Every call takes its numbers from `random` in the same order.
 */
export const drawWorld = (calibration: Calibration, random: Random): DrawnWorld => {
  const { service, startupLag, queueWaitLimit, requestTimeout, policy, hpa } = calibration;
  const { indexOfDispersion } = calibration.burstiness;
  const rules = policy.fits.filter((fit) => fit.policy.kind === policy.settings.kind);
  const reading = drawByShare(calibration.router.readings, random)!;
  const meanMs = drawFrom(service.meanMs, random);
  const parameters = parametersOf(calibration, {
    reading,
    service: service.distribution,
    startupLag: withMean(resampled(startupLag, random), drawMeanLagMs(startupLag, random)),
    limits: {
      queueWaitLimitMs: queueWaitLimit.valueMs && drawFrom(queueWaitLimit.valueMs, random),
      requestTimeoutMs: requestTimeout.valueMs && drawFrom(requestTimeout.valueMs, random),
    },
    policy: drawByShare(rules, random)?.policy ?? policy.settings,
  });
  const overheadMs = drawFrom(calibration.overhead.ms, random) + reading.delayMs;
  const dispersion = isInterval(indexOfDispersion) ? drawFrom(indexOfDispersion, random) : 1;
  const ruled = hpa ? drawUsage(parameters.policy, hpa, random) : parameters.policy;
  const ofShape = createRandom(Math.floor(2 ** 32 * random()), shapeStream);
  const drawn = drawService(service, { ...reading, meanMs }, ofShape);
  return { overheadMs, dispersion, parameters: { ...parameters, policy: ruled, service: drawn } };
};
