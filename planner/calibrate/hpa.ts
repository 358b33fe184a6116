import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import type { HpaSettings, PolicySettings } from '../../runs/schema/policy.ts';
import type { HpaMetric } from '../../runs/schema/rules/hpa-metric.ts';
import { confidence, evidenceOf } from '../measure/evidence.ts';
import { measurePodUsage, type PodUsage, usageMetricOf } from '../measure/pod-usage.ts';
import { exactly, isNotEnoughData } from '../stats/interval.ts';
import type { Recorded } from '../timeline/recording.ts';

type CalibratedHpa = NonNullable<Calibration['hpa']>;

/** Ages of a sample on clusters as they are, where the recording does not tell: any of a lag of 15 to 60 s. */
const assumedAgeSeconds = { low: 1, high: 45 } as const;

/** Ages that are tried where the status does not tell: half a step on each side of one is not told apart. */
const triedAgesSeconds = [0, 15, 30, 45];
const triedStepSeconds = 15;

const isReport = (line: Recorded['cluster'][number]): boolean =>
  line.kind === 'autoscaler' &&
  line.currentMetrics.some(({ averageUtilization }) => averageUtilization !== null);

const measuredOf = (runs: readonly Recorded[], usage: PodUsage): CalibratedHpa => {
  const input = {
    provenance: 'measured' as const,
    evidence: evidenceOf(runs, 'cluster.ndjson', ({ cluster }) => cluster.filter(isReport).length),
  };
  const { reports, usePerBusy, sampleAgeSeconds } = usage;
  return {
    cpuPerBusy: { ...input, note: { code: 'cpuPerBusyMeasured', reports }, share: usePerBusy },
    sampleAge: { ...input, note: { code: 'sampleAgeMeasured', reports }, seconds: sampleAgeSeconds },
  };
};

const assumedFor = ({ scale }: HpaMetric, settings: HpaSettings): CalibratedHpa => {
  const input = { provenance: 'assumed' as const, evidence: [] };
  const { low, high } = assumedAgeSeconds;
  const mid = Math.min(high, Math.max(low, settings.sampleAgeSeconds));
  return {
    cpuPerBusy: { ...input, note: { code: 'cpuPerBusyAssumed' }, share: exactly(scale, confidence) },
    sampleAge: { ...input, note: { code: 'sampleAgeAssumed' }, seconds: { low, mid, high, confidence } },
  };
};

/** Greatest ratio of value to target that busy pods can bring about, as the controller computes it. */
const greatestRatio = (share: number, { targetValue }: HpaMetric): number =>
  Math.trunc(100 * share) / Math.round(100 * targetValue);

/**
 * A target that fully busy pods never exceed by the tolerance: the HPA then never scales up, whatever the load. Said
 * only of a measured use.
 */
const warningsOf = ({ cpuPerBusy }: CalibratedHpa, metric: HpaMetric, settings: HpaSettings): Note[] => {
  const tolerance = settings.behavior?.scaleUp?.tolerance ?? settings.tolerance;
  const { provenance, share } = cpuPerBusy;
  if (provenance !== 'measured' || greatestRatio(share.high, metric) > 1 + tolerance) return [];
  const { name, targetValue } = metric;
  return [
    { code: 'targetOutOfReach', metric: name, targetShare: targetValue, mostShare: share.high, tolerance },
  ];
};

/**
 * What stands between the load and an HPA's decision: how much of its request a busy pod uses, and how old the
 * samples are. From `status.currentMetrics` where it was recorded, else assumed. null for another rule, and for an HPA
 * without a utilization among its metrics.
 */
export const calibrateHpa = (
  runs: readonly Recorded[],
): { readonly hpa: Calibration['hpa']; readonly warnings: Note[] } => {
  const settings = runs.at(-1)?.run.config.autoscaler;
  const metric = settings?.kind === 'hpa' ? usageMetricOf(settings) : undefined;
  if (settings?.kind !== 'hpa' || metric === undefined) return { hpa: null, warnings: [] };
  const usage = measurePodUsage(runs, metric, settings.metricsResolutionSeconds);
  const hpa = isNotEnoughData(usage) ? assumedFor(metric, settings) : measuredOf(runs, usage);
  return { hpa, warnings: warningsOf(hpa, metric, settings) };
};

/** Ages of the samples with which the rule is replayed; none where the age is known, or of no matter. */
export const agesToReplay = (hpa: Calibration['hpa']): readonly number[] =>
  hpa?.sampleAge.provenance === 'assumed' ? triedAgesSeconds : [];

/**
 * The age of the samples as the replays of the rule tell it: the replicas of a load that changes come sooner or later
 * with it. Where they leave all ages as likely, it stays assumed.
 */
export const withReplayedAge = (
  hpa: Calibration['hpa'],
  policy: Calibration['policy'],
): Calibration['hpa'] => {
  const { settings } = policy;
  if (hpa?.sampleAge.provenance !== 'assumed' || settings.kind !== 'hpa') return hpa;
  const likely = policy.fits.flatMap((fit) =>
    fit.policy.kind === 'hpa' && fit.plausible ? [fit.policy.sampleAgeSeconds] : [],
  );
  if (likely.length === 0 || likely.length >= triedAgesSeconds.length) return hpa;
  const low = Math.max(0, Math.min(...likely) - triedStepSeconds / 2);
  const high = Math.max(...likely) + triedStepSeconds / 2;
  return {
    ...hpa,
    sampleAge: {
      provenance: 'inferred',
      note: { code: 'sampleAgeReplayed', likely: likely.length, tried: triedAgesSeconds.length },
      evidence: policy.evidence,
      seconds: { low, mid: settings.sampleAgeSeconds, high, confidence },
    },
  };
};

/**
 * An HPA's settings with values for what its cluster decides; any other rule as it is.
 *
 * @example withUsage(settings, { cpuPerBusy: 0.4, sampleAgeSeconds: 20 })
 */
export const withUsage = (
  settings: PolicySettings,
  usage: { readonly cpuPerBusy: number; readonly sampleAgeSeconds: number },
): PolicySettings => {
  if (settings.kind !== 'hpa') return settings;
  const used = usageMetricOf(settings);
  return {
    ...settings,
    sampleAgeSeconds: usage.sampleAgeSeconds,
    metrics: settings.metrics.map((metric) =>
      metric === used ? { ...metric, scale: usage.cpuPerBusy } : metric,
    ),
  };
};

/** Settings with the likeliest values for what the cluster decides. */
const withLikeliest = (settings: PolicySettings, hpa: Calibration['hpa']): PolicySettings =>
  hpa === null
    ? settings
    : withUsage(settings, {
        cpuPerBusy: hpa.cpuPerBusy.share.mid,
        sampleAgeSeconds: hpa.sampleAge.seconds.mid,
      });

/** Recordings whose configured autoscaler has the likeliest values for what its cluster decides. */
export const withLikeliestUsage = (runs: readonly Recorded[], hpa: Calibration['hpa']): readonly Recorded[] =>
  runs.map((recorded) => {
    const { config } = recorded.run;
    const autoscaler = config.autoscaler && withLikeliest(config.autoscaler, hpa);
    return { ...recorded, run: { ...recorded.run, config: { ...config, autoscaler } } };
  });

/** The settings that a plan starts from: those of the config, else of the rule that was found. */
export const settingsInUse = (
  configured: PolicySettings | null,
  { policy, hpa }: Pick<Calibration, 'policy' | 'hpa'>,
): PolicySettings => withLikeliest(configured ?? policy.settings, hpa);
