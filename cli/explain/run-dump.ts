import { belongsByName } from '../../cluster/dump/by-name.ts';
import { dumpLines, servicesIn } from '../../cluster/dump/dump-lines.ts';
import { newestTimeIn } from '../../cluster/dump/objects.ts';
import type { FoundService } from '../../cluster/find-services.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { findStanding, otherWarnings } from '../../planner/explain/standing/find-standing.ts';
import { readLog } from '../../planner/logs/read-log.ts';
import { type DumpReading, renderDump } from '../../reports/dump-terminal.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { printAnswer } from '../output/print.ts';
import { checkSelector } from './check-selector.ts';
import { type Dump, readDump } from './read-dump.ts';

type DumpOptions = {
  /** Label selector of the service; undefined: the dump has but one. */
  readonly selector: string | undefined;
  readonly namespace: string | undefined;
  readonly asJson: boolean;
};

type Service = NonNullable<DumpReading['service']>;

const shown = ({ namespace, name, selector }: FoundService): string =>
  `--namespace ${namespace} --selector '${selector}' (${name})`;

/** The namespace that all objects of a dump have that have one. */
const onlyNamespaceOf = ({ objects }: Dump['dumped']): string | undefined => {
  const all = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return all.size === 1 ? [...all][0] : undefined;
};

/** @throws HeadroomError E_USAGE where the dump has several services, none that can be told, or none with the labels */
const serviceOf = async ({ dumped }: Dump, path: string, options: DumpOptions): Promise<Service> => {
  const found = (await servicesIn(dumped, path)).filter(
    ({ namespace }) => options.namespace === undefined || namespace === options.namespace,
  );
  const { selector, namespace } = options;
  if (selector !== undefined) {
    const [only] = found.map((one) => one.namespace);
    const service = {
      name: selector,
      namespace: namespace ?? only ?? onlyNamespaceOf(dumped) ?? 'default',
      selector,
    };
    checkSelector(dumped, { ...service, path });
    return service;
  }
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  throw new HeadroomError('E_USAGE', {
    what:
      first === undefined
        ? 'the dump holds no Deployment or StatefulSet that names the labels of its pods'
        : `the dump holds ${found.length} services`,
    where: path,
    fix:
      first === undefined
        ? "dump it too (kubectl get deploy -o json), or name the pods: --selector 'app=…'"
        : `name one: ${found.slice(0, 5).map(shown).join(', or ')}`,
  });
};

/** What the dump holds of the service. */
const lookedAt = (lines: readonly ClusterLine[]): DumpReading['looked'] => {
  const has = (...kinds: readonly ClusterLine['kind'][]): boolean =>
    lines.some(({ kind }) => kinds.includes(kind));
  return [
    ...(has('deployment', 'workload', 'replicaSet') ? (['workload'] as const) : []),
    ...(has('pod') ? (['pods'] as const) : []),
    ...(has('autoscaler', 'scaler') ? (['autoscaler'] as const) : []),
    ...(has('event') ? (['events'] as const) : []),
  ];
};

const readingOf = async (dump: Dump, path: string, options: DumpOptions): Promise<DumpReading> => {
  const { dumped, logs, skipped } = dump;
  const read = { skipped, logs: logs.map(({ name, text }) => ({ name, reading: readLog(text) })) };
  if (dumped.objects.length === 0)
    return {
      service: null,
      atMs: null,
      findings: [],
      warnings: [],
      unknown: [],
      looked: [],
      byName: [],
      ...read,
    };
  const service = await serviceOf(dump, path, options);
  const byName = belongsByName(dumped, service);
  const lines = await dumpLines(dumped, { ...service, server: path, byName });
  const findings = findStanding(lines);
  return {
    service: { name: service.name, namespace: service.namespace, selector: service.selector },
    atMs: newestTimeIn(dumped.objects),
    findings,
    warnings: otherWarnings(lines, findings),
    byName,
    looked: lookedAt(lines),
    unknown: [...new Set(lines.flatMap((line) => (line.kind === 'unknown' ? [line.resource] : [])))],
    ...read,
  };
};

/**
 * `headroom explain --from`: what stands in the way of a service, by objects and logs of a cluster that only someone else may
 * touch.
 *
 * @throws HeadroomError E_USAGE for a dump that can't be read, or that holds several services
 */
export const explainDump = async (path: string, options: DumpOptions): Promise<void> => {
  const reading = await readingOf(await readDump(path), path, options);
  printAnswer({ schemaVersion: 1, ...reading }, { asJson: options.asJson, text: () => renderDump(reading) });
};
