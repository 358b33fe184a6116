import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Counters } from './counters.ts';
import { hasBearer } from './http.ts';
import type { Answer, Router } from './router.ts';
import { swaggerOf } from './swagger.ts';

type ScoringOptions = {
  readonly serviceName: string;
  readonly key: string | undefined;
  readonly router: Pick<Router, 'take'>;
  readonly counters: Counters;
};

type Reply = { readonly status: number; readonly contentType: string; readonly body: string };

const text = (status: number, body: string): Reply => ({ status, contentType: 'text/plain', body });
const json = (value: unknown): Reply => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(value),
});

/**
 * Bodies of 502 and both 503 as users of azureml-fe saw them; those of 401, 404, 405 and 504 are not public and
 * are our own. Sources: github.com/Azure/MachineLearningNotebooks issues 450, 647 and 1004.
 */
const repliesOf = (serviceName: string) => ({
  crashed: text(502, 'Replica closed connection before replying'),
  overloaded: text(503, `Too many requests for service ${serviceName} (overloaded)`),
  noReadyReplicas: text(503, `No ready replicas for service ${serviceName}`),
  timedOut: text(504, `Service ${serviceName} did not reply in time`),
  unauthorized: text(401, 'Unauthorized'),
  notFound: text(404, 'Not found'),
  wrongMethod: text(405, 'Method not allowed'),
  swagger: json(swaggerOf(serviceName)),
});

/** Headers by which a request is traced; they come back as they were sent. */
const traceHeaders = ['x-ms-request-id', 'x-ms-client-request-id', 'x-request-id'];

const traceOf = ({ headers }: IncomingMessage): Record<string, string> => {
  const trace: Record<string, string> = {};
  for (const name of traceHeaders) if (typeof headers[name] === 'string') trace[name] = headers[name];
  trace['x-ms-request-id'] ??= randomUUID();
  return trace;
};

const send = (response: ServerResponse, reply: Reply, headers: Record<string, string>): void => {
  response.writeHead(reply.status, {
    ...headers,
    'content-type': reply.contentType,
    'content-length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
};

/**
 * Clients that keep a pool of connections come back to each only now and then; a server that closes idle ones
 * sooner than they do turns that into connection resets. The routers in front of real services wait an hour.
 */
const keepAliveMs = 3_600_000;

/** The HTTP side of the router: `POST /api/v1/service/<name>/score` and the service's description. */
export const createScoringServer = (options: ScoringOptions): Server => {
  const { serviceName, key, router, counters } = options;
  const replies = repliesOf(serviceName);
  const servicePath = `/api/v1/service/${serviceName}`;
  const swaggerPaths = ['/swagger.json', `${servicePath}/swagger.json`];

  const replyTo = (answer: Answer): Reply =>
    answer.kind === 'scored' ? json({ service: serviceName, replica: answer.replica }) : replies[answer.kind];

  const refusalOf = (request: IncomingMessage): Reply | undefined => {
    if (request.method !== 'POST') return replies.wrongMethod;
    return key === undefined || hasBearer(request, key) ? undefined : replies.unauthorized;
  };

  const score = (request: IncomingMessage, response: ServerResponse): void => {
    const arrival = counters.arrive(Date.now());
    let isAnswered = false;
    const finish = (reply: Reply, headers: Record<string, string> = {}): void => {
      isAnswered = true;
      counters.settle(arrival, String(reply.status));
      send(response, reply, { ...traceOf(request), ...headers });
    };

    const refusal = refusalOf(request);
    if (refusal) {
      finish(refusal, refusal.status === 405 ? { allow: 'POST' } : {});
      return;
    }
    const leave = router.take((answer) =>
      finish(
        replyTo(answer),
        answer.kind === 'scored' ? { 'x-ms-run-fn-exec-ms': answer.runMs.toFixed(3) } : {},
      ),
    );
    response.once('close', () => {
      if (isAnswered) return;
      counters.settle(arrival, 'disconnected');
      leave();
    });
  };

  const describe = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === 'GET') send(response, replies.swagger, {});
    else send(response, replies.wrongMethod, { allow: 'GET' });
  };

  const server = createServer((request, response) => {
    request.resume();
    const [path = ''] = (request.url ?? '').split('?');
    if (path === `${servicePath}/score`) score(request, response);
    else if (swaggerPaths.includes(path)) describe(request, response);
    else send(response, replies.notFound, traceOf(request));
  });
  server.keepAliveTimeout = keepAliveMs;
  return server;
};
