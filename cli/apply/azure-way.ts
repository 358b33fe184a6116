import { demandSettled, putDeployment, readDeployment } from '../../cluster/azure/arm.ts';
import { type ArmClient, type ArmTarget, armId } from '../../cluster/azure/arm-request.ts';
import { managementToken } from '../../cluster/azure/token.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import {
  changesTo,
  type FieldChange,
  fieldChanges,
  inItems,
  movedSettingsOf,
} from '../../planner/settings/index.ts';
import { renderChanges } from '../../reports/apply-terminal.ts';
import { leadsInto, withFields } from './fields.ts';
import { liveDifferences } from './live-differences.ts';
import type { Outcome, Way, WriteRecord } from './way.ts';

type Decided = Required<Parameters<typeof movedSettingsOf>[0]>;

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

type Prepared = {
  readonly live: unknown;
  readonly changes: readonly FieldChange[];
  /** What is left alone and not as it was simulated, a sentence for each. */
  readonly differences: readonly string[];
};

const prepared = async (client: ArmClient, decided: Decided): Promise<Prepared> => {
  const live = await readDeployment(client);
  return {
    live,
    changes: changesTo(live, 'azureml-v2', movedSettingsOf(decided)),
    differences: liveDifferences(live, decided),
  };
};

const outcomeOf = ({ target }: ArmClient, live: unknown, changes: readonly FieldChange[]): Outcome => {
  const fields = inItems(changes);
  return {
    before: Object.fromEntries(fields.map(({ path, before }) => [path.join('.'), before])),
    object: { kind: 'azure', id: armId(target) },
    fields: fields.map((field) => ({ ...field, path: [...field.path] })),
    live,
  };
};

const notKept = ({ target }: ArmClient, missing: readonly FieldChange[]): HeadroomError =>
  new HeadroomError('E_CLUSTER', {
    what: `Azure took the change and did not keep it: ${missing.map(({ path }) => path.join('.')).join(', ')}`,
    where: armId(target),
    fix: 'look at the deployment in the portal',
  });

const apply = async (client: ArmClient, decided: Decided, { keep, drop }: WriteRecord): Promise<Outcome> => {
  const { live, changes, differences } = await prepared(client, decided);
  demandSettled(live, client.target);
  if (changes.length === 0) return { ...outcomeOf(client, live, []), differences };
  await keep(outcomeOf(client, live, changes));
  const put = await putDeployment(client, withFields(putBody(live), changes));
  if (put.kind === 'refused') {
    await drop();
    throw put.error;
  }
  const fields = fieldChanges(putBody(live), putBody(await readDeployment(client)));
  const outcome = outcomeOf(client, live, fields);
  const missing = changes.filter(({ path }) => !fields.some((field) => leadsInto(field.path, path)));
  if (missing.length === 0) return { ...outcome, differences };
  // What Azure did keep is what a rollback has to take back.
  await keep(outcome);
  throw notKept(client, missing);
};

/**
 * Writes settings into a deployment of Azure ML v2 over Azure Resource Manager. Azure rolls the deployment out anew.
 */
export const azureWay = (client: ArmClient, decided: Decided): Way => ({
  how: 'azure',
  needsYes: true,
  canBeTakenBack: true,
  preview: async () => {
    const { changes, differences } = await prepared(client, decided);
    const where = armId(client.target);
    return changes.length === 0
      ? [`${where}: the settings are in force already`, ...differences].join('\n')
      : renderChanges(where, changes, [], differences);
  },
  apply: (record) => apply(client, decided, record),
});
