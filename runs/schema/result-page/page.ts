import { type ResultField, resultFieldsOf } from './json-schema.ts';

/** Parts that have the fields of another part: told once. */
const sameAs: readonly (readonly [part: RegExp, other: string])[] = [
  [/^endpoints\[\]\.verdict$/, '`verdict`'],
  [/^endpoints\[\]\.totals$/, '`totals`'],
  [/^endpoints\[\]\.phases$/, '`phases`'],
  [/^phases\[\]\.okLatency$/, '`totals.latency.all`'],
  [/^totals\.(?:latency\.(?:ok|failed)|service|lateness|userWait|connect|tls)$/, '`totals.latency.all`'],
  [/^timeline\.endpoints$/, '`timeline.load`'],
  [/^timeline\.phases$/, '`run.phases`'],
  [/^loadAsPlanned\.faults\[\]\.reason$/, '`run.stopped.reason`'],
  [/^loadAsPlanned\.faults\[\]\.failure$/, '`run.stopped.reason.losses[].failure`'],
  [/^health\[\]\.problem$/, '`run.problems`'],
  [/^scaling\.startupLagSeconds$/, '`verdict.checks[].interval`, or `scaling.secondsToRecover`'],
  [/^correlations\[\]\.coefficient$/, '`verdict.checks[].interval`, or `scaling.secondsToRecover`'],
];

const otherOf = (path: string): string | undefined => sameAs.find(([part]) => part.test(path))?.[1];

/** Whether a field stands inside a part that is told elsewhere. */
const isToldElsewhere = (path: string, parts: readonly string[]): boolean =>
  parts.some((part) => path.startsWith(`${part}.`) || path.startsWith(`${part}[`));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const row = ({ path, type, unit, text }: ResultField): string => {
  const other = otherOf(path);
  const words = other === undefined ? text : `${text}. Fields as in ${other}`;
  return `| \`${path}\` | ${cell(type)} | ${unit} | ${cell(words)} |`;
};

const intro = `# result.json

All that a report shows of a run, for programs. \`headroom test\` and \`headroom report\` write it into the run folder;
\`--json\` prints it. [result.schema.json](result.schema.json) is its JSON Schema. \`schemaVersion\` is 1. A field may be added
without a new version; a change of meaning gets one.

In a path \`[]\` is an element of a list and \`{}\` a value by any name. Seconds without a date are offsets from the first planned
arrival. **null means unknown, never zero.** What belongs to the config (\`run.config.load\`, \`plan\`, \`autoscaler\`, \`router\`) is
as the config has it.
`;

const csv = `## seconds.csv

\`headroom report <run> --format csv\` writes the grid of seconds as a table (RFC 4180): a row for each second, an empty cell where
a value is unknown. With several endpoints each has a file of its own beside it. Names are those of OpenTelemetry's semantic
conventions (1.44.0) where they define what was measured; all others begin with \`headroom.\`.

| column | unit | what it is |
| --- | --- | --- |
| \`time\`, \`headroom.offset\` | UTC, s | the second: as a date, and from the first planned arrival |
| \`http.client.request.duration.count[…]\` | requests | of that second's arrivals, by \`http.response.status_code\`, \`error.type\` or \`rpc.response.status_code\` |
| \`http.client.request.duration.p50\`, \`.p95\`, \`.p99\` | s | latency of all that ended, from the planned arrival |
| \`http.client.active_requests\` | requests | under way |
| \`headroom.ok.duration.*\`, \`headroom.failed.duration.*\` | s | latency of those that succeeded, and of those that failed |
| \`headroom.service.duration.mean\` | s | inside the model, by the server's header |
| \`headroom.lateness.*\` | s | fired minus planned: part of the latency above |
| \`headroom.arrivals.*\`, \`headroom.requests.*\`, \`headroom.connections.opened\` | count | what the generator did |
| \`headroom.rate.offered\` | 1/s | the intended rate |
| \`headroom.generator.at_fault\` | true, false | this second says little about the service |
| \`headroom.replicas.*\`, \`headroom.slots.busy\`, \`headroom.utilization\` | count, share | the replicas of that second |
`;

/** docs/result.md: every field of result.json with its unit, and the columns of seconds.csv. */
export const resultPage = (): string => {
  const all = resultFieldsOf();
  const parts = all.map(({ path }) => path).filter((path) => otherOf(path) !== undefined);
  const told = all.filter(({ path }) => !isToldElsewhere(path, parts));
  const sections = Map.groupBy(told, ({ path }) => path.split(/[.[]/)[0]!);
  return [
    intro,
    ...[...sections].map(([name, fields]) =>
      [
        `## ${name}`,
        '',
        '| field | type | unit | what it is |',
        '| --- | --- | --- | --- |',
        ...fields.map(row),
        '',
      ].join('\n'),
    ),
    csv,
  ].join('\n');
};
