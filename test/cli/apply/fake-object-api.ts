import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { merged } from '../../../cli/apply/fields.ts';
import { apiVersionOf, collectionPath, type WritableKind } from '../../../cluster/write/object-ref.ts';

type ScalerObject = Readonly<Record<string, unknown>> & {
  readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly uid: string };
  readonly spec: Readonly<Record<string, unknown>>;
};

/**
 * Where a write breaks: before the server took it, or after; by a reset, or by a status of its own.
 */
export type Fault = {
  readonly when: 'before' | 'after';
  readonly by: 'reset' | 403 | 409 | 422 | 500 | 504;
};

export type FakeObjectApi = {
  readonly url: string;
  object(): ScalerObject;
  /** Someone else changes the object. */
  change(spec: Readonly<Record<string, unknown>>): void;
  /** Its controller writes its status: it has another version, and the same settings. */
  report(): void;
  /** Called at each patch that comes in, dry runs too, before it is looked at. */
  onPatch: () => void;
  /** What the next real writes meet, in order. */
  readonly faults: Fault[];
  /** Called at each real write, before it is taken. */
  onWrite: () => Promise<void>;
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const part of request) text += String(part);
  return JSON.parse(text);
};

/** What an HPA says that scales the Deployment `score` on half of its CPU request. */
export const cpuHpaSpec = (bounds: { readonly minReplicas: number; readonly maxReplicas: number }) => ({
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
  ...bounds,
  metrics: [
    {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
    },
  ],
});

/** An API server that keeps one object, and takes patches of it: all at once or not at all, as etcd does. */
export const startFakeObjectApi = async (
  name: string,
  spec: ScalerObject['spec'],
  kind: WritableKind = 'HorizontalPodAutoscaler',
): Promise<FakeObjectApi> => {
  const path = collectionPath(kind, 'models');
  let version = 1;
  let kept: ScalerObject = {
    apiVersion: apiVersionOf(kind),
    kind,
    metadata: { name, resourceVersion: '1', uid: 'uid-1' },
    spec,
  };
  const withSpec = (change: unknown): ScalerObject => ({
    ...kept,
    metadata: { ...kept.metadata, resourceVersion: String(version + 1) },
    spec: merged(kept.spec, change) as ScalerObject['spec'],
  });
  const keep = (object: ScalerObject): void => {
    version += 1;
    kept = object;
  };
  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const fail = (response: ServerResponse, { by }: Fault): void => {
    if (by === 'reset') response.socket?.resetAndDestroy();
    else answer(response, by, { kind: 'Status', status: 'Failure', code: by, message: 'scripted' });
  };
  const patch = async (request: IncomingMessage, response: ServerResponse, isDryRun: boolean) => {
    const body = (await bodyOf(request)) as ScalerObject;
    api.onPatch();
    if (body.metadata.resourceVersion !== kept.metadata.resourceVersion)
      return answer(response, 409, { kind: 'Status', message: 'the object has been modified' });
    const next = withSpec(body.spec);
    if (isDryRun) return answer(response, 200, next);
    await api.onWrite();
    const fault = api.faults.shift();
    if (fault?.when === 'before') return fail(response, fault);
    keep(next);
    return fault === undefined ? answer(response, 200, next) : fail(response, fault);
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    if (request.method === 'PATCH') {
      patch(request, response, searchParams.has('dryRun')).catch(() => response.destroy());
    } else if (pathname === path) answer(response, 200, { items: [kept] });
    else if (pathname === `${path}/${name}`) answer(response, 200, kept);
    else answer(response, 404, {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const api: FakeObjectApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    object: () => kept,
    change: (change) => keep(withSpec(change)),
    report: () => keep(withSpec({})),
    onPatch: () => undefined,
    faults: [],
    onWrite: async () => undefined,
  };
  return api;
};
