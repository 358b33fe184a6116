import { HeadroomError } from '../../errors/headroom-error.ts';
import { provisioningOf, untilDone } from './arm-operation.ts';
import { type ArmClient, type ArmTarget, armId, send } from './arm-request.ts';

/**
 * The version of the API whose deployments have the fields that are written.
 * Source: npm @azure/arm-machinelearning 2.1.1 (dist-esm/src/models/parameters.js)
 */
const apiVersion = '2022-10-01';

const fixOf = (status: number): string => {
  if (status === 401 || status === 403)
    return 'log in with an account that may write onlineEndpoints/deployments of this workspace (AzureML Data Scientist)';
  if (status === 404) return 'correct the names under apply.azure';
  if (status === 409)
    return 'another operation on this deployment runs: wait until it has ended, and try again';
  return 'look at the deployment in the portal before you try again';
};

const refused = (status: number, body: unknown, id: string): HeadroomError => {
  const { code = '', message = '' } = (body as { error?: { code?: string; message?: string } })?.error ?? {};
  return new HeadroomError('E_CLUSTER', {
    what: `Azure answers ${status}${code && ` ${code}`}${message && `: ${message}`}`,
    where: id,
    fix: fixOf(status),
  });
};

const urlOf = (target: ArmTarget): string =>
  `${target.managementUrl.replace(/\/$/, '')}${armId(target)}?api-version=${apiVersion}`;

/**
 * The deployment as it is now.
 *
 * @throws HeadroomError E_CLUSTER
 */
export const readDeployment = async (client: ArmClient): Promise<unknown> => {
  const { status, body } = await send(client, urlOf(client.target));
  if (status === 200) return body;
  throw refused(status, body, armId(client.target));
};

/**
 * Refuses a deployment that Azure is changing at the moment: what it says may not be what it will say.
 *
 * @throws HeadroomError E_CLUSTER
 */
export const demandSettled = (deployment: unknown, target: ArmTarget): void => {
  if (provisioningOf(deployment).kind !== 'running') return;
  throw new HeadroomError('E_CLUSTER', {
    what: 'Azure is changing this deployment at the moment',
    where: armId(target),
    fix: 'wait until it has ended (az ml online-deployment show), and try again',
  });
};

/** What came of a PUT: Azure has done it, or has refused it, after which nothing was changed. */
type PutOutcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly error: HeadroomError };

/**
 * Puts a deployment and waits until Azure has done it. Scale settings can be put only: the API's PATCH takes tags and
 * capacity and nothing else.
 *
 * @throws HeadroomError E_CLUSTER where it may have been changed: no answer came, the operation failed or did not end
 */
export const putDeployment = async (client: ArmClient, body: unknown): Promise<PutOutcome> => {
  const url = urlOf(client.target);
  const answer = await send(client, url, { method: 'PUT', body });
  if (answer.status < 300) {
    await untilDone(client, answer, url);
    return { kind: 'done' };
  }
  const error = refused(answer.status, answer.body, armId(client.target));
  if (answer.status >= 500 || answer.status === 408) throw error;
  return { kind: 'refused', error };
};
