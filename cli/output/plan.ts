import { basename } from 'node:path';
import type { Endpoint } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { payloadInWords } from '../../config/schema/payload.ts';
import { publicUrl } from '../../errors/redact/urls.ts';
import { k6CommandOf } from '../../load/generator/command.ts';
import type { Examined } from '../../load/generator/examine-script.ts';
import type { Payloads } from '../../load/plan/payloads.ts';
import { plannedArrivalsFor } from '../../load/plan/planned-arrivals.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { peakRateOf, plannedArrivalsOf, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { formatMs, formatNumber, formatShare } from '../../reports/format.ts';
import { textTable, usualColumns } from '../../reports/text-table.ts';
import { readingLines } from '../../reports/words/run/trace.ts';
import type { Phase } from '../../runs/schema/load/load.ts';
import { traceRecordOf } from '../../runs/schema/load/trace-reading.ts';
import type { Slo } from '../../runs/schema/run.ts';
import { forConfig } from './for-config.ts';
import { clock } from './live-lines.ts';
import { nextLine } from './next-command.ts';

type Plan = {
  readonly endpoints: readonly {
    readonly name: string;
    readonly share: number;
    /** Method and address. */
    readonly request: string;
    /** What is sent, in words. */
    readonly payload: string;
    readonly requestTimeoutMs: number;
    readonly slo: Slo;
    /** Of the plan's arrivals, drawn by the seed. */
    readonly arrivals: number;
  }[];
  /** How the trace of a replay was read, line by line; empty for any other load. */
  readonly trace: readonly string[];
  /** What k6 runs for each arrival; null: nothing but the built-in request. */
  readonly script: {
    readonly file: string;
    /** Functions that an arrival may run. */
    readonly functions: readonly string[];
    /** What the arrivals run, and what of the script's options does not hold. */
    readonly notes: readonly string[];
  } | null;
  /** What is to be said of config and payload before a load. */
  readonly notes: readonly string[];
  readonly phases: readonly {
    readonly name: string;
    readonly startSeconds: number;
    readonly durationSeconds: number;
    readonly rate: string;
    /** As drawn with the config's seed: what a test would fire. */
    readonly arrivals: number;
  }[];
  readonly totalSeconds: number;
  readonly totalArrivals: number;
  /** How arrivals lie inside their second. */
  readonly placement: string;
  readonly k6Command: string;
};

const rateText = ({ pieces }: Phase): string => {
  const [from, to] = [pieces[0]?.fromRatePerSecond ?? 0, pieces.at(-1)?.toRatePerSecond ?? 0];
  return from === to ? `${from}/s` : `${from} → ${to}/s`;
};

/** A replay has no shape that two numbers could tell: its mean and its busiest second. */
const replayText = (phase: Phase): string =>
  `mean ${(plannedArrivalsOf(phase) / phase.durationSeconds).toFixed(1)}/s, peak ${formatNumber(peakRateOf([phase]))}/s`;

const payloadText = ({ payload }: Endpoint, { bodies, contentType }: Payloads): string => {
  const sizes = bodies.map(({ length }) => length);
  const most = sizes.reduce((a, b) => Math.max(a, b), 0);
  const least = sizes.reduce((a, b) => Math.min(a, b), most);
  const size = least === most ? `${most}` : `${least} to ${most}`;
  return `${payloadInWords(payload)}: ${size} bytes${contentType === null ? '' : ` of ${contentType}`}`;
};

/**
 * What `headroom test` would do.
 *
 * @param payloads of each endpoint
 * @param script what k6 found in it; null without one
 */
export const planOf = (
  config: ResolvedConfig,
  payloads: readonly Payloads[],
  script: Pick<Examined, 'functions' | 'notes'> | null,
): Plan => {
  const command = k6CommandOf({ k6: 'k6', log: '<run>/k6.log' }, []);
  const { placement, perSecond, perEndpoint } = plannedArrivalsFor(config);
  return {
    trace: config.trace === null ? [] : readingLines(traceRecordOf(config.trace.reading)),
    endpoints: config.endpoints.map((endpoint, i) => ({
      name: endpoint.name,
      share: endpoint.share,
      request: `${endpoint.method} ${publicUrl(endpoint.url)}`,
      payload: payloadText(endpoint, payloads[i]!),
      requestTimeoutMs: endpoint.requestTimeoutMs,
      slo: endpoint.slo,
      arrivals: sumOf(perEndpoint[i]!),
    })),
    script:
      config.script === undefined || script === null
        ? null
        : { file: basename(config.script), functions: script.functions, notes: script.notes },
    notes: [
      ...config.warnings.map((warning) => `warning: ${warning}`),
      ...payloads.flatMap(({ notes }) => notes),
    ],
    phases: config.phases.map((phase) => ({
      name: phase.name,
      startSeconds: phase.startSeconds,
      durationSeconds: phase.durationSeconds,
      rate: phase.kind === 'replay' ? replayText(phase) : rateText(phase),
      arrivals: sumOf(perSecond.slice(phase.startSeconds, phase.startSeconds + phase.durationSeconds)),
    })),
    totalSeconds: plannedSecondsOf(config.phases),
    totalArrivals: sumOf(perSecond),
    placement,
    k6Command: [command.file, ...command.arguments].join(' '),
  };
};

const sloText = ({ maxErrorShare, p95LatencyMs }: Slo): string =>
  `at most ${formatShare(maxErrorShare)} errors${p95LatencyMs === undefined ? '' : `, p95 ${formatMs(p95LatencyMs)}`}`;

/** The one endpoint in two lines; several in a table. */
const endpointLines = ({ endpoints, script }: Plan): string[] => {
  const [only] = endpoints;
  if (endpoints.length === 1) return [`target  ${only!.request}`, `payload ${only!.payload}`];
  const rows = endpoints.map(({ name, share, arrivals, slo, requestTimeoutMs }) => [
    name,
    formatShare(share),
    String(arrivals),
    script === null ? formatMs(requestTimeoutMs) : 'of the script',
    sloText(slo),
  ]);
  return [
    textTable(['endpoint', 'share', 'arrivals', 'timeout', 'objective'], rows, usualColumns),
    ...endpoints.map(({ name, request, payload }) => `${name}: ${request}, ${payload}`),
  ];
};

const scriptLines = ({ script }: Plan): string[] =>
  script === null
    ? []
    : [
        `script  ${script.file}, for every arrival; k6 has read it: it exports ${script.functions.join(', ')}`,
        ...script.notes,
        'the one request before the load:',
      ];

/** The plan as a person reads it. */
export const renderPlan = (plan: Plan, config: Pick<ResolvedConfig, 'file'>): string => {
  const rows = plan.phases.map((phase) => [
    phase.name,
    clock(phase.startSeconds),
    `${phase.durationSeconds} s`,
    phase.rate,
    String(phase.arrivals),
  ]);
  const total = ['total', '', `${plan.totalSeconds} s`, '', String(plan.totalArrivals)];
  return [
    ...scriptLines(plan),
    ...endpointLines(plan),
    ...plan.notes,
    '',
    ...(plan.trace.length > 0 ? [...plan.trace, ''] : []),
    textTable(['phase', 'start', 'length', 'rate', 'arrivals'], [...rows, total], usualColumns),
    '',
    `arrivals inside a second: ${plan.placement}`,
    `k6      ${plan.k6Command}`,
    '',
    'dry run: nothing was sent',
    nextLine(forConfig('headroom test', config)),
  ].join('\n');
};
