import { HeadroomError } from '../errors/headroom-error.ts';
import { messageIn } from './connect/answer-message.ts';
import { explainSilence, explainUnauthorized } from './connect/connection-faults.ts';
import type { Connection, KubeAnswer } from './connect/kube-client.ts';

/** One container's log, of the run that goes on or of the one before. */
type PodLog = { readonly container: string; readonly isPrevious: boolean; readonly text: string };

type PodPlace = { readonly namespace: string; readonly pod: string };

/** What is asked for at most of each log: its newest part. */
const tailLines = 50_000;
const bytesMost = 20_000_000;
const requestMs = 30_000;

type PodBody = {
  readonly spec?: { readonly containers?: readonly { readonly name?: string }[] };
  readonly status?: {
    readonly containerStatuses?: readonly { readonly name?: string; readonly restartCount?: number }[];
  };
};

const ask = (connection: Connection, path: string, query: Readonly<Record<string, string>> = {}) =>
  connection.request({ path, query, signal: AbortSignal.timeout(requestMs) });

const refusal = (answer: Extract<KubeAnswer, { kind: 'answer' }>, { namespace, pod }: PodPlace) => {
  const where = `pod ${pod}, namespace ${namespace}`;
  if (answer.status === 404)
    return { what: `there is no pod ${pod}`, where, fix: 'name a file, or a pod of kubectl get pods' };
  if (answer.status === 403)
    return {
      what: 'this account may not read the log of the pod (403)',
      where,
      fix: 'ask for get of pods and pods/log in this namespace, or name a file: kubectl logs --timestamps POD > pod.log',
    };
  return { what: `the log can't be read (${answer.status}): ${messageIn(answer.body)}`, where };
};

/** @throws HeadroomError E_CLUSTER for any answer but 200 */
const orThrow = (answer: KubeAnswer, connection: Connection, place: PodPlace): unknown => {
  if (answer.kind === 'silence') throw new HeadroomError('E_CLUSTER', explainSilence(answer, connection));
  if (answer.status === 401) throw new HeadroomError('E_CLUSTER', explainUnauthorized(connection));
  if (answer.status !== 200) throw new HeadroomError('E_CLUSTER', refusal(answer, place));
  return answer.body;
};

/** A log whose only line is JSON has been parsed on its way. */
const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/**
 * The logs of a pod's containers; of one that was restarted, also that of its run before, which tells why it ended.
 *
 * @throws HeadroomError E_CLUSTER for a pod that is not there, or may not be read
 */
export const readPodLogs = async (connection: Connection, place: PodPlace): Promise<PodLog[]> => {
  const path = `/api/v1/namespaces/${place.namespace}/pods/${encodeURIComponent(place.pod)}`;
  const { spec, status } = orThrow(await ask(connection, path), connection, place) as PodBody;
  const logs: PodLog[] = [];
  for (const { name: container = '' } of spec?.containers ?? []) {
    const query = {
      container,
      timestamps: 'true',
      tailLines: String(tailLines),
      limitBytes: String(bytesMost),
    };
    const state = status?.containerStatuses?.find(({ name }) => name === container);
    if ((state?.restartCount ?? 0) > 0) {
      // The kubelet keeps it for a while only.
      const before = await ask(connection, `${path}/log`, { ...query, previous: 'true' });
      if (before.kind === 'answer' && before.status === 200)
        logs.push({ container, isPrevious: true, text: textOf(before.body) });
    }
    const answer = await ask(connection, `${path}/log`, query);
    // A container that waits to be started has none yet.
    if (answer.kind === 'answer' && answer.status === 400) continue;
    logs.push({ container, isPrevious: false, text: textOf(orThrow(answer, connection, place)) });
  }
  return logs;
};
