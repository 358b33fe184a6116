import type { Calibration, PolicyFit } from '../../runs/schema/calibration.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { type CalibratedDistribution, withMean } from '../measure/empirical.ts';
import { limitsIn } from '../measure/limits.ts';
import { watchedIn } from '../measure/watched.ts';
import { type Stepper, startPolicy } from '../policies/index.ts';
import { type BeginAll, beginAllHere, type Jobs } from '../simulate/shared-work.ts';
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

/** Wanted replicas are compared as means over this many seconds, which even out what a late watch blurs. */
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
  const { desired } = replayLoad(recorded, {
    service,
    isEven,
    router: routerModel(router, limitsIn(recorded)),
    policy: startedAs(settings, begins),
    ...(settings.kind === 'hpa' && { podMetrics: settings }),
    nextLagSeconds: () => sampleLagMs() / 1000,
    replay,
    memory,
  });
  return desired;
};

/** A recording of which the wanted replicas are known, at least for some seconds. */
type WatchedRun = {
  readonly recorded: Recorded;
  readonly seconds: ReturnType<typeof watchedIn>;
  readonly begins: number;
};

const watchedRunsOf = (runs: readonly Recorded[]): WatchedRun[] =>
  runs.flatMap((recorded) => {
    const seconds = watchedIn(recorded);
    const first = seconds.find((second) => second !== null);
    return first === undefined ? [] : { recorded, seconds, begins: first.desired };
  });

/** How likely a recording is among replays, each as means of blocks. */
const likelihoodIn = ({ seconds }: WatchedRun, replays: readonly WantedColumn[]): number =>
  sumOf(
    blockMeans(seconds.map((second) => second?.desired ?? null)).map((mean, block) =>
      logLikelihood(
        mean,
        replays.flatMap((means) => means[block] ?? []),
        tolerance,
      ),
    ),
  );

const beliefBefore = ({ policy }: PolicyFit): number =>
  'stepLaw' in policy && policy.stepLaw === 'proportional' ? proportionalBefore : 1;

const readingsIn = ({ fits, settings }: Calibration['policy']): PolicyFit[] =>
  fits.filter((fit) => fit.policy.kind === settings.kind);

/** Replays of the recordings with each reading of the chosen rule, and how many there are of each. */
type PolicyReplays = Jobs<readonly WantedColumn[]> & { readonly perReading: number };

/**
 * What replays of the recordings ask for, as means of blocks for each of them. A job for each replay of each reading: readings are
 * few, and a single one of them may take a second.
 */
export const policyReplays = (
  runs: readonly Recorded[],
  policy: Calibration['policy'],
  context: ReadingContext,
): PolicyReplays => {
  const readings = readingsIn(policy);
  const requests = sumOf(runs.map(({ load }) => load.total.requests));
  const perReading = replaysFor(requests, readings.length);
  const watched = watchedRunsOf(runs).map((run) => {
    const seen = run.seconds.filter((second) => second !== null);
    return { ...run, candidates: policyCandidates(run.recorded, seen, context.sampleAgesSeconds) };
  });
  return {
    perReading,
    count: perReading * readings.length,
    doOne: (place) => {
      const { policy: settings } = readings[Math.floor(place / perReading)]!;
      const replay = place % perReading;
      return watched.map(({ recorded, begins, candidates }) =>
        blockMeans(replayedWants(recorded, asIn(candidates, settings), { ...context, begins, replay })),
      );
    },
  };
};

/** How likely each reading makes the recordings, as a logarithm. */
const likelihoodsOf = (
  runs: readonly Recorded[],
  replayed: readonly (readonly WantedColumn[])[],
  perReading: number,
): number[] => {
  const watched = watchedRunsOf(runs);
  return Array.from({ length: replayed.length / perReading }, (_, reading) => {
    const ofReading = replayed.slice(reading * perReading, (reading + 1) * perReading);
    return sumOf(
      watched.map((run, i) =>
        likelihoodIn(
          run,
          ofReading.map((perRun) => perRun[i]!),
        ),
      ),
    );
  });
};

/**
 * How much the recording speaks for each reading of the chosen rule. The contest that chose the rule replays it on
 * observations that were rebuilt second by second, and are blurred. Here the whole loop of load, router and replicas is
 * simulated under each reading, and its replicas are compared with the recorded ones. The likeliest reading becomes the one
 * to plan with; a plan draws them by their shares.
 */
export const weighReadings = (
  runs: readonly Recorded[],
  policy: Calibration['policy'],
  context: ReadingContext,
  beginAll: BeginAll = beginAllHere,
): Calibration['policy'] => {
  const readings = readingsIn(policy);
  if (readings.length < 2) return policy;
  const replays = policyReplays(runs, policy, context);
  const shares = beliefs(likelihoodsOf(runs, beginAll(replays)(), replays.perReading), {
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
