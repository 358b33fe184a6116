import { recordedConfigOf } from '../../config/recorded.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { RecordedConfig, Run } from '../../runs/schema/run.ts';
import { addressOf } from '../apply/demand-own-service.ts';

type Said = readonly (readonly [name: string, value: string])[];

const requestsOf = (config: RecordedConfig): Said =>
  endpointsOf(config).flatMap(({ name, url, method, payload, headerNames, requestTimeoutMs }, _, all) => {
    const ofEndpoint = all.length === 1 ? '' : ` of ${name}`;
    return [
      [`the address${ofEndpoint}`, addressOf(url)],
      [`the method${ofEndpoint}`, method],
      [`the payload${ofEndpoint}`, payload],
      [`the header names${ofEndpoint}`, headerNames.join(', ') || 'none'],
      ...(config.script === null
        ? [[`the request timeout${ofEndpoint}`, `${requestTimeoutMs} ms`] as const]
        : []),
    ] as const;
  });

/** What a re-run must have in common with the recorded run, but for settings, to tell anything of its advice. */
const saidOf = (config: RecordedConfig): Said => [
  [
    'the endpoints',
    endpointsOf(config)
      .map(({ name }) => name)
      .join(', '),
  ],
  ['target.kind', config.target.kind],
  ['slotsPerReplica', String(config.target.slotsPerReplica)],
  ['the script', config.script ?? 'none'],
  ...requestsOf(config),
  ...(config.cluster === null
    ? []
    : ([
        ['cluster.namespace', config.cluster.namespace],
        ['cluster.selector', config.cluster.selector],
      ] as const)),
];

/**
 * The recorded load, fired at another service or with other requests, proves nothing of the advice. A cluster that one of both does not
 * name is no other one: replicas that nobody sees leave the proof open.
 *
 * @throws HeadroomError E_USAGE that names every difference
 */
export const demandSameService = (config: ResolvedConfig, recorded: Run, folder: string): void => {
  const now = new Map(saidOf(recordedConfigOf(config)));
  const differences = saidOf(recorded.config)
    .filter(([name, then]) => now.has(name) && now.get(name) !== then)
    .map(([name, then]) => `${name}: recorded ${then}, now ${now.get(name)}`);
  if (differences.length === 0) return;
  throw new HeadroomError('E_USAGE', {
    what: `the config is for another service or other requests than the recorded run (${differences.join('; ')}): its load would not prove the advice`,
    where: folder,
    fix: 'use the config of the recorded run, or record the load again with `headroom test` and plan from that',
  });
};
