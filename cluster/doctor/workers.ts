import { type DoctorLine, fine } from './line.ts';
import { type ContainerSpec, type PodSpec, runningContainers } from './objects.ts';

/** Variables that set how many requests a server runs at once; the first one of Azure ML's inference server. */
const variables = ['WORKER_COUNT', 'WEB_CONCURRENCY'];

/** Servers that take the number as an argument: `gunicorn -w 4`, `uvicorn --workers=4`. */
const server = /\b(gunicorn|uvicorn|hypercorn|granian|fastapi)\b/;
const argument = /(?:^|\s)(?:--workers|-w)[=\s]\s*(\d+)/;

type Said = { readonly workers: number; readonly by: string };

const saidBy = ({ env = [], command = [], args = [] }: ContainerSpec): Said[] => {
  const line = [...command, ...args].join(' ');
  const counted = server.test(line) ? argument.exec(line)?.[1] : undefined;
  if (counted !== undefined) return [{ workers: Number(counted), by: 'its command line' }];
  return variables.flatMap((name) => {
    const value = env.find((one) => one.name === name)?.value;
    return value !== undefined && /^\d+$/.test(value) ? [{ workers: Number(value), by: name }] : [];
  });
};

/** Requests that a replica runs at once, as the config has it, and whether it states so. */
export type ExpectedSlots = { readonly slotsPerReplica: number; readonly slotsFrom: 'config' | 'default' };

/**
 * Worker processes of the model's server against the slots of the config. Requests beyond the workers wait inside the
 * replica, where no router and no autoscaler sees them. What the pods do not say stays unsaid: threads and async servers
 * run more than one request a worker.
 */
export const workerLines = (
  pod: PodSpec | undefined,
  { slotsPerReplica, slotsFrom }: ExpectedSlots,
): DoctorLine[] => {
  const [said] = pod === undefined ? [] : runningContainers(pod).flatMap(saidBy);
  if (said === undefined) return [];
  const { workers, by } = said;
  if (workers === slotsPerReplica)
    return [
      fine(
        'workers',
        `${workers} (${by}), as target.slotsPerReplica ${slotsFrom === 'config' ? 'says' : 'is by default'}`,
      ),
    ];
  return [
    {
      level: 'warning',
      topic: 'workers',
      what:
        workers < slotsPerReplica
          ? `a replica has ${workers} workers (${by}) for ${slotsPerReplica} slots: unless a worker runs several requests at once, the others wait unseen inside the replica`
          : `a replica has ${workers} workers (${by}), and target.slotsPerReplica is ${slotsPerReplica}${slotsFrom === 'config' ? '' : ' by default'}: it may run more at once`,
      where: 'target.slotsPerReplica',
      fix: `set target.slotsPerReplica to what a replica really runs at once, or the workers to ${slotsPerReplica}`,
    },
  ];
};
