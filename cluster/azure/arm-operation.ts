import { setTimeout as wait } from 'node:timers/promises';
import { HeadroomError } from '../../errors/headroom-error.ts';
import {
  type ArmAnswer,
  type ArmClient,
  type ArmTarget,
  armId,
  isPutOff,
  retryAfterMs,
  sendOnce,
} from './arm-request.ts';

/** An operation on a deployment may take long: images are pulled and replicas started. */
const operationMsMost = 30 * 60_000;
const pollMsDefault = 5_000;
/** Polls in a row that no answer comes to before it is given up. */
const silentPollsMost = 10;

/** How an operation stands, by one answer. */
type OperationState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly status: string };

const stateOf = (status: string | undefined): OperationState => {
  if (status === undefined || status === 'Succeeded') return { kind: 'done' };
  return status === 'Failed' || status === 'Canceled' ? { kind: 'failed', status } : { kind: 'running' };
};

/**
 * How a deployment stands by its own `provisioningState`: three values are ends, every other one means that Azure is at it,
 * and one that says none is done.
 */
export const provisioningOf = (body: unknown): OperationState =>
  stateOf((body as { properties?: { provisioningState?: string } } | null)?.properties?.provisioningState);

/** Where to ask how an operation goes, and how its answers are read. */
type Poll = { readonly url: string; readonly read: (answer: ArmAnswer) => OperationState };

/** Its `status` tells, and without one the operation has ended. */
const byOperation = ({ body }: ArmAnswer): OperationState =>
  stateOf((body as { status?: string } | null)?.status);

/** 202 while it runs. */
const byLocation = ({ status, body }: ArmAnswer): OperationState =>
  status === 202 ? { kind: 'running' } : provisioningOf(body);

const byResource = ({ body }: ArmAnswer): OperationState => provisioningOf(body);

/** The token goes there, so it must be the same place. */
const checkPlace = (url: string, { managementUrl }: ArmTarget): string => {
  if (URL.parse(url)?.origin === new URL(managementUrl).origin) return url;
  throw new HeadroomError('E_CLUSTER', {
    what: 'Azure names another host to ask about the operation, and the token is not sent there',
    where: URL.parse(url)?.origin ?? 'a header that is no URL',
    fix: 'set apply.azure.managementUrl to the Resource Manager of this cloud, and look at the deployment',
  });
};

/** `Azure-AsyncOperation` counts before `Location`; without either, the resource itself tells. */
const pollOf = ({ headers }: ArmAnswer, target: ArmTarget, resource: Poll): Poll => {
  const operation = headers.get('azure-asyncoperation');
  if (operation !== null) return { url: checkPlace(operation, target), read: byOperation };
  const location = headers.get('location');
  return location === null ? resource : { url: checkPlace(location, target), read: byLocation };
};

const ended = (target: ArmTarget, what: string): HeadroomError =>
  new HeadroomError('E_CLUSTER', {
    what,
    where: armId(target),
    fix: 'look at the deployment in the portal',
  });

const failed = (target: ArmTarget, { body }: ArmAnswer, status: string): HeadroomError => {
  const { code = '', message = '' } = (body as { error?: { code?: string; message?: string } })?.error ?? {};
  return ended(target, `the operation ended as ${status}${code && ` ${code}`}${message && `: ${message}`}`);
};

/** One poll; an error: it told nothing, as a server on the way failed or nothing came. */
const asked = async (client: ArmClient, { url }: Poll): Promise<ArmAnswer | HeadroomError> => {
  try {
    const answer = await sendOnce(client, url, { method: 'GET' });
    return isPutOff(answer) ? ended(client.target, `Azure answers ${answer.status} to each poll`) : answer;
  } catch (error) {
    if (error instanceof HeadroomError) return error;
    throw error;
  }
};

/**
 * Waits until Azure has done what a PUT began. Polls that get no answer are asked again; one that may not ask about the
 * operation, which takes rights on the resource group, asks the resource instead.
 *
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/async-operations
 *
 * @param resourceUrl where the resource itself is read
 * @throws HeadroomError E_CLUSTER if the operation failed, did not end in time, or can't be asked about
 */
export const untilDone = async (client: ArmClient, put: ArmAnswer, resourceUrl: string): Promise<void> => {
  const { target } = client;
  const resource: Poll = { url: resourceUrl, read: byResource };
  let poll = pollOf(put, target, resource);
  let state: OperationState = poll === resource ? provisioningOf(put.body) : { kind: 'running' };
  const endMs = Date.now() + operationMsMost;
  let pauseMs = pollMsDefault;
  for (let last = put, silent = 0; state.kind !== 'done'; ) {
    if (state.kind === 'failed') throw failed(target, last, state.status);
    if (Date.now() > endMs)
      throw ended(target, `the operation has not ended after ${operationMsMost / 60_000} minutes`);
    pauseMs = retryAfterMs(last.headers, { nowMs: Date.now(), otherwiseMs: pauseMs });
    await wait(pauseMs);
    const answer = await asked(client, poll);
    if (answer instanceof HeadroomError) {
      silent += 1;
      if (silent === silentPollsMost) throw answer;
      continue;
    }
    [silent, last] = [0, answer];
    if (answer.status < 300) state = poll.read(answer);
    else if (poll !== resource) poll = resource;
    else throw ended(target, `Azure answers ${answer.status} to a poll`);
  }
};
