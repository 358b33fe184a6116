import type { Calibration, PolicyFit } from '../../runs/schema/calibration.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { startPolicy } from '../policies/index.ts';
import { blockBootstrap } from '../stats/block-bootstrap.ts';
import { isInterval } from '../stats/interval.ts';
import { createRandom } from '../stats/random.ts';
import { policyCandidates } from './policy-candidates.ts';
import { confidence, evidenceOf, inWords, type Recorded, sumOf } from './recorded.ts';
import { placements, replayPolicy } from './replay-policy.ts';
import { type Watched, watchedIn } from './watched.ts';

export type IdentifiedPolicy = { readonly policy: Calibration['policy']; readonly warnings: string[] };

type Played = { readonly settings: PolicySettings; readonly errors: readonly number[] };

/** Longer than an autoscaler's reaction and most start-ups: errors of one block belong to the same decision. */
const blockSeconds = 15;
const replications = 499;

/** Below this many known seconds there are too few blocks to compare rules. */
const secondsMin = 5 * blockSeconds;

/** A rule that is further off than this share of what was asked for does not explain it, even as the best of all. */
const errorShareMax = 0.25;

/** Positions in a long interval at which the recording may have begun. */
const phasesMax = 5;

const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** Nobody knows where in a second the autoscaler looked: its wish may stand one second earlier or later. */
const errorsOf = (wished: readonly number[], seconds: readonly (Watched | null)[]): number[] =>
  seconds.flatMap((second, i) => {
    if (second === null) return [];
    const around = wished.slice(Math.max(0, i - 1), i + 2);
    return [
      around.reduce((least, n) => Math.min(least, Math.abs(n - second.desired)), Number.POSITIVE_INFINITY),
    ];
  });

/** Errors of a rule over one run, at the best of what nobody recorded: its phase, and how requests were placed. */
const playRun = (
  settings: PolicySettings,
  seconds: readonly (Watched | null)[],
  slotsPerReplica: number,
): number[] => {
  const { intervalSeconds } = startPolicy(settings);
  const phases = Number.isFinite(intervalSeconds) ? Math.ceil(Math.min(phasesMax, intervalSeconds)) : 1;
  const tries = Array.from({ length: phases }, (_, i) => i).flatMap((i) =>
    placements.slice(0, slotsPerReplica).map((placement) => {
      const phaseSeconds = phases === 1 ? 0 : Math.floor((i * intervalSeconds) / phases);
      const options = { settings, slotsPerReplica, placement, phaseSeconds };
      return errorsOf(replayPolicy(seconds, options), seconds);
    }),
  );
  return tries.reduce((best, errors) => (sumOf(errors) < sumOf(best) ? errors : best));
};

/** Whether a rule's errors are larger than the best one's beyond chance. */
const isBeaten = (played: Played, best: Played): boolean => {
  const excess = played.errors.map((error, i) => error - best.errors[i]!);
  const mean = blockBootstrap({
    length: excess.length,
    statistic: (indices) => meanOf(indices.map((i) => excess[i]!)),
    blockLength: blockSeconds,
    replications,
    confidence,
    random: createRandom(1),
  });
  return isInterval(mean) && mean.low > 0;
};

const fitOf = ({ settings, errors }: Played, plausible: boolean): PolicyFit => ({
  policy: settings,
  meanErrorReplicas: meanOf(errors),
  closeShare: errors.filter((error) => error <= 1).length / errors.length,
  plausible,
});

const notTried = (settings: PolicySettings, isConfigured: boolean, why: string): IdentifiedPolicy => ({
  policy: {
    provenance: 'assumed',
    note: `${why}: ${isConfigured ? `the configured ${settings.kind}` : settings.kind} is planned with`,
    evidence: [],
    settings,
    verdict: 'notTried',
    fits: [],
  },
  warnings: [`the autoscaler's rule could not be checked: ${why}`],
});

const didScale = (seconds: readonly Watched[]): boolean =>
  seconds.some(({ desired }) => desired !== seconds[0]!.desired);

/**
 * Which rule, in which reading, was at the controls. Every candidate is replayed over every recording and compared
 * with what was asked for, second by second. A candidate is beaten if its mean error is above the best one's by a
 * block bootstrap (95 %, blocks of 15 s). `identified`: every other kind is beaten, and the best is off by at most a
 * quarter of what was asked for. Else the configured rule is planned with. Among readings of the chosen kind that are
 * not beaten, the configured one is taken.
 */
export const identifyPolicy = (runs: readonly Recorded[]): IdentifiedPolicy => {
  const perRun = runs.map(watchedIn);
  const known = perRun.flat().filter((second) => second !== null);
  const candidates = policyCandidates(runs, known);
  const configured = runs.at(-1)?.run.config.autoscaler ?? null;
  if (known.length < secondsMin) {
    return notTried(
      candidates[0],
      configured !== null,
      `replicas and load are known in ${known.length} s, ${secondsMin} s are needed`,
    );
  }
  const slots = runs.map(({ timeline }) => timeline.slotsPerReplica);
  const played = candidates.map(
    (settings): Played => ({
      settings,
      errors: perRun.flatMap((seconds, run) => playRun(settings, seconds, slots[run]!)),
    }),
  );
  const best = played.reduce((least, one) => (meanOf(one.errors) < meanOf(least.errors) ? one : least));
  const unbeaten = played.filter((one) => one === best || !isBeaten(one, best));
  const meanDesired = meanOf(known.map(({ desired }) => desired));
  const explains = meanOf(best.errors) <= Math.max(0.5, errorShareMax * meanDesired);
  const isOnlyKind = unbeaten.every(({ settings }) => settings.kind === best.settings.kind);
  const isIdentified = explains && isOnlyKind;
  const unbeatenOfBest = unbeaten.find(({ settings }) => settings.kind === best.settings.kind) ?? best;
  const settings = isIdentified || configured === null ? unbeatenOfBest.settings : configured;
  // Replicas that never change tell nothing of how they would: only the chosen reading is left to plan with.
  const learnt = didScale(known) && explains;
  const fits = played
    .map((one) => fitOf(one, learnt ? unbeaten.includes(one) : one.settings === settings))
    .sort((a, b) => a.meanErrorReplicas - b.meanErrorReplicas);
  const kinds = [...new Set(unbeaten.map((one) => one.settings.kind))];
  const off = `${inWords(meanOf(best.errors))} replicas off on average over ${known.length} s`;
  return {
    policy: {
      provenance: isIdentified ? 'measured' : 'assumed',
      note: isIdentified
        ? `${best.settings.kind} explains the wanted replicas best (${off}), beyond chance`
        : explains
          ? `can't tell ${kinds.join(', ')} apart in this recording: ${configured === null ? 'the best fit' : 'the configured one'} is planned with`
          : `no rule explains the wanted replicas: the best, ${best.settings.kind}, is ${off}`,
      evidence: evidenceOf(
        runs,
        'cluster.ndjson',
        (_, run) => perRun[run]!.filter((second) => second !== null).length,
      ),
      settings,
      verdict: isIdentified ? 'identified' : 'cantTell',
      fits,
    },
    warnings: warningsOf({ explains, isIdentified, configured, settings }),
  };
};

const warningsOf = (found: {
  readonly explains: boolean;
  readonly isIdentified: boolean;
  readonly configured: PolicySettings | null;
  readonly settings: PolicySettings;
}): string[] => {
  const { explains, isIdentified, configured, settings } = found;
  if (!explains) return ['no known autoscaler rule explains how the replicas were scaled'];
  if (isIdentified && configured !== null && configured.kind !== settings.kind) {
    return [`the config says ${configured.kind}, but the replicas moved as ${settings.kind} moves them`];
  }
  return [];
};
