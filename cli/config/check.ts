import { virtualUsersNeeded } from '../../config/checks/warnings.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { payloadInWords } from '../../config/schema/payload.ts';
import { publicUrl } from '../../errors/redact/urls.ts';
import { peakRateOf, plannedArrivalsOf, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import {
  formatMs,
  formatNumber,
  formatQuantity,
  formatRate,
  formatSeconds,
  formatShare,
} from '../../reports/format.ts';
import { settingsText } from '../../reports/words/settings/settings.ts';
import type { Runners } from '../../runs/schema/load/runners.ts';
import { scriptTimeoutMs } from '../../runs/schema/recorded-endpoints.ts';
import { runnersNamespace } from '../run/runners-cluster.ts';

/** Where the autoscaler's settings are known from. */
const policySources: Readonly<Record<NonNullable<ResolvedConfig['policyFrom']>, string>> = {
  live: 'as the cluster has it',
  config: 'as this file says',
  default: 'taken, as this file says none',
};

/** How many requests a replica runs at once decides how much it holds: nobody can see it from outside. */
const slotsText = ({ target: { slotsPerReplica }, slotsFrom }: ResolvedConfig): string =>
  `each replica runs ${formatQuantity(slotsPerReplica, 'request')} at once (${slotsFrom === 'config' ? 'as target.slotsPerReplica says' : 'by default: target.slotsPerReplica says nothing'})`;

const autoscalerText = (config: ResolvedConfig): string => {
  const { policy, policyFrom, cluster } = config;
  const isLive = policyFrom === 'live';
  const overruled = cluster === undefined || isLive ? '' : '; a test takes what the cluster has';
  if (policy === null) return `none is known${overruled}; ${slotsText(config)}`;
  return `${settingsText({ policy })} (${policySources[policyFrom ?? 'default']}${overruled}); ${slotsText(config)}`;
};

const loadText = ({ load, phases, script }: ResolvedConfig): string => {
  const arrivals = phases.reduce((sum, phase) => sum + plannedArrivalsOf(phase), 0);
  const seconds = formatSeconds(plannedSecondsOf(phases));
  return `${load.scenario}, ${seconds}, up to ${formatRate(peakRateOf(phases))}, about ${formatNumber(Math.round(arrivals))} ${script === undefined ? 'requests' : 'arrivals, each runs the script once'}`;
};

const usersText = (config: ResolvedConfig): string => {
  const needed = virtualUsersNeeded(config);
  const timeout =
    config.script === undefined
      ? 'the timeout'
      : `k6's default timeout of ${formatMs(scriptTimeoutMs)} (fewer with a shorter one in the script)`;
  return needed === null
    ? 'none: the built-in request needs no JavaScript'
    : `up to ${formatNumber(needed)}, if requests take until ${timeout}; safety allows ${formatNumber(config.safety.maxVirtualUsers)}`;
};

const runnersText = (config: ResolvedConfig, runners: Runners): string => {
  if (runners.where === 'local')
    return `${formatQuantity(runners.count, 'process', 'processes')} on this machine`;
  const by = runners.by === 'job' ? 'an indexed Job' : 'a TestRun of the k6-operator';
  return `${formatQuantity(runners.count, 'pod')} of ${runners.image}, by ${by} in namespace ${runnersNamespace(config)}`;
};

const timeoutText = (requestTimeoutMs: number, script: string | undefined): string =>
  script === undefined
    ? `the client gives up after ${formatMs(requestTimeoutMs)}`
    : `as the script says for its requests, ${formatMs(scriptTimeoutMs)} where it says none; ${formatMs(requestTimeoutMs)} for the one request before the load`;

const requestLines = ({ endpoints, target, script }: ResolvedConfig): [string, string][] =>
  endpoints.flatMap(({ name, share, method, url, payload, requestTimeoutMs, slo }): [string, string][] => {
    const objective = slo.p95LatencyMs === undefined ? '' : `, p95 at most ${formatMs(slo.p95LatencyMs)}`;
    return [
      [
        endpoints.length === 1 ? 'request' : `request "${name}", ${formatShare(share)}`,
        `${method} ${publicUrl(url)} (${target.kind})`,
      ],
      ['payload', payloadInWords(payload)],
      ['timeout', timeoutText(requestTimeoutMs, script)],
      ['SLO', `at most ${formatShare(slo.maxErrorShare)} errors${objective}`],
    ];
  });

const clusterText = ({ cluster }: ResolvedConfig): string => {
  if (cluster === undefined) return 'none is watched: replicas and causes stay unknown';
  const { namespace, selector, kubeconfig, context } = cluster;
  const from = kubeconfig === undefined ? '' : `, kubeconfig ${kubeconfig}`;
  return `namespace ${namespace}, selector ${selector}${from}${context === undefined ? '' : `, context ${context}`}`;
};

/** Where settings of Azure ML stand no object of the cluster can say: without a way of its own nothing is written. */
const azuremlText = ({ policy }: ResolvedConfig): string | undefined => {
  if (policy?.kind === 'azureml-v1')
    return 'nothing: headroom apply prints the call of the Python SDK (apply.command would run a command of yours)';
  return policy?.kind === 'azureml-v2'
    ? 'nothing: set apply.azure, which names the deployment to write to (apply.command would run a command of yours)'
    : undefined;
};

const applyText = (config: ResolvedConfig): string => {
  const { apply, cluster } = config;
  const azureml = azuremlText(config);
  if (azureml !== undefined && (apply === undefined || 'kubernetes' in apply)) return azureml;
  if (apply === undefined)
    return cluster === undefined
      ? 'nothing: no cluster is named (apply.command would run a command of yours)'
      : 'to the object that scales the service, with --yes';
  if ('command' in apply) return apply.command.join(' ');
  if ('azure' in apply) return `Azure ML: ${apply.azure.endpoint}/${apply.azure.deployment}`;
  return 'sandbox' in apply ? `the sandbox at ${apply.sandbox}` : (apply.kubernetes.object ?? 'as found');
};

/** What a test with this config would do: a name and a text for each line. */
export const whatIsDone = (config: ResolvedConfig): readonly (readonly [name: string, text: string])[] => [
  ...requestLines(config),
  ['load', loadText(config)],
  ...(config.load.runners === undefined
    ? []
    : [['runners', runnersText(config, config.load.runners)] as const]),
  ['virtual users', usersText(config)],
  ...(config.script === undefined ? [] : [['script', config.script] as const]),
  ['autoscaler', autoscalerText(config)],
  ['cluster', clusterText(config)],
  ['may reach', config.safety.allowedHosts.join(', ')],
  ['applies', applyText(config)],
];
