import type { AzuremlV1Settings, PolicySettings } from '../../runs/schema/policy.ts';
import type { Watched } from '../measure/watched.ts';
import { stepLaws } from '../platforms/azureml-v1.ts';
import { maximumOf } from '../platforms/bounds.ts';
import { platforms } from '../platforms/index.ts';
import { documentedAzureml, documentedHpa } from '../policies/documented.ts';
import type { Recorded } from '../timeline/recording.ts';

type AzuremlSettings = Extract<PolicySettings, { kind: 'azureml-v1' | 'azureml-v2' }>;

/** The readings of a rule that Azure ML does not publish and that replicas can show. */
const readingsOf = (settings: AzuremlSettings): PolicySettings[] => {
  const samplings: AzuremlV1Settings['sampling'][] = ['instant', 'mean'];
  return stepLaws.flatMap((stepLaw) => samplings.map((sampling) => ({ ...settings, stepLaw, sampling })));
};

/** What all rules are given when the config names none of theirs: the bounds that were seen, the documented rest. */
export const boundsSeen = (seconds: readonly Watched[]) => {
  const desired = seconds.map((second) => second.desired);
  const minReplicas = desired.reduce((low, n) => Math.min(low, n), Number.POSITIVE_INFINITY);
  const most = desired.reduce((high, n) => Math.max(high, n), 1);
  return { minReplicas: Number.isFinite(minReplicas) ? minReplicas : 1, maxReplicas: most };
};

const boundsIn = (configured: PolicySettings | null, seconds: readonly Watched[]) => {
  if (configured === null || configured.kind === 'fixed') return boundsSeen(seconds);
  const { minReplicas } = configured;
  return { minReplicas, maxReplicas: maximumOf(configured) ?? boundsSeen(seconds).maxReplicas };
};

/**
 * An HPA that nobody configured here but that the cluster has, in a folder from before its settings were recorded: those that
 * were read are the configured ones.
 */
const hpaSeen = ({ cluster }: Recorded): PolicySettings[] => {
  const line = cluster.findLast((one) => one.kind === 'autoscaler' && !one.deleted);
  if (line?.kind !== 'autoscaler' || line.object !== undefined) return [];
  const { minReplicas, maxReplicas } = line;
  return [documentedHpa({ minReplicas, maxReplicas })];
};

/** The readings of an HPA whose cluster is not known: samples of these ages. */
const agedReadings = (settings: PolicySettings, sampleAgesSeconds: readonly number[]): PolicySettings[] =>
  settings.kind === 'hpa'
    ? sampleAgesSeconds.map((sampleAgeSeconds) => ({ ...settings, sampleAgeSeconds }))
    : [];

/** Names a rule in one reading, whatever its numbers: what stays the same from run to run. */
const readingOf = (settings: PolicySettings): string => {
  if (settings.kind === 'hpa') return `hpa ${settings.sampleAgeSeconds}`;
  return 'stepLaw' in settings ? `${settings.kind} ${settings.stepLaw} ${settings.sampling}` : settings.kind;
};

/**
 * Every rule worth trying on a recording: the configured one, each Azure ML rule in each reading, a fixed number, and
 * an HPA where the cluster has one. The configured rule comes first.
 *
 * @param seconds those of this run that are known
 * @param sampleAgesSeconds readings of a configured HPA; none where its samples' age is known
 */
export const policyCandidates = (
  recorded: Recorded,
  seconds: readonly Watched[],
  sampleAgesSeconds: readonly number[],
): readonly [PolicySettings, ...PolicySettings[]] => {
  const configured = recorded.run.config.autoscaler;
  const bounds = boundsIn(configured, seconds);
  const targetUtilization =
    configured !== null && 'targetUtilization' in configured ? configured.targetUtilization : undefined;
  const shared = { ...bounds, ...(targetUtilization !== undefined && { targetUtilization }) };
  const azuremlOf = (kind: AzuremlSettings['kind']): PolicySettings[] => {
    // Azure ML keeps one replica at least; what another rule may scale to zero may still run there.
    const minReplicas = Math.max(platforms[kind].bounds?.value.minReplicasLeast ?? 1, shared.minReplicas);
    const foreign = documentedAzureml(kind, { ...shared, minReplicas });
    return readingsOf(configured?.kind === kind ? configured : foreign);
  };
  const fixed: PolicySettings = { kind: 'fixed', replicas: Math.max(1, seconds[0]?.desired ?? 1) };
  const first = configured ?? fixed;
  const seen = configured?.kind === 'hpa' ? agedReadings(configured, sampleAgesSeconds) : hpaSeen(recorded);
  const others = [...azuremlOf('azureml-v1'), ...azuremlOf('azureml-v2'), fixed, ...seen];
  return [first, ...others.filter((settings) => readingOf(settings) !== readingOf(first))];
};

/** The same rule in the same reading, with the numbers that another run had. */
export const asIn = (candidates: readonly PolicySettings[], settings: PolicySettings): PolicySettings =>
  candidates.find((candidate) => readingOf(candidate) === readingOf(settings)) ?? settings;
