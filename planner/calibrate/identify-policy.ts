import type { Calibration, PolicyFit } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { unfollowedScaler } from '../live/unfollowed.ts';
import { evidenceOf } from '../measure/evidence.ts';
import { type Watched, watchedIn } from '../measure/watched.ts';
import type { Recorded } from '../timeline/recording.ts';
import { asIn, boundsSeen, policyCandidates } from './policy-candidates.ts';
import { blockSeconds, type Contest, holdContest, meanOf, type Played, playRun } from './policy-contest.ts';

type IdentifiedPolicy = { readonly policy: Calibration['policy']; readonly warnings: Note[] };

/** Below this many known seconds there are too few blocks to compare rules. */
const secondsMin = 5 * blockSeconds;

const fitOf = ({ settings, errors }: Played, plausible: boolean, share: number): PolicyFit => ({
  policy: settings,
  meanErrorReplicas: meanOf(errors),
  closeShare: errors.filter((error) => error <= 1).length / errors.length,
  share,
  plausible,
});

const didScale = (seconds: readonly Watched[]): boolean =>
  seconds.some(({ desired }) => desired !== seconds[0]!.desired);

type Decision = {
  readonly settings: PolicySettings;
  readonly configured: PolicySettings | null;
  readonly isIdentified: boolean;
};

/** Of the readings of the best kind that are not beaten, the candidates' order prefers the configured one. */
const decide = ({ best, unbeaten, explains }: Contest, configured: PolicySettings | null): Decision => {
  const isOfBestKind = ({ settings }: Played): boolean => settings.kind === best.settings.kind;
  const isIdentified = explains && unbeaten.every(isOfBestKind);
  const preferred = (unbeaten.find(isOfBestKind) ?? best).settings;
  return { settings: isIdentified ? preferred : (configured ?? preferred), configured, isIdentified };
};

const noteOf = ({ best, unbeaten, explains }: Contest, { configured, isIdentified }: Decision): Note => {
  const fit = {
    kind: best.settings.kind,
    errorReplicas: meanOf(best.errors),
    seconds: best.errors.length,
  };
  if (isIdentified) return { code: 'policyIdentified', ...fit };
  if (!explains) return { code: 'policyUnexplained', ...fit };
  const kinds = [...new Set(unbeaten.map(({ settings }) => settings.kind))];
  return { code: 'policyTied', kinds, isConfigured: configured !== null };
};

const warningsOf = (explains: boolean, { settings, configured, isIdentified }: Decision): Note[] => {
  if (!explains) return [{ code: 'scalingUnexplained' }];
  if (isIdentified && configured !== null && configured.kind !== settings.kind) {
    return [{ code: 'policyDiffers', configured: configured.kind, moved: settings.kind }];
  }
  return [];
};

/**
 * Where the rule is known from that the recording can't tell: the live object or the config. How Azure ML's router decides is
 * not published, so its rule stays an assumption whoever names it.
 */
const givenBy = (runs: readonly Recorded[], { kind }: PolicySettings): 'configured' | 'assumed' => {
  const from = runs.at(-1)?.run.config.autoscalerFrom;
  const isGiven = from === 'live' || from === 'config';
  return isGiven && !kind.startsWith('azureml') ? 'configured' : 'assumed';
};

/**
 * Replicas that moved under a rule that nobody stated and that was not read. What a replay finds is its kind, not its bounds:
 * the most replicas that were seen are no maximum. An HPA is tried only where its bounds were read.
 */
const unknownScaler = (
  recorded: Recorded | undefined,
  seconds: readonly Watched[],
  { kind }: PolicySettings,
): Note[] => {
  if (recorded === undefined || recorded.run.config.autoscaler !== null) return [];
  if (kind === 'hpa' || !didScale(seconds)) return [];
  const { minReplicas, maxReplicas } = boundsSeen(seconds);
  const seen = unfollowedScaler(recorded.cluster);
  const note = { code: 'autoscalerUnknown', fewest: minReplicas, most: maxReplicas } as const;
  return [{ ...note, ...(seen && { seen: { ...seen, metrics: [...seen.metrics] } }) }];
};

const notTried = (
  settings: PolicySettings,
  seconds: number,
  provenance: 'configured' | 'assumed',
): IdentifiedPolicy => ({
  policy: {
    provenance,
    note: { code: 'policyNotTried', kind: settings.kind, seconds, secondsMin },
    evidence: [],
    settings,
    verdict: 'notTried',
    fits: [],
  },
  warnings: [{ code: 'policyNotChecked', seconds, secondsMin }],
});

/**
 * Which rule, in which reading, was at the controls. Every candidate is replayed over every recording and compared
 * with what was asked for, second by second, with the numbers that the run had. A candidate is beaten if its mean error is above the best one's by a
 * block bootstrap (95 %, blocks of 15 s). `identified`: every other kind is beaten, and the best is off by at most a
 * quarter of what was asked for. Else the configured rule is planned with. Among readings of the chosen kind that are
 * not beaten, the configured one is taken.
 *
 * @param sampleAgesSeconds readings of a configured HPA: how old the samples may be that it looks at
 */
export const identifyPolicy = (
  runs: readonly Recorded[],
  sampleAgesSeconds: readonly number[] = [],
): IdentifiedPolicy => {
  const perRun = runs.map(watchedIn);
  const knownPerRun = perRun.map((seconds) => seconds.filter((second) => second !== null));
  const known = knownPerRun.flat();
  const candidatesPerRun = runs.map((recorded, run) =>
    policyCandidates(recorded, knownPerRun[run]!, sampleAgesSeconds),
  );
  const candidates = candidatesPerRun.at(-1)!;
  const unknownIn = (settings: PolicySettings): Note[] =>
    unknownScaler(runs.at(-1), knownPerRun.at(-1) ?? [], settings);
  if (known.length < secondsMin) {
    const [first] = candidates;
    const { policy, warnings } = notTried(first, known.length, givenBy(runs, first));
    return { policy, warnings: [...warnings, ...unknownIn(first)] };
  }
  const played = candidates.map((settings) => ({
    settings,
    errors: runs.flatMap(({ timeline }, run) =>
      playRun(asIn(candidatesPerRun[run]!, settings), perRun[run]!, timeline.slotsPerReplica),
    ),
  }));
  const contest = holdContest(played, known);
  const decision = decide(contest, runs.at(-1)?.run.config.autoscaler ?? null);
  // Replicas that never change tell nothing of how they would: only the chosen reading is left to plan with.
  const learnt = knownPerRun.some(didScale) && contest.explains;
  const isPlausible = (one: Played): boolean =>
    learnt ? contest.unbeaten.includes(one) : one.settings === decision.settings;
  return {
    policy: {
      provenance: decision.isIdentified ? 'inferred' : givenBy(runs, decision.settings),
      note: noteOf(contest, decision),
      evidence: evidenceOf(runs, 'cluster.ndjson', (_, run) => knownPerRun[run]!.length),
      settings: decision.settings,
      verdict: decision.isIdentified ? 'identified' : 'cantTell',
      fits: played
        .map((one) => fitOf(one, isPlausible(one), one.settings === decision.settings ? 1 : 0))
        .sort((a, b) => a.meanErrorReplicas - b.meanErrorReplicas),
    },
    warnings: [...warningsOf(contest.explains, decision), ...unknownIn(decision.settings)],
  };
};
