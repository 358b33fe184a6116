import { setTimeout as wait } from 'node:timers/promises';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';

/** A deployment of an online endpoint, and Azure Resource Manager that keeps it. */
export type ArmTarget = {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly workspace: string;
  readonly endpoint: string;
  readonly deployment: string;
  readonly managementUrl: string;
};

/**
 * The version of the API whose deployments have the fields that are written.
 * Source: npm @azure/arm-machinelearning 2.1.1 (dist-esm/src/models/parameters.js)
 */
const apiVersion = '2022-10-01';

/** An operation on a deployment may take long: images are pulled and replicas started. */
const operationMsMost = 30 * 60_000;
const pollMsDefault = 5_000;

/** A request with the token of the moment: operations outlast tokens. */
export type ArmClient = { readonly target: ArmTarget; readonly token: () => Promise<string> };

/** The resource id of a deployment. */
export const armId = (target: ArmTarget): string =>
  [
    '/subscriptions',
    target.subscriptionId,
    'resourceGroups',
    target.resourceGroup,
    'providers/Microsoft.MachineLearningServices/workspaces',
    target.workspace,
    'onlineEndpoints',
    target.endpoint,
    'deployments',
    target.deployment,
  ].join('/');

const refused = (status: number, body: unknown, id: string): HeadroomError => {
  const { code = '', message = '' } = (body as { error?: { code?: string; message?: string } })?.error ?? {};
  return new HeadroomError('E_CLUSTER', {
    what: `Azure answers ${status}${code && ` ${code}`}${message && `: ${message}`}`,
    where: id,
    fix:
      status === 401 || status === 403
        ? 'log in with an account that may write onlineEndpoints/deployments of this workspace (AzureML Data Scientist)'
        : status === 404
          ? 'correct the names under apply.azure'
          : 'nothing is known to be written; look at the deployment in the portal before you try again',
  });
};

type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

const send = async (
  { target, token }: ArmClient,
  url: string,
  init: { readonly method: 'GET' | 'PUT'; readonly body?: unknown } = { method: 'GET' },
): Promise<Answer> => {
  const { method, body } = init;
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A redirect could carry the token elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  } catch (cause) {
    if (cause instanceof HeadroomError) throw cause;
    throw new HeadroomError('E_CLUSTER', {
      what: `Azure Resource Manager gives no answer that can be read: ${messageOf(cause)}`,
      where: target.managementUrl,
      fix: 'check the network; look at the deployment before you try again',
      cause,
    });
  }
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

const pollMs = (headers: Headers): number => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : pollMsDefault;
};

/** Where to ask how an operation goes; it must be at the same place, as the token goes there. */
const operationUrl = ({ headers }: Answer, { managementUrl }: ArmTarget): string | null => {
  const url = headers.get('azure-asyncoperation') ?? headers.get('location');
  if (url === null) return null;
  if (new URL(url).origin === new URL(managementUrl).origin) return url;
  throw new HeadroomError('E_CLUSTER', {
    what: 'Azure names another host to ask about the operation, and the token is not sent there',
    where: new URL(url).origin,
    fix: 'set apply.azure.managementUrl to the Resource Manager of this cloud, and look at the deployment',
  });
};

const untilDone = async (client: ArmClient, url: string, first: Answer): Promise<void> => {
  const endMs = Date.now() + operationMsMost;
  for (let last = first; Date.now() < endMs; ) {
    await wait(pollMs(last.headers));
    last = await send(client, url);
    const { status = '' } = (last.body ?? {}) as { status?: string };
    if (last.status >= 400 || status === 'Failed' || status === 'Canceled')
      throw refused(last.status, last.body, armId(client.target));
    if (status === 'Succeeded' || (status === '' && last.status === 200)) return;
  }
  throw new HeadroomError('E_CLUSTER', {
    what: `the operation has not ended after ${operationMsMost / 60_000} minutes`,
    where: armId(client.target),
    fix: 'look at the deployment in the portal',
  });
};

/**
 * Puts a deployment and waits until Azure has done it. Scale settings can be put only: the API's PATCH takes tags and
 * capacity and nothing else.
 *
 * @throws HeadroomError E_CLUSTER if Azure refuses it, or fails
 */
export const putDeployment = async (client: ArmClient, body: unknown): Promise<void> => {
  const answer = await send(client, urlOf(client.target), { method: 'PUT', body });
  if (answer.status >= 300) throw refused(answer.status, answer.body, armId(client.target));
  const url = operationUrl(answer, client.target);
  if (url !== null) await untilDone(client, url, answer);
};
