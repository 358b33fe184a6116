import type { Room } from '../../runs/schema/room.ts';
import { type ContainerSpec, type PodSpec, runningContainers } from '../doctor/objects.ts';

type PodTimeout = NonNullable<Room['timeouts']>[number];

/**
 * Variables of known servers: Azure ML's inference server ends run() after the first, and its gunicorn a worker after the
 * second. Source: https://github.com/microsoft/azureml-inference-server
 */
const variables = [
  { name: 'SCORING_TIMEOUT_MS', layer: 'server', msPerUnit: 1 },
  { name: 'WORKER_TIMEOUT', layer: 'worker', msPerUnit: 1000 },
] as const;

/** `gunicorn --timeout 30`, or `-t 30`. Source: https://docs.gunicorn.org/en/stable/settings.html#timeout */
const gunicorn = /\bgunicorn\b.*?\s(?:--timeout|-t)[=\s]\s*(\d+)/;
const gunicornArguments = 'GUNICORN_CMD_ARGS';
const msPerSecond = 1000;

const variableOf = ({ env = [] }: ContainerSpec, name: string): string | undefined =>
  env.find((one) => one.name === name)?.value;

const timeoutsIn = (container: ContainerSpec): PodTimeout[] => {
  const { command = [], args = [] } = container;
  const byVariable = variables.flatMap(({ name, layer, msPerUnit }): PodTimeout[] => {
    const value = variableOf(container, name);
    return value !== undefined && /^\d+$/.test(value) ? [{ layer, name, ms: Number(value) * msPerUnit }] : [];
  });
  const line = [...command, ...args].join(' ');
  const given = `gunicorn ${variableOf(container, gunicornArguments) ?? ''}`;
  const seconds = gunicorn.exec(line)?.[1] ?? gunicorn.exec(given)?.[1];
  const byArgument: PodTimeout[] =
    seconds === undefined
      ? []
      : [{ layer: 'worker', name: 'gunicorn --timeout', ms: Number(seconds) * msPerSecond }];
  return [...byVariable, ...byArgument];
};

/** What the containers of a pod say of the time that a request may take. Values from ConfigMaps and secrets are not read. */
export const podTimeouts = (pod: PodSpec): PodTimeout[] => runningContainers(pod).flatMap(timeoutsIn);
