import type { Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { formatMs, formatUtc } from '../format.ts';
import { type Html, html } from '../html.ts';
import { connectionsText } from '../words/totals.ts';
import { readingLines } from '../words/trace.ts';
import { type Pair, pairTable } from './table.ts';

/** Settings of any kind as `name value`, so that a new load shape or policy needs no change here. */
const settingsText = (settings: object): string =>
  Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');

const timeText = (epochMs: number | null): string => (epochMs === null ? 'not recorded' : formatUtc(epochMs));

const runPairs = ({ run, totals, connections }: Result): Pair[] => [
  ['run', run.id],
  ['status', run.status],
  ['load', `${timeText(run.loadStartedAtMs)} to ${timeText(run.endedAtMs)}`],
  ['headroom', `${run.tool.version} on Node ${run.tool.node}, ${run.tool.platform}`],
  ['k6', `${run.k6.version} (${run.k6.source})${run.k6Exit === null ? '' : `, exit: ${run.k6Exit.meaning}`}`],
  ['seed', String(run.seed)],
  ['connections', connectionsText({ connections, totals })],
  [
    'first request before the load',
    run.preflight === null
      ? 'not sent'
      : `status ${run.preflight.status}, ${formatMs(run.preflight.latencyMs)}${run.preflight.protocol === undefined ? '' : `, ${run.preflight.protocol}`}`,
  ],
];

/** How the trace of a replay was read, line by line. */
const tracePairs = ({ trace }: Run): Pair[] =>
  trace === undefined ? [] : [['trace', html`${readingLines(trace).map((line) => html`${line}<br>`)}`]];

const configPairs = ({ config }: Run): Pair[] => {
  const { target, load, slo, autoscaler, cluster, safety } = config;
  return [
    ['target', `${target.kind}: ${target.method} ${target.url}`],
    [
      'request',
      `${target.payload}; headers ${target.headerNames.join(', ') || 'none'}; key ${target.authEnv === null ? 'none' : `from ${target.authEnv}`}; timeout ${formatMs(target.requestTimeoutMs)}`,
    ],
    ['slots per replica', String(target.slotsPerReplica)],
    ['load', settingsText(load)],
    ['scenario', config.script ?? 'built in'],
    ['objectives', settingsText(slo)],
    ['autoscaler', autoscaler === null ? 'not stated' : settingsText(autoscaler)],
    ['cluster', cluster === null ? 'not read' : settingsText(cluster)],
    ['safety', settingsText(safety)],
    ['k6 extensions', config.k6Extensions.join(', ') || 'none'],
  ];
};

const commands = (id: string): string[] => [`headroom report runs/${id}`, `headroom plan runs/${id}`];

/** What was run, with what, and how to get the same again. */
export const configurationSection = (result: Result): Html => {
  const { run } = result;
  return html`
  <section aria-labelledby="configuration"><h2 id="configuration">Configuration and evidence</h2>
  ${pairTable([
    ...runPairs(result),
    ...configPairs(run),
    ...tracePairs(run),
    [
      'from the same recording',
      html`${commands(run.id).map((command) => html`<code>${command}</code><br>`)}`,
    ],
    [
      'every second as data',
      'timeline.json, findings.json and result.json in the run folder; load.ndjson and cluster.ndjson as recorded',
    ],
  ])}
  </section>`;
};
