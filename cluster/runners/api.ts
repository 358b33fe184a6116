import { HeadroomError } from '../../errors/headroom-error.ts';
import { messageIn } from '../connect/answer-message.ts';
import { explainSilence, explainUnauthorized } from '../connect/connection-faults.ts';
import { type Connection, type KubeRequest, requestTimeoutMs } from '../connect/kube-client.ts';
import type { KubeObject } from './names.ts';

/** The kinds that runners are made of, as paths of the API. */
const places: Readonly<Record<string, string>> = {
  ConfigMap: '/api/v1/namespaces/NAMESPACE/configmaps',
  Lease: '/apis/coordination.k8s.io/v1/namespaces/NAMESPACE/leases',
  Job: '/apis/batch/v1/namespaces/NAMESPACE/jobs',
  TestRun: '/apis/k6.io/v1alpha1/namespaces/NAMESPACE/testruns',
  Pod: '/api/v1/namespaces/NAMESPACE/pods',
};

/** Where all objects of a kind are, or one of them. */
export const placeOf = (kind: string, namespace: string, name?: string): string => {
  const all = places[kind]!.replace('NAMESPACE', encodeURIComponent(namespace));
  return name === undefined ? all : `${all}/${encodeURIComponent(name)}`;
};

/**
 * The answer to a request, which must be one of success.
 *
 * @throws HeadroomError E_CLUSTER with what the server said
 */
export const demand = async (
  connection: Connection,
  request: Omit<KubeRequest, 'signal'>,
  what: string,
): Promise<unknown> => {
  const answer = await connection.request({ ...request, signal: AbortSignal.timeout(requestTimeoutMs) });
  if (answer.kind === 'silence') throw new HeadroomError('E_CLUSTER', explainSilence(answer, connection));
  if (answer.status === 401) throw new HeadroomError('E_CLUSTER', explainUnauthorized(connection));
  if (answer.status < 300) return answer.body;
  throw new HeadroomError('E_CLUSTER', {
    what: `${what}: ${messageIn(answer.body).trim()} (${answer.status})`,
    where: request.path,
    fix:
      answer.status === 403
        ? 'headroom rbac --runners prints the rights that runners in the cluster take'
        : 'see what the server says; headroom test --dry-run prints what would be made',
  });
};

/** Makes an object and gives it as the server has it. @throws HeadroomError E_CLUSTER */
export const create = (connection: Connection, object: KubeObject): Promise<unknown> => {
  const { kind, metadata } = object;
  return demand(
    connection,
    {
      method: 'POST',
      path: placeOf(kind, metadata.namespace),
      query: { fieldManager: 'headroom', fieldValidation: 'Strict' },
      body: object,
    },
    `the ${kind} ${metadata.name} can't be made`,
  );
};
