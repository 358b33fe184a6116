import { escapeControls } from '../errors/escape-controls.ts';
import type { Fact, Finding } from '../runs/schema/result/findings.ts';
import { capitalize } from './format.ts';
import { type NamedReading, renderLogs } from './logs-terminal.ts';
import { indentedLines } from './text-table.ts';
import { standingTitle } from './words/causes/causes.ts';
import { stateText } from './words/causes/facts.ts';
import { remedyTexts } from './words/causes/remedies.ts';

/** What a dump tells of one service. */
export type DumpReading = {
  /** null: the dump has logs alone. */
  readonly service: { readonly name: string; readonly namespace: string; readonly selector: string } | null;
  /** When it was made, since the epoch: the newest time in it. */
  readonly atMs: number | null;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Fact[];
  /** What it holds of the service. */
  readonly looked: readonly ('workload' | 'pods' | 'autoscaler' | 'events')[];
  /** What was taken for the service's by its name, as it holds nothing with the labels: `Kind/name`. */
  readonly byName: readonly string[];
  /** Kinds of objects that it does not hold. */
  readonly unknown: readonly string[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly logs: readonly NamedReading[];
};

const warningsMost = 10;

/** A dump has no config: settings have the names that everyone knows. */
const noRun = { run: { config: { autoscaler: null } } } as const;

const findingLines = (finding: Finding): string[] => [
  ...indentedLines(
    `${capitalize(standingTitle(finding.cause))}${finding.level === 'info' ? ' [for information]' : ''}`,
    2,
  ),
  ...finding.evidence.flatMap((fact) => indentedLines(stateText(fact), 6, { mark: '-' })),
  ...remedyTexts({ finding, result: noRun }).flatMap((text) => indentedLines(`to do: ${text}`, 4)),
];

const headLines = ({ service, atMs }: DumpReading): string[] => {
  if (service === null) return [];
  const when =
    atMs === null ? '' : `, as of ${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return indentedLines(
    `${escapeControls(service.name)} in namespace ${escapeControls(service.namespace)} (${escapeControls(service.selector)})${when}`,
    0,
  );
};

/** Of no finding, what it is worth: only what was looked at can show one. */
const nothingText = ({ looked, unknown }: DumpReading): string => {
  if (looked.length === 0)
    return 'it holds nothing of the service: whether something stands in its way is unknown';
  return looked.includes('pods') || (looked.includes('workload') && !unknown.includes('pods'))
    ? `nothing in it stands in the way of the service, as far as its ${looked.join(', ')} show`
    : `no finding in its ${looked.join(', ')}: whether its pods can serve is unknown`;
};

/** What a dump of a cluster tells, for people. */
export const renderDump = (reading: DumpReading): string => {
  const { service, findings, warnings, unknown, byName, skipped, logs } = reading;
  const nothing = service !== null && findings.length === 0;
  return [
    ...headLines(reading),
    ...(byName.length === 0
      ? []
      : indentedLines(
          `taken as the service’s by name, as the dump lacks what ties it to the labels: ${byName.map(escapeControls).join(', ')}`,
          2,
        )),
    ...(nothing ? indentedLines(nothingText(reading), 2) : findings.flatMap(findingLines)),
    ...(warnings.length === 0 ? [] : ['  Other warnings']),
    ...warnings.slice(0, warningsMost).flatMap((fact) => indentedLines(stateText(fact), 6, { mark: '-' })),
    ...(unknown.length === 0 ? [] : indentedLines(`not in the dump, so unknown: ${unknown.join(', ')}`, 2)),
    ...skipped.flatMap(({ name, reason }) =>
      indentedLines(`not read: ${escapeControls(name)}: ${reason}`, 2),
    ),
    ...(logs.length === 0 ? [] : [...(service === null ? [] : ['']), renderLogs(logs)]),
  ].join('\n');
};
