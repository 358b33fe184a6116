import { endpointsOf } from '../runs/schema/recorded-endpoints.ts';
import type { Result } from '../runs/schema/result.ts';
import type { RecordedEndpoint, Run } from '../runs/schema/run.ts';
import { formatMs, formatShare, formatUtc } from './format.ts';
import { timesPeakText } from './words/proof/margin-fired.ts';
import { exitWords } from './words/run/k6-exit.ts';
import { connectionsText } from './words/run/totals.ts';

/** What something is called, and its value. */
type ConfigurationPair = readonly [name: string, value: string];

/** Settings of any kind as `name value`, so that a new load shape or policy needs no change here. */
const settingsText = (settings: object): string =>
  Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');

const timeText = (epochMs: number | null): string => (epochMs === null ? 'not recorded' : formatUtc(epochMs));

const preflightText = (
  { endpoint, status, latencyMs, protocol }: NonNullable<Run['preflight']>[number],
  _: number,
  all: readonly unknown[],
): string =>
  `${all.length > 1 ? `${endpoint}: ` : ''}status ${status}, ${formatMs(latencyMs)}${protocol === undefined ? '' : `, ${protocol}`}`;

const runPairs = ({ run, totals, connections }: Result): ConfigurationPair[] => [
  ['run', run.id],
  ['status', run.status],
  ['load', `${timeText(run.loadStartedAtMs)} to ${timeText(run.endedAtMs)}`],
  ['headroom', `${run.tool.version} on Node ${run.tool.node}, ${run.tool.platform}`],
  [
    'k6',
    `${run.k6.version} (${run.k6.source})${run.k6Exit === null ? '' : `, exit: ${exitWords(run.k6Exit).meaning}`}`,
  ],
  ['seed', String(run.seed)],
  ['connections', connectionsText({ connections, totals })],
  [
    'first request before the load',
    run.preflight === null ? 'not sent' : run.preflight.map(preflightText).join('; '),
  ],
];

const sentText = ({ payload, headerNames }: RecordedEndpoint): string =>
  `${payload}; headers ${headerNames.join(', ') || 'none'}`;

/** With a script the config's timeout is that of the one request before the load. */
const timeoutText = ({ requestTimeoutMs }: RecordedEndpoint, { script }: Run['config']): string =>
  script === null
    ? `timeout ${formatMs(requestTimeoutMs)}`
    : `timeout as the script says, ${formatMs(requestTimeoutMs)} before the load`;

/** What went out: the request of the target, or a row for each endpoint. */
const requestPairs = (config: Run['config']): ConfigurationPair[] => {
  const { kind, url, authEnv } = config.target;
  const key = `key ${authEnv === null ? 'none' : `from ${authEnv}`}`;
  const endpoints = endpointsOf(config);
  const [only] = endpoints;
  if (only !== undefined && endpoints.length === 1) {
    return [
      ['target', `${kind}: ${only.method} ${only.url}`],
      ['request', `${sentText(only)}; ${key}; ${timeoutText(only, config)}`],
    ];
  }
  return [
    ['target', `${kind}: ${url}; ${key}`],
    ...endpoints.map((one): ConfigurationPair => {
      const { name, share, method, slo } = one;
      const limits = `${timeoutText(one, config)}; objectives ${settingsText(slo)}`;
      return [
        `endpoint ${name}`,
        `${formatShare(share)} of the arrivals; ${method} ${one.url}; ${sentText(one)}; ${limits}`,
      ];
    }),
  ];
};

const sourceTexts = {
  live: ' (as it was in the cluster)',
  config: ' (as stated)',
  default: ' (documented defaults)',
} as const;

const sourceText = (from: Run['config']['autoscalerFrom']): string =>
  from === undefined ? '' : sourceTexts[from];

const slotsSourceText = (from: Run['config']['target']['slotsFrom']): string =>
  from === 'default' ? ' (not stated)' : '';

const configPairs = ({ config, peakFactor }: Run): ConfigurationPair[] => {
  const { target, load, slo, autoscaler, autoscalerFrom, cluster, safety } = config;
  return [
    ...requestPairs(config),
    ['slots per replica', `${target.slotsPerReplica}${slotsSourceText(target.slotsFrom)}`],
    ['load', settingsText(load)],
    ...(peakFactor === undefined ? [] : [['fired at', timesPeakText(peakFactor)] as const]),
    ['scenario', config.script ?? 'built in'],
    // Of several endpoints each has its own, told beside it.
    ...(endpointsOf(config).length === 1 ? [['objectives', settingsText(slo)] as const] : []),
    [
      'autoscaler',
      autoscaler === null ? 'not known' : `${settingsText(autoscaler)}${sourceText(autoscalerFrom)}`,
    ],
    ['cluster', cluster === null ? 'not read' : settingsText(cluster)],
    ['safety', settingsText(safety)],
    ['k6 extensions', config.k6Extensions.join(', ') || 'none'],
  ];
};

/** What was run, with what: the run itself, then its config. */
export const configurationPairs = (result: Result): readonly ConfigurationPair[] => [
  ...runPairs(result),
  ...configPairs(result.run),
];
