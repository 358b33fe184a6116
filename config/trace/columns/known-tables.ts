import { listed, refuseTrace, type Table } from '../tables/table.ts';

const distinct = (table: Table, index: number): string[] => [
  ...new Set(table.rows.map(({ cells }) => cells[index] ?? '')),
];

/**
 * Long tables hold a row for each sample of each metric, as k6's own CSV output does.
 *
 * @throws HeadroomError E_CONFIG for rows of more than one metric
 */
export const refuseMixedMetrics = (table: Table): void => {
  const index = table.header.findIndex((name) =>
    /^(?:metric|metric[ _]?name|_field|_measurement)$/i.test(name),
  );
  const names = index < 0 ? [] : distinct(table, index);
  if (names.length < 2) return;
  refuseTrace(table, {
    what: `rows of several metrics: ${listed(names)}`,
    fix: `keep the rows of the one that counts requests, and the header; if each of them is one request (k6's http_reqs), say load.unit 'eachRow'`,
  });
};

/** Application Insights keeps some of many requests: a row stands for as many as its itemCount says. */
const refuseSampled = (table: Table, index: number): void => {
  if (distinct(table, index).every((cell) => cell === '1')) return;
  refuseTrace(table, {
    what: `its rows are a sample: ${table.header[index]} says how many requests each stands for`,
    fix: 'export the sums instead: summarize requests = sum(itemCount) by bin(timestamp, 1s)',
  });
};

/** Locust's full history: rows of each request by name, and their sums. */
const refuseLocustNames = (table: Table): void => {
  const [name, count] = ['Name', 'Total Request Count'].map((one) => table.header.indexOf(one)) as [
    number,
    number,
  ];
  if (name < 0 || count < 0) return;
  const names = distinct(table, name);
  if (names.length < 2 || !names.includes('Aggregated')) return;
  refuseTrace(table, {
    what: `rows of ${listed(names)}: Aggregated is the sum of the others`,
    fix: 'keep the rows of Aggregated alone, and the header',
  });
};

/** How JMeter marks the row of a Transaction Controller, which stands for the samples inside: https://jmeter.apache.org/usermanual/component_reference.html */
const transactionOfSamples = /^Number of samples in transaction : \d+/;

/** JMeter's results: rows that stand for others, of a Transaction Controller or of a request that was redirected. */
const refuseJmeterParents = (table: Table): void => {
  const { header, rows } = table;
  const [label, message] = ['label', 'responseMessage'].map((name) => header.indexOf(name)) as [
    number,
    number,
  ];
  if (label < 0 || !header.includes('elapsed')) return;
  const transactions = rows.filter(({ cells }) => transactionOfSamples.test(cells[message] ?? ''));
  if (transactions.length > 0)
    refuseTrace(table, {
      what: `${transactions.length} of ${rows.length} rows are of a Transaction Controller, which stands for its samples: they are not requests of their own`,
      line: transactions[0]!.line,
      fix: 'take out the lines with "Number of samples in transaction"; where no other lines are left, run JMeter without "Generate parent sample"',
    });
  const labels = new Set(distinct(table, label));
  const parents = [...labels].filter((one) => labels.has(`${one}-0`));
  if (parents.length > 0)
    refuseTrace(table, {
      what: `rows of ${listed(parents)} stand for the rows of ${listed(parents.map((one) => `${one}-0`))} and so on: requests that were redirected, or have parts, are there twice`,
      fix: `take out the rows of the one or the other; load.unit 'eachRow' if each row is one request`,
    });
};

/** Columns of a Traefik log: its RequestCount is a running number. */
const isTraefik = ({ header }: Table): boolean =>
  header.includes('StartUTC') && header.includes('RequestCount');

/** Columns that InfluxDB adds to each row: the bounds of the query, and the number of the table. */
const influxColumns = ['result', 'table', '_start', '_stop'];
const isInflux = ({ header }: Table): boolean => header.includes('_time') && header.includes('_value');

/**
 * Columns that are neither time nor number of requests, in tables of systems that are known by their columns.
 *
 * @throws HeadroomError E_CONFIG for tables whose rows are neither requests nor steps
 */
export const columnsApart = (table: Table): ReadonlySet<number> => {
  refuseLocustNames(table);
  refuseJmeterParents(table);
  const { header } = table;
  const sampled = header.findIndex((name) => /^itemcount$/i.test(name));
  if (sampled >= 0) refuseSampled(table, sampled);
  const apart = [
    ...(sampled >= 0 ? [header[sampled]!] : []),
    ...(isTraefik(table) ? ['RequestCount', 'StartLocal'] : []),
    ...(isInflux(table) ? influxColumns : []),
  ];
  return new Set(apart.map((name) => header.indexOf(name)).filter((index) => index >= 0));
};
