import { isLoopback } from '../../config/loopback.ts';
import { recordedConfigOf } from '../../config/recorded.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { RecordedConfig, Run } from '../../runs/schema/run.ts';
import { recordedConfig } from '../output/for-config.ts';
import { azuremlNameIn } from './azureml-name.ts';

/** An address as it names a service: a forwarded port of this machine is another one each time. */
export const addressOf = (text: string): string => {
  const url = new URL(text);
  if (isLoopback(text)) url.port = '';
  return url.href;
};

/** What a run recorded, and what a config says now; nothing: that one says nothing of it. */
type Said = {
  readonly what: string;
  readonly recorded: string | null | undefined;
  readonly now: string | null | undefined;
};

const addressesOf = (config: RecordedConfig): string =>
  [...new Set(endpointsOf(config).map(({ url }) => addressOf(url)))].toSorted().join(', ');

const azuremlNames = (
  recorded: RecordedConfig,
  now: RecordedConfig,
  { apply }: ResolvedConfig,
): readonly Said[] => {
  const name = azuremlNameIn(recorded.target.url);
  return [
    { what: 'the service in target.url', recorded: name, now: azuremlNameIn(now.target.url) },
    ...(apply !== undefined && 'azure' in apply
      ? [{ what: 'apply.azure.endpoint', recorded: name, now: apply.azure.endpoint }]
      : []),
  ];
};

const placesOf = (recorded: RecordedConfig, now: RecordedConfig): readonly Said[] => {
  const [a, b] = [recorded.cluster, now.cluster];
  return a === null || b === null
    ? [{ what: 'the address', recorded: addressesOf(recorded), now: addressesOf(now) }]
    : (['context', 'namespace', 'selector'] as const).map((key) => ({
        what: `cluster.${key}`,
        recorded: a[key],
        now: b[key],
      }));
};

/**
 * Whether a config names the service that a run recorded: an advice holds for that one only. The service is named by the
 * platform and, where both say a cluster, by context, namespace and selector: its address may then have changed. Without a
 * cluster the addresses name it. In Azure ML the address holds a name, which counts with a cluster, too.
 *
 * @throws HeadroomError E_USAGE that names every difference, before anything is written
 */
export const demandOwnService = (config: ResolvedConfig, run: Run, folder: string): void => {
  const now = recordedConfigOf(config);
  const said = [
    { what: 'target.kind', recorded: run.config.target.kind, now: now.target.kind },
    ...azuremlNames(run.config, now, config),
    ...placesOf(run.config, now),
  ];
  const differences = said
    .filter(({ recorded, now }) => recorded && now && recorded !== now)
    .map(({ what, recorded, now }) => `${what}: recorded ${recorded}, now ${now}`);
  if (differences.length === 0) return;
  const own = recordedConfig(run, folder);
  throw new HeadroomError('E_USAGE', {
    what: `the config names another service than the run recorded (${differences.join('; ')})`,
    where: config.file,
    fix: `use the config of the recorded run${own === undefined ? '' : ` (--config ${own})`}, or record this service with \`headroom test\` and plan from that`,
  });
};
