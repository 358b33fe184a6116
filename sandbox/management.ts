import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeadroomError } from '../errors/headroom-error.ts';
import type { SandboxSettings } from '../runs/schema/sandbox.ts';
import type { Counters } from './counters.ts';
import { readJson } from './http.ts';

type ManagementOptions = {
  readonly counters: Counters;
  readonly settings: () => SandboxSettings;
  /** Throws a HeadroomError for a change that is not valid. */
  readonly changeSettings: (change: unknown) => void;
};

type Reply = { readonly status: number; readonly body: unknown };

const ok = (body: unknown): Reply => ({ status: 200, body });

/** Where the management API begins. */
export const managementRoot = '/sandbox/';

/**
 * The sandbox's own API, beside the one of Kubernetes:
 *
 *   GET  /sandbox/counters        arrivals and outcomes, in total and by second of arrival
 *   POST /sandbox/reset-counters  from zero
 *   GET  /sandbox/settings        the policy and the router's limits
 *   PUT  /sandbox/settings        any part of them; replicas follow the new bounds at once
 */
export const createManagement = ({ counters, settings, changeSettings }: ManagementOptions) => {
  const putSettings = async (request: IncomingMessage): Promise<Reply> => {
    try {
      changeSettings(await readJson(request));
      return ok(settings());
    } catch (error) {
      if (!(error instanceof HeadroomError)) throw error;
      const faults = error.details.map(({ what, where, fix }) => ({ what, where, fix }));
      return { status: 422, body: { code: error.code, faults } };
    }
  };

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const [path] = (request.url ?? '').split('?');
    switch (`${request.method} ${path}`) {
      case 'GET /sandbox/counters':
        return ok(counters.snapshot());
      case 'POST /sandbox/reset-counters':
        counters.reset();
        return ok(counters.snapshot());
      case 'GET /sandbox/settings':
        return ok(settings());
      case 'PUT /sandbox/settings':
        return putSettings(request);
      default:
        return { status: 404, body: { error: `no ${request.method} ${path}` } };
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
};
