import { setTimeout as wait } from 'node:timers/promises';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { withoutAuthorization } from '../../errors/redact/values.ts';

/** A deployment of an online endpoint, and Azure Resource Manager that keeps it. */
export type ArmTarget = {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly workspace: string;
  readonly endpoint: string;
  readonly deployment: string;
  readonly managementUrl: string;
};

/** A request with the token of the moment: operations outlast tokens. */
export type ArmClient = { readonly target: ArmTarget; readonly token: () => Promise<string> };

/** What Azure Resource Manager answered. */
export type ArmAnswer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

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

/** Attempts at a request that Azure puts off. */
const attemptsMost = 5;
/** A wait longer than this is cut short: who asks too early is told so again. */
const waitMsMost = 60_000;

const noAnswer = ({ target }: ArmClient, cause: unknown): HeadroomError =>
  new HeadroomError('E_CLUSTER', {
    what: `Azure Resource Manager gives no answer that can be read: ${messageOf(cause)}`,
    where: target.managementUrl,
    fix: 'check the network; look at the deployment before you try again',
    cause,
  });

const bodyOf = (text: string): unknown => {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    // A gateway in front answers in HTML; the status tells enough.
    return null;
  }
};

type ArmInit = { readonly method: 'GET' | 'PUT'; readonly body?: unknown };

/**
 * One request.
 *
 * @throws HeadroomError E_CLUSTER if there is no token, or no answer
 */
export const sendOnce = async (client: ArmClient, url: string, init: ArmInit): Promise<ArmAnswer> => {
  const authorization = `Bearer ${await client.token()}`;
  try {
    const response = await fetch(url, {
      method: init.method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
      // A redirect could carry the token elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    });
    const text = withoutAuthorization(await response.text(), authorization);
    return { status: response.status, headers: response.headers, body: bodyOf(text) };
  } catch (cause) {
    throw noAnswer(client, cause);
  }
};

/**
 * How long Azure asks to wait, in milliseconds: `Retry-After` is seconds or a date (RFC 9110, 10.2.3).
 *
 * @example retryAfterMs(new Headers({ 'retry-after': '10' }), { nowMs: 0, otherwiseMs: 5000 }) // 10000
 */
export const retryAfterMs = (
  headers: Headers,
  { nowMs, otherwiseMs }: { readonly nowMs: number; readonly otherwiseMs: number },
): number => {
  const said = headers.get('retry-after')?.trim() ?? '';
  const ms = /^\d+$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - nowMs;
  return Number.isNaN(ms) ? otherwiseMs : Math.min(Math.max(ms, 0), waitMsMost);
};

/** Answers that say nothing of what was asked: Azure is busy, or a server on the way failed. */
export const isPutOff = ({ status }: ArmAnswer): boolean =>
  status === 408 || status === 429 || (status >= 500 && status !== 501);

/**
 * A request that is sent again while Azure puts it off. A PUT is sent again after 429 only, which is an answer from before
 * anything was done; after a failed server it may have been.
 *
 * @throws HeadroomError E_CLUSTER if there is no token, or no answer
 */
export const send = async (
  client: ArmClient,
  url: string,
  init: ArmInit = { method: 'GET' },
): Promise<ArmAnswer> => {
  for (let attempt = 1; ; attempt++) {
    const answer = await sendOnce(client, url, init);
    const isAskedAgain = init.method === 'GET' ? isPutOff(answer) : answer.status === 429;
    if (!isAskedAgain || attempt === attemptsMost) return answer;
    await wait(retryAfterMs(answer.headers, { nowMs: Date.now(), otherwiseMs: 1_000 * 2 ** (attempt - 1) }));
  }
};
