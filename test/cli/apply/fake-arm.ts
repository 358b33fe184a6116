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
  /** Someone else changes the deployment. */
  change(properties: Deployment): void;
};

type FakeOptions = {
  readonly deployment: Deployment;
  /** What the operation comes to, poll by poll. */
  readonly statuses?: readonly string[];
  /** Names another host in the header that tells where to poll. */
  readonly pollsAt?: string;
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
}: FakeOptions): Promise<FakeArm> => {
  let kept = deployment;
  let wanted: Deployment = deployment;
  let polls = 0;
  const [requests, tokens, puts]: [string[], string[], unknown[]] = [[], [], []];
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
      if (pathname === '/operations/1') {
        const status = statuses[Math.min(polls, statuses.length - 1)]!;
        polls += 1;
        if (status === 'Succeeded') kept = wanted;
        const error = { code: 'BadArgument', message: 'the quota does not allow it' };
        return answer(200, status === 'Failed' ? { status, error } : { status }, { 'retry-after': '0' });
      }
      if (request.headers.authorization !== 'Bearer secret-token')
        return answer(401, { error: { code: 'AuthenticationFailed' } });
      if (request.method === 'GET') return answer(200, kept);
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
      const headers = { 'azure-asyncoperation': `${pollsAt ?? origin}/operations/1`, 'retry-after': '0' };
      answer(201, { ...wanted, properties: { ...body.properties, provisioningState: 'Updating' } }, headers);
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
