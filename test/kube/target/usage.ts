import { createServer, type Server } from 'node:http';
import { listen, stop } from '../../../sandbox/http.ts';
import type { Pod } from './pods.ts';

/** Pods of one service, and how much CPU each of their busy slots takes. */
export type UsageSource = {
  readonly namespace: string;
  readonly pods: () => readonly Pod[];
  readonly coresPerBusySlot: number;
};

/** What kubelets would serve: the CPU counter of each container, which grows with the work of its slots. */
export type Usage = {
  readonly port: number;
  /** Gives back how to take the pods out again. */
  readonly add: (source: UsageSource) => () => void;
  readonly close: () => Promise<void>;
};

/** metrics-server takes a container without CPU or memory for one that has not reported yet. */
const idleCores = 0.001;
const memoryBytes = 64 * 1024 * 1024;
const nodeCores = 0.1;

const coreSeconds = ({ slots, startedAtMs }: Pod, coresPerBusySlot: number): number =>
  idleCores * (1 + (Date.now() - startedAtMs) / 1000) +
  (coresPerBusySlot * slots.busyOverTime.valueMs(performance.now())) / 1000;

const linesOf = ({ namespace, pods, coresPerBusySlot }: UsageSource, node: string): readonly string[] =>
  pods()
    .filter((pod) => pod.node === node)
    .flatMap((pod) => {
      const labels = `{container="model",namespace="${namespace}",pod="${pod.name}"}`;
      const nowMs = Date.now();
      return [
        `container_start_time_seconds${labels} ${pod.startedAtMs / 1000}`,
        `container_cpu_usage_seconds_total${labels} ${coreSeconds(pod, coresPerBusySlot)} ${nowMs}`,
        `container_memory_working_set_bytes${labels} ${memoryBytes} ${nowMs}`,
      ];
    });

/** In Prometheus' text form, as `/metrics/resource` of a kubelet. */
const reportOf = (sources: Iterable<UsageSource>, node: string): string => {
  const nowMs = Date.now();
  const lines = [
    `node_cpu_usage_seconds_total ${(nodeCores * nowMs) / 1000} ${nowMs}`,
    `node_memory_working_set_bytes ${memoryBytes} ${nowMs}`,
    ...[...sources].flatMap((source) => linesOf(source, node)),
  ];
  return `${lines.join('\n')}\n`;
};

const nodeInPath = /^\/nodes\/([^/]+)\/metrics\/resource$/;

/** Starts the endpoint that metrics-server reads in place of kubelets, on a free port of loopback. */
export const startUsage = async (): Promise<Usage> => {
  const sources = new Set<UsageSource>();
  const server: Server = createServer((request, response) => {
    const [, node] = nodeInPath.exec(request.url ?? '') ?? [];
    response.writeHead(node === undefined ? 404 : 200, { 'content-type': 'text/plain' });
    response.end(node === undefined ? '' : reportOf(sources, node));
  });
  const url = await listen(server, 0, 'usage of pods');
  return {
    port: Number(new URL(url).port),
    add: (source) => {
      sources.add(source);
      return () => sources.delete(source);
    },
    close: () => stop(server),
  };
};
