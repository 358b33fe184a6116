import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

type Deployment = Readonly<Record<string, unknown>>;

/** What the fake has been asked, and what it keeps. */
export type FakeArm = {
  readonly url: string;
  readonly requests: readonly string[];
  readonly tokens: readonly string[];
  readonly puts: readonly unknown[];
  deployment(): Deployment;
  /** Called before a PUT is taken. */
  onPut: () => Promise<void>;
  /** Called before the operation tells how it stands. */
  onPoll: () => void;
  /** What the next requests of a kind meet: a status, or a reset of the connection; `taken`: after the PUT was. */
  readonly faults: ArmFault[];
  /** Someone else changes the deployment. */
  change(properties: Deployment): void;
};

/** One request that goes wrong. */
export type ArmFault = {
  readonly at: 'get' | 'put' | 'poll';
  readonly by: 'reset' | 403 | 409 | 429 | 500 | 503;
  readonly taken?: true;
};

type FakeOptions = {
  readonly deployment: Deployment;
  /** What the operation comes to, poll by poll. */
  readonly statuses?: readonly string[];
  /** Names another host in the header that tells where to poll. */
  readonly pollsAt?: string;
  /** How the operation is followed: by the header of that name, or by the resource's own state. */
  readonly followedBy?: 'azure-asyncoperation' | 'location' | 'provisioningState';
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const part of request) text += String(part);
  return text === '' ? undefined : JSON.parse(text);
};

/**
 * Azure Resource Manager as it documents a long operation: PUT answers 201 with `Azure-AsyncOperation` and `Retry-After`, the
 * operation tells its status, and the resource has its new state when that is Succeeded. As the API, it takes no scale
 * settings in a PATCH.
 */
export const startFakeArm = async ({
  deployment,
  statuses = ['InProgress', 'Succeeded'],
  pollsAt,
  followedBy = 'azure-asyncoperation',
}: FakeOptions): Promise<FakeArm> => {
  let kept = deployment;
  let wanted: Deployment = deployment;
  let polls = 0;
  let isForbidden = false;
  const [requests, tokens, puts]: [string[], string[], unknown[]] = [[], [], []];
  const faults: ArmFault[] = [];
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown, headers = {}): void => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    };
    const handle = async (): Promise<void> => {
      const { pathname, searchParams, origin } = new URL(request.url!, url());
      requests.push(`${request.method} ${pathname}${searchParams.has('api-version') ? '?api-version' : ''}`);
      tokens.push(request.headers.authorization ?? '');
      const isPoll = pathname === '/operations/1';
      const at = isPoll ? 'poll' : request.method === 'GET' ? 'get' : 'put';
      const fault = faults[0]?.at === at ? faults.shift() : undefined;
      const isBroken = fault !== undefined && fault.taken === undefined;
      isForbidden ||= isPoll && fault?.by === 403;
      if (isBroken) return broken(fault);
      if (isPoll) return poll();
      if (request.headers.authorization !== 'Bearer secret-token')
        return answer(401, { error: { code: 'AuthenticationFailed' } });
      if (request.method === 'GET') return answer(200, isRunning() ? stepped() : kept);
      if (request.method !== 'PUT') return answer(405, { error: { code: 'MethodNotAllowed' } });
      const body = (await bodyOf(request)) as { properties: Deployment };
      await fake.onPut();
      puts.push(body);
      const { id, name, type, systemData } = deployment;
      wanted = {
        id,
        name,
        type,
        systemData,
        ...body,
        properties: { ...body.properties, provisioningState: 'Succeeded' },
      };
      polls = 0;
      if (fault !== undefined) {
        kept = wanted;
        return broken(fault);
      }
      const follow = { [followedBy]: `${pollsAt ?? origin}/operations/1` };
      const headers = { 'retry-after': '0', ...(followedBy !== 'provisioningState' && follow) };
      answer(201, { ...wanted, properties: { ...body.properties, provisioningState: 'Updating' } }, headers);
    };
    const broken = ({ by }: ArmFault): void => {
      if (by === 'reset') response.socket?.resetAndDestroy();
      else answer(by, { error: { code: 'Scripted' } }, { 'retry-after': '0' });
    };
    const nextStatus = (): string => {
      fake.onPoll();
      const status = statuses[Math.min(polls, statuses.length - 1)]!;
      polls += 1;
      if (status === 'Succeeded') kept = wanted;
      return status;
    };
    const isRunning = (): boolean => (followedBy === 'provisioningState' || isForbidden) && wanted !== kept;
    const stepped = (): Deployment => ({
      ...wanted,
      properties: { ...(wanted['properties'] as Deployment), provisioningState: nextStatus() },
    });
    const poll = (): void => {
      const status = nextStatus();
      const soon = { 'retry-after': '0' };
      const error = { code: 'BadArgument', message: 'the quota does not allow it' };
      if (followedBy === 'location') answer(status === 'Succeeded' ? 200 : 202, null, soon);
      else answer(200, status === 'Failed' ? { status, error } : { status }, soon);
    };
    handle().catch((error: unknown) => answer(500, { error: { message: String(error) } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const fake: FakeArm = {
    onPut: async () => undefined,
    onPoll: () => undefined,
    faults,
    url: url(),
    requests,
    tokens,
    puts,
    deployment: () => kept,
    change: (properties) => {
      kept = { ...kept, properties: { ...(kept['properties'] as Deployment), ...properties } };
    },
  };
  return fake;
};
