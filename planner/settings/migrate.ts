import { HeadroomError } from '../../errors/headroom-error.ts';
import { azuremlV1 } from '../platforms/azureml-v1.ts';
import { azuremlV2 } from '../platforms/azureml-v2.ts';
import { autoscalerKeys } from './dialects/azureml-v1/autoscaler-keys.ts';
import { dialects } from './dialects.ts';
import { fieldsOf } from './fields.ts';
import { otherKeys } from './migrate-other-keys.ts';
import type { Reading, ScalingSettings, SettingsKey } from './settings.ts';
import type { Trap } from './trap.ts';

/** One setting as one generation has it. */
type Side = {
  readonly name: string;
  /** As the file spells it. */
  readonly value: string;
  /** The file does not say it: the platform's default counts. */
  readonly isDefault: boolean;
};

/** What a setting is called in both generations, and what it is set to. */
export type MigrationRow = { readonly v1: Side; readonly v2: Side };

/** What a migration changes beside the names. The words are in reports/words/settings/migration.ts. */
export type MigrationNote =
  | { readonly code: 'queuedCounts' }
  | { readonly code: 'scaleDownHold'; readonly v1Seconds: number; readonly v2Seconds: number }
  | { readonly code: 'quotaReserved'; readonly maxReplicas: number }
  | { readonly code: 'otherUrl' }
  | { readonly code: 'memoryUnit' }
  | { readonly code: 'leftOut'; readonly keys: readonly string[] }
  | { readonly code: 'autoscalerOff'; readonly keys: readonly string[] }
  | { readonly code: 'restOfScript' }
  | { readonly code: 'noWayBack' };

/** Both generations side by side. */
export type Migration = {
  readonly from: 'azureml-v1' | 'azureml-v2';
  readonly rows: readonly MigrationRow[];
  readonly notes: readonly MigrationNote[];
  /** The deployment of v2 that does what the file of v1 says; null for a file of v2. */
  readonly text: string | null;
  /** Traps in that deployment. */
  readonly traps: readonly Trap[];
};

type Generation = typeof azuremlV1 | typeof azuremlV2;

const generations = ['azureml-v1', 'azureml-v2'] as const;

/** The settings that both generations have, in the order of the SDK. */
const keys = Object.keys(azuremlV1.knobs) as (keyof typeof azuremlV1.knobs)[];

const spelled = (platform: Generation, key: SettingsKey, value: number): string =>
  fieldsOf(platform).find((field) => field.keys.includes(key))!.spell!(value);

const sideOf = (platform: Generation, key: (typeof keys)[number], value: number | undefined): Side => {
  const { name, default: documented } = platform.knobs[key];
  const isDefault = value === undefined;
  return { name, value: spelled(platform, key, value ?? documented.value), isDefault };
};

const rowOf = (key: (typeof keys)[number], v1: ScalingSettings, v2: ScalingSettings): MigrationRow => ({
  v1: sideOf(azuremlV1, key, v1[key]),
  v2: sideOf(azuremlV2, key, v2[key]),
});

const rowsOf = (v1: Reading, v2: Reading): readonly MigrationRow[] =>
  v2.fixedReplicas === undefined
    ? keys.map((key) => rowOf(key, v1.settings, v2.settings))
    : fixedRowsOf(v1, v2);

const bounds: readonly SettingsKey[] = ['minReplicas', 'maxReplicas'];

/** A generation by what its file says of the replicas: bounds, or one number at all times. */
const replicasSide = (name: string, rows: readonly Side[], { fixedReplicas }: Fixed): Side =>
  fixedReplicas === undefined
    ? {
        name: rows.map((side) => side.name).join(', '),
        value: rows.map(({ value }) => value).join(', '),
        isDefault: false,
      }
    : { name, value: String(fixedReplicas), isDefault: false };

type Fixed = Pick<Reading, 'fixedReplicas'>;

/** Both generations, where v2 runs a number of instances and has no settings of an autoscaler. */
const fixedRowsOf = (v1: Reading, v2: Reading): readonly MigrationRow[] => {
  const rows = keys.map((key) => ({ key, row: rowOf(key, v1.settings, v2.settings) }));
  const ofBounds = rows.filter(({ key }) => bounds.includes(key)).map(({ row }) => row);
  const replicas = {
    v1: replicasSide(
      'num_replicas',
      ofBounds.map((row) => row.v1),
      v1,
    ),
    v2: replicasSide(
      'instance_count',
      ofBounds.map((row) => row.v2),
      v2,
    ),
  };
  return [replicas, ...rows.filter(({ key }) => !autoscalerKeys.includes(key)).map(({ row }) => row)];
};

/** What v2 must be told so that it does what v1 did: whatever v1 said, and each default that has changed. */
const carriedOver = (said: ScalingSettings): ScalingSettings =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const before = said[key] ?? azuremlV1.knobs[key].default.value;
      const isSame = said[key] === undefined && before === azuremlV2.knobs[key].default.value;
      return isSame ? [] : [[key, before]];
    }),
  );

/** A file of v1 without autoscaling has its replicas as both bounds, and v2 a number of instances. */
const isFixed = ({ minReplicas, maxReplicas }: ScalingSettings): boolean =>
  minReplicas !== undefined && minReplicas === maxReplicas;

const fixedDeployment = (instances: number): string => `# This runs the same number of replicas at all times.
$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineDeployment.schema.json
type: kubernetes
instance_count: ${instances}
scale_settings:
  type: default
`;

const deploymentOf = (settings: ScalingSettings): string => {
  if (!isFixed(settings)) return dialects['azureml-v2'].write('', settings);
  const { minReplicas, maxReplicas: _, targetUtilization: __, refreshSeconds: ___, ...router } = settings;
  return dialects['azureml-v2'].write(fixedDeployment(minReplicas!), router);
};

const notesOf = (settings: ScalingSettings): readonly MigrationNote[] => {
  if (isFixed(settings)) return [{ code: 'otherUrl' }];
  const { refreshSeconds = azuremlV2.knobs.refreshSeconds.default.value, maxReplicas } = settings;
  return [
    { code: 'queuedCounts' },
    {
      code: 'scaleDownHold',
      v1Seconds: azuremlV1.scaleDownHoldSeconds.value,
      v2Seconds: azuremlV2.scaleDownHoldRefreshes.value * refreshSeconds,
    },
    ...(maxReplicas === undefined ? [] : [{ code: 'quotaReserved', maxReplicas } as const]),
    { code: 'otherUrl' },
  ];
};

const fromV1 = (text: string, reading: Reading): Migration => {
  const settings = carriedOver(reading.settings);
  const scaling = deploymentOf(settings);
  const isScript = reading.form === 'sdk-arguments';
  const others = isScript ? { text: scaling, leftOut: [], hasMemory: false } : otherKeys(text, scaling);
  const v2 = dialects['azureml-v2'].readingOf(others.text);
  return {
    from: 'azureml-v1',
    rows: rowsOf(reading, v2),
    notes: [
      ...notesOf(settings),
      ...reading.traps.flatMap((trap): readonly MigrationNote[] =>
        trap.rule === 'ignored-without-autoscaling' ? [{ code: 'autoscalerOff', keys: trap.keys }] : [],
      ),
      ...(others.hasMemory ? [{ code: 'memoryUnit' } as const] : []),
      ...(others.leftOut.length > 0 ? [{ code: 'leftOut', keys: others.leftOut } as const] : []),
      ...(isScript ? [{ code: 'restOfScript' } as const] : []),
    ],
    text: others.text,
    traps: v2.traps,
  };
};

/**
 * A file of Azure ML v1 or v2 with the other generation beside it; for one of v1 also the deployment of v2 that does the
 * same, with every default that has changed spelled out.
 *
 * @throws HeadroomError E_CONFIG for a file that is neither
 */
export const migrationOf = (text: string): Migration => {
  const unreadable: HeadroomError[] = [];
  const found = generations.flatMap((name) => {
    try {
      return dialects[name].readEach(text).map(({ read }) => [name, read] as const);
    } catch (error) {
      if (!(error instanceof HeadroomError)) throw error;
      unreadable.push(error);
      return [];
    }
  });
  // A script is none for one of them, and read by the other.
  if (unreadable.length === generations.length) throw unreadable[0]!;
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new HeadroomError('E_CONFIG', {
      what: `${found.length === 0 ? 'no' : found.length} services of Azure ML v1 or v2 in the file`,
      fix: 'give a deploymentconfig.json, a script with SDK arguments, or the YAML or JSON of one v2 deployment',
    });
  }
  const [from, read] = first;
  const reading = read();
  if (from === 'azureml-v1') return fromV1(text, reading);
  const rows = rowsOf(reading, reading);
  return { from, rows, notes: [{ code: 'noWayBack' }], text: null, traps: reading.traps };
};
