import { type OpenDocument, openDocuments, type Path, valueIn, withValue } from './text/edit.ts';
import type { Plain } from './text/splice.ts';

/** What v2 calls the other keys of a deployment configuration, and how it spells their values. */
const renamed: readonly {
  readonly from: Path;
  readonly to: Path;
  readonly spell?: (value: unknown) => Plain;
}[] = [
  { from: ['containerResourceRequirements', 'cpu'], to: ['resources', 'requests', 'cpu'], spell: String },
  {
    from: ['containerResourceRequirements', 'memoryInGB'],
    to: ['resources', 'requests', 'memory'],
    spell: (gb) => `${gb}Gi`,
  },
  { from: ['containerResourceRequirements', 'cpuLimit'], to: ['resources', 'limits', 'cpu'], spell: String },
  {
    from: ['containerResourceRequirements', 'memoryInGBLimit'],
    to: ['resources', 'limits', 'memory'],
    spell: (gb) => `${gb}Gi`,
  },
  {
    from: ['containerResourceRequirements', 'gpu'],
    to: ['resources', 'limits', 'nvidia.com/gpu'],
    spell: String,
  },
  { from: ['livenessProbeRequirements', 'initialDelaySeconds'], to: ['liveness_probe', 'initial_delay'] },
  { from: ['livenessProbeRequirements', 'periodSeconds'], to: ['liveness_probe', 'period'] },
  { from: ['livenessProbeRequirements', 'timeoutSeconds'], to: ['liveness_probe', 'timeout'] },
  { from: ['livenessProbeRequirements', 'successThreshold'], to: ['liveness_probe', 'success_threshold'] },
  { from: ['livenessProbeRequirements', 'failureThreshold'], to: ['liveness_probe', 'failure_threshold'] },
  { from: ['appInsightsEnabled'], to: ['app_insights_enabled'] },
  { from: ['tags'], to: ['tags'] },
  { from: ['description'], to: ['description'] },
];

/** Keys that the scaling settings have taken care of, or that say what the file is for. */
const handled = [
  'computeType',
  'autoScaler',
  'numReplicas',
  'scoringTimeoutMs',
  'maxConcurrentRequestsPerContainer',
  'maxQueueWaitMs',
];

type Others = {
  readonly text: string;
  /** Keys that a deployment of v2 has no place for, or that no rule here knows. */
  readonly leftOut: readonly string[];
  readonly hasMemory: boolean;
};

const isThere = (object: unknown, path: Path): boolean => (valueIn(object, path) ?? undefined) !== undefined;

/** The keys of a deployment configuration beside those of scaling, written into a deployment of v2. */
export const otherKeys = (v1Text: string, v2Text: string): Others => {
  const [before] = openDocuments(v1Text);
  const [after] = openDocuments(v2Text);
  if (!before || !after)
    throw new Error(
      `texts that were read before hold no document: ${v1Text.length} characters of v1, ${v2Text.length} of v2`,
    );
  const said = renamed.filter(({ from }) => isThere(before.value, from));
  const changed = said.reduce<OpenDocument>((document, { from, to, spell }) => {
    const value = valueIn(before.value, from);
    return withValue(document, to, spell ? spell(value) : (value as Plain));
  }, after);
  const known = new Set([...handled, ...renamed.map(({ from }) => String(from[0]))]);
  const keys = Object.keys(before.value as object);
  return {
    text: changed.text,
    leftOut: keys.filter((key) => !known.has(key)),
    hasMemory: said.some(({ to }) => to.includes('memory')),
  };
};
