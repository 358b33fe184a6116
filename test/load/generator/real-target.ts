import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { acceptSocket } from './scripts.ts';

type Answer = (request: IncomingMessage, body: Buffer, response: ServerResponse) => unknown;

const echo: Answer = ({ headers: { authorization, cookie } }, body) => ({
  authorization,
  cookie,
  body: body.toString(),
});

/** What the scripts made after real ones ask for, by path. */
const answers: Readonly<Record<string, Answer>> = {
  '/moved': (request, _, response) => {
    response.statusCode = 302;
    response.setHeader('location', new URL(request.url ?? '', 'http://x').searchParams.get('to') ?? '/');
    return '';
  },
  '/basic': (request, body, response) => {
    if (request.headers.authorization !== 'Basic dXNlcjpwYXNzd2Q=') response.statusCode = 401;
    return echo(request, body, response);
  },
  '/graphql': () => ({ data: { repository: { issues: { edges: [{ node: { id: 'I_1' } }] } } } }),
  '/form': (request, body, response) =>
    request.method === 'POST'
      ? echo(request, body, response)
      : '<form method="POST" action="/form"><input type="hidden" name="redir" value="1"><input name="login"></form>',
  '/token': () => ({ access_token: 't-1', expires_in: 3600 }),
  '/length': (_, body) => String(body.length),
  '/stream': () => 'data: {"token":"a"}\n\ndata: {"token":"b"}\n\ndata: [DONE]\n\n',
};

/** An endpoint for the scripts made after real ones. */
export const realTarget = async () => {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const path = request.url?.split('?')[0] ?? '';
    const answer = (answers[path] ?? echo)(request, body, response);
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  server.on('upgrade', acceptSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
};
