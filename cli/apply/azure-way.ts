import {
  type ArmClient,
  type ArmTarget,
  armId,
  putDeployment,
  readDeployment,
} from '../../cluster/azure/arm.ts';
import { managementToken } from '../../cluster/azure/token.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import {
  changesTo,
  decidedSettingsOf,
  type FieldChange,
  fieldChanges,
} from '../../planner/settings/index.ts';
import { renderChanges } from '../../reports/apply-terminal.ts';
import { withFields } from './fields.ts';
import type { Outcome, Way } from './way.ts';

type Decided = Parameters<typeof decidedSettingsOf>[0];

/** What Azure keeps to itself: it refuses some of it in a PUT, and none of it is ours to say. */
const serverKeys: readonly string[] = ['systemData', 'id', 'name', 'type'];

/** A deployment as a PUT takes it. */
export const putBody = (deployment: unknown): Readonly<Record<string, unknown>> => {
  const { properties, ...rest } = deployment as { properties?: Record<string, unknown> };
  const { provisioningState: _, ...own } = properties ?? {};
  const kept = Object.entries(rest).filter(([key]) => !serverKeys.includes(key));
  return { ...Object.fromEntries(kept), properties: own };
};

/** The client of a target, which asks for a token each time: an operation may outlast one. */
export const armClient = (target: ArmTarget): ArmClient => ({
  target,
  token: () => managementToken(target.managementUrl),
});

type Prepared = { readonly live: unknown; readonly changes: readonly FieldChange[] };

const prepared = async (client: ArmClient, decided: Decided): Promise<Prepared> => {
  const live = await readDeployment(client);
  return { live, changes: changesTo(live, 'azureml-v2', decidedSettingsOf(decided)) };
};

const put = async (client: ArmClient, { live, changes }: Prepared): Promise<readonly FieldChange[]> => {
  if (changes.length === 0) return [];
  await putDeployment(client, withFields(putBody(live), changes));
  const now = await readDeployment(client);
  const fields = fieldChanges(putBody(live), putBody(now));
  const missing = changes.filter(
    ({ path }) => !fields.some((field) => field.path.join('.').startsWith(path.join('.'))),
  );
  if (missing.length === 0) return fields;
  throw new HeadroomError('E_CLUSTER', {
    what: `Azure took the change and did not keep it: ${missing.map(({ path }) => path.join('.')).join(', ')}`,
    where: armId(client.target),
    fix: 'look at the deployment in the portal',
  });
};

const outcomeOf = ({ target }: ArmClient, fields: readonly FieldChange[]): Outcome => ({
  before: Object.fromEntries(fields.map(({ path, before }) => [path.join('.'), before])),
  object: { kind: 'azure', id: armId(target) },
  fields: fields.map(({ path, before, after }) => ({ path: [...path], before, after })),
});

/**
 * Writes settings into a deployment of Azure ML v2 over Azure Resource Manager. Azure rolls the deployment out anew.
 */
export const azureWay = (client: ArmClient, decided: Decided): Way => ({
  how: 'azure',
  needsYes: true,
  preview: async () => {
    const { changes } = await prepared(client, decided);
    const where = armId(client.target);
    return changes.length === 0
      ? `${where}: the settings are in force already`
      : renderChanges(where, changes, []);
  },
  apply: async (keep) => {
    const found = await prepared(client, decided);
    await keep(outcomeOf(client, found.changes));
    return outcomeOf(client, await put(client, found));
  },
});
