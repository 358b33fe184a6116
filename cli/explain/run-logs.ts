import { openCluster } from '../../cluster/connect/open.ts';
import { readPodLogs } from '../../cluster/pod-logs.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { readLog } from '../../planner/logs/read-log.ts';
import { type NamedReading, renderLogs } from '../../reports/logs-terminal.ts';
import { printAnswer } from '../output/print.ts';
import { textOfFile } from '../text-of-file.ts';

/** Where a pod is looked for. */
type PodOptions = {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly namespace: string;
};

type NamedLog = { readonly name: string; readonly text: string };

const unreadable = (file: string, why: string): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what: `the log can't be read: ${why}`,
    where: file,
    fix: 'name a file of text that may be read, or a pod',
  });

const logOfFile = async (file: string): Promise<NamedLog | null> => {
  const read = await textOfFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw unreadable(file, messageOf(error));
  });
  if (read === null) return null;
  if ('reason' in read) throw unreadable(file, read.reason);
  return { name: file, text: read.text };
};

/** A Kubernetes name: what looks like a path is a file that is not there. */
const podName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

const logsOfPod = async (pod: string, options: PodOptions): Promise<NamedLog[]> => {
  if (!podName.test(pod))
    throw new HeadroomError('E_USAGE', {
      what: 'there is no such file, and no pod has such a name',
      where: pod,
      fix: 'name a file (kubectl logs --timestamps POD > pod.log) or a pod',
    });
  const { access, namespace } = await openCluster({ ...options, selector: '' });
  if (access.kind === 'none')
    throw new HeadroomError('E_CLUSTER', { ...access.problem, where: `${pod}: no file of this name` });
  const logs = await readPodLogs(access.connection, { namespace, pod });
  return logs.map(({ container, isPrevious, text }) => ({
    name: `${pod}/${container}${isPrevious ? ', the run before its restart' : ''}`,
    text,
  }));
};

/**
 * `headroom explain --logs`: what container logs tell, of files or of pods of the cluster.
 *
 * @throws HeadroomError E_USAGE for what is neither a text file nor a pod, E_CLUSTER for a pod that can't be read
 */
export const explainLogs = async (
  names: readonly string[],
  { asJson, ...place }: PodOptions & { readonly asJson: boolean },
): Promise<void> => {
  const readings: NamedReading[] = [];
  for (const name of names) {
    const file = await logOfFile(name);
    const logs = file === null ? await logsOfPod(name, place) : [file];
    readings.push(...logs.map((log) => ({ name: log.name, reading: readLog(log.text) })));
  }
  printAnswer({ schemaVersion: 1, logs: readings }, { asJson, text: () => renderLogs(readings) });
};
