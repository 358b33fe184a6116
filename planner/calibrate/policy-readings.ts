import type { Calibration, PolicyFit } from '../../runs/schema/calibration.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { type CalibratedDistribution, withMean } from '../measure/empirical.ts';
import { limitsIn } from '../measure/limits.ts';
import { watchedIn } from '../measure/watched.ts';
import { type Stepper, startPolicy } from '../policies/index.ts';
import { type DoAll, doAllHere, type Jobs } from '../simulate/shared-work.ts';
import { createSampler } from '../stats/distributions.ts';
import { createRandom, type Random } from '../stats/random.ts';
import { sumOf } from '../stats/sum.ts';
import type { Recorded } from '../timeline/recording.ts';
import { drawByShare, drawFrom } from './draw-from.ts';
import { beliefs, independentShareOf, logLikelihood, replaysFor } from './likelihood.ts';
import { asIn, policyCandidates } from './policy-candidates.ts';
import { type ReplayMemory, replayLoad } from './replay.ts';
import { type Reading, routerModel } from './router/router-model.ts';
import { serviceUnder } from './service-under.ts';
import { drawMeanLagMs } from './startup-lag.ts';

/** Wanted replicas are compared as means over so many seconds: what a late watch blurs evens out. */
const blockSeconds = 10;

/** What a mean of wanted replicas may be off in the right reading, beyond chance. */
const tolerance = { share: 0.05, absolute: 0.3 };

/** "Eager and fast" (documented) speaks for a rule that goes to what it needs at once. */
const proportionalBefore = 2;

/** A reading that is believed in less than this is not shown as one that explains the recording. */
const plausibleFrom = 0.05;

/** All else that is believed of the service. */
export type ReadingContext = Pick<Calibration, 'service' | 'startupLag'> & {
  /** Of which each replay draws one, by its share. */
  readonly routerReadings: Calibration['router']['readings'];
  readonly isEven: boolean;
  /** Of all replays. */
  readonly memory: ReplayMemory;
  /** Readings of a configured HPA; none where the age of its samples is known. */
  readonly sampleAgesSeconds: readonly number[];
};

type WantedColumn = readonly (number | null)[];

/** Means of whole blocks; null for a block of which too little is known. */
const blockMeans = (wanted: WantedColumn): (number | null)[] =>
  Array.from({ length: Math.floor(wanted.length / blockSeconds) }, (_, block) => {
    const known = wanted
      .slice(block * blockSeconds, (block + 1) * blockSeconds)
      .filter((replicas) => replicas !== null);
    return known.length * 2 < blockSeconds ? null : sumOf(known) / known.length;
  });

/** The rule with the replicas that the recording begins with, which an earlier load may have left. */
const startedAs = (settings: PolicySettings, desiredReplicas: number): Stepper => ({
  ...startPolicy(settings),
  desiredReplicas,
});

/** Away from the streams of a replay's requests and lags. */
const drawnServiceStream = 4;

/** A router reading by its share, and the service time that it leaves: what is not known must not decide on the rule. */
const drawnService = (
  { service, routerReadings }: ReadingContext,
  random: Random,
): { readonly service: CalibratedDistribution; readonly router: Reading } => {
  const router = drawByShare(routerReadings, random)!;
  return { router, service: serviceUnder(service, router, drawFrom(service.meanMs, random)) };
};

const replayedWants = (
  recorded: Recorded,
  settings: PolicySettings,
  parts: ReadingContext & { readonly begins: number; readonly replay: number },
): WantedColumn => {
  const { startupLag, isEven, memory, begins, replay } = parts;
  const random = createRandom(replay, 2);
  const sampleLagMs = createSampler(
    withMean(startupLag.distribution, drawMeanLagMs(startupLag, random)),
    random,
  );
  const { service, router } = drawnService(parts, createRandom(replay, drawnServiceStream));
  const { samples } = replayLoad(recorded, {
    service,
    isEven,
    router: routerModel(router, limitsIn(recorded)),
    policy: startedAs(settings, begins),
    ...(settings.kind === 'hpa' && { podMetrics: settings }),
    nextLagSeconds: () => sampleLagMs() / 1000,
    takesSamples: true,
    replay,
    memory,
  });
  return samples.map(({ desired }) => desired);
};

const likelihoodIn = (
  recorded: Recorded,
  settings: PolicySettings,
  { context, replays }: { readonly context: ReadingContext; readonly replays: number },
): number => {
  const seconds = watchedIn(recorded);
  const begins = seconds.find((second) => second !== null)?.desired;
  if (begins === undefined) return 0;
  const measured = blockMeans(seconds.map((second) => second?.desired ?? null));
  const own = asIn(
    policyCandidates(
      recorded,
      seconds.filter((second) => second !== null),
      context.sampleAgesSeconds,
    ),
    settings,
  );
  const replayed = Array.from({ length: replays }, (_, replay) =>
    blockMeans(replayedWants(recorded, own, { ...context, begins, replay })),
  );
  return sumOf(
    measured.map((mean, block) =>
      logLikelihood(
        mean,
        replayed.flatMap((means) => means[block] ?? []),
        tolerance,
      ),
    ),
  );
};

const beliefBefore = ({ policy }: PolicyFit): number =>
  'stepLaw' in policy && policy.stepLaw === 'proportional' ? proportionalBefore : 1;

const readingsIn = ({ fits, settings }: Calibration['policy']): PolicyFit[] =>
  fits.filter((fit) => fit.policy.kind === settings.kind);

/** How likely each reading of the chosen rule makes the recordings, as a logarithm. A job for each. */
export const policyWeighing = (
  runs: readonly Recorded[],
  policy: Calibration['policy'],
  context: ReadingContext,
): Jobs<number> => {
  const readings = readingsIn(policy);
  const requests = sumOf(runs.map(({ load }) => load.total.requests));
  const replays = replaysFor(requests, readings.length);
  const weigh = (fit: PolicyFit): number =>
    sumOf(runs.map((recorded) => likelihoodIn(recorded, fit.policy, { context, replays })));
  return { count: readings.length, doOne: (place) => weigh(readings[place]!) };
};

/**
 * How much the recording speaks for each reading of the chosen rule. The contest that chose the rule replays it on what
 * the autoscaler may have seen second by second, which was rebuilt and is blurred; here the whole loop of load, router
 * and replicas runs with each reading at the controls, and its replicas are compared with the recorded ones. The
 * likeliest reading becomes the one to plan with; a plan draws them by their shares.
 */
export const weighReadings = (
  runs: readonly Recorded[],
  policy: Calibration['policy'],
  context: ReadingContext,
  doAll: DoAll = doAllHere,
): Calibration['policy'] => {
  const readings = readingsIn(policy);
  if (readings.length < 2) return policy;
  const shares = beliefs(doAll(policyWeighing(runs, policy, context)), {
    before: readings.map(beliefBefore),
    independentShare: independentShareOf('rule', context.service.from),
  });
  const shareOf = (fit: PolicyFit): number => shares[readings.indexOf(fit)] ?? 0;
  const likeliest = readings.reduce((best, fit) => (shareOf(fit) > shareOf(best) ? fit : best));
  return {
    ...policy,
    settings: likeliest.policy,
    fits: policy.fits.map((fit) =>
      readings.includes(fit)
        ? { ...fit, share: shareOf(fit), plausible: shareOf(fit) >= plausibleFrom }
        : fit,
    ),
  };
};
