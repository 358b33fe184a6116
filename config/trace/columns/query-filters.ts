import { commaParts } from '../../../errors/comma-parts.ts';

/** A condition of a query: `status=~"5.."`, `| level="error"`, `status_code:5xx`, `|= "error"`. */
export type QueryFilter = {
  /** Empty for a filter of the whole line, and for a value alone. */
  readonly label: string;
  readonly operator: string;
  readonly value: string;
  /** As it was written. */
  readonly text: string;
};

/** A text in quotes; one that does not end goes to the end. */
const quoted = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*"?|`[^`]*`?|'[^'\\]*(?:\\[\s\S]?[^'\\]*)*'?/;

/** Prometheus' and Loki's conditions; those of the whole line have no label before them. */
const condition = new RegExp(
  `(?:(?<![\\w.@/-])(?<label>[\\w.@/-]+)\\s*)?(?<operator>=~|!~|!=|\\|=|\\|~|>=|<=|==|=|>|<)\\s*(?<value>${quoted.source}|[\\w.]+)`,
  'g',
);

/** A text without its quotes; inside them a backslash is written twice, but one that stands alone is meant as well. */
const unquoted = (value: string): string => {
  if (value.startsWith('`')) return value.slice(1, -1);
  return /^["']/.test(value) ? value.slice(1, -1).replaceAll(/\\([\\"'])/g, '$1') : value;
};

const lineOperators = ['|=', '|~', '!=', '!~'];

const conditionsIn = (name: string): QueryFilter[] =>
  [...name.matchAll(condition)].flatMap(({ 0: all, groups }) => {
    const { label = '', operator = '', value = '' } = groups ?? {};
    if (label === '' && !lineOperators.includes(operator)) return [];
    return [{ label, operator, value: unquoted(value), text: all.trim() }];
  });

const escaped = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');

/** One tag of Datadog, in which * stands for any text: service:score, !status_code:2*, NOT env:test. */
const tag = /^(?<not>!|-|NOT\s+)?(?<label>[\w.@/-]+):(?<value>[^\s(){}]+)$/i;
/** Tags in a list: status_code IN (500,503). */
const tagIn = /^(?<label>[\w.@/-]+)\s+(?<not>NOT\s+)?IN\s*\((?<values>[^()]*)\)$/i;

const tagFilter = (text: string): QueryFilter => {
  const one = tag.exec(text)?.groups;
  const list = tagIn.exec(text)?.groups;
  const { label = '', not } = one ?? list ?? {};
  const values = (one?.['value'] ?? list?.['values'])?.split(',').map((value) => value.trim());
  const pattern = values?.map((value) => escaped(value).replaceAll('*', '.*')).join('|');
  return pattern === undefined
    ? { label: '', operator: ':', value: text, text }
    : { label, operator: not === undefined ? '=~' : '!~', value: pattern, text };
};

/** What stands in braces without an operator: Datadog's tags, and values alone, as of Azure Monitor's dimensions. */
const tagsIn = (name: string): QueryFilter[] =>
  [
    ...name
      .replaceAll(new RegExp(quoted, 'g'), '=')
      .replaceAll(/\bby\s*\{[^{}]*\}/gi, '')
      .matchAll(/\{([^{}=]*)\}/g),
  ].flatMap(([, inside = '']) =>
    (/\bOR\b/i.test(inside) ? [inside] : commaParts(inside).flatMap((part) => part.split(/\bAND\b/i)))
      .map((text) => text.trim())
      .filter((text) => text !== '' && text !== '*')
      .map(tagFilter),
  );

/** 5xx in the name of a metric: envoy_cluster_upstream_rq_5xx, HTTPCode_Target_5XX_Count. */
const statusInName = (name: string): QueryFilter[] =>
  [...name.replaceAll(/\{[^}]*\}?/g, '').matchAll(/(?<!\d)([1-5])_?xx(?![a-z\d])/gi)].map(([text]) => ({
    label: '',
    operator: ':',
    value: text.replace('_', ''),
    text,
  }));

/**
 * The conditions in the name of a column that is a query, or names a series by its labels: what the query keeps of the
 * requests. https://prometheus.io/docs/prometheus/latest/querying/basics/,
 * https://grafana.com/docs/loki/latest/query/log_queries/, https://docs.datadoghq.com/metrics/advanced-filtering/
 *
 * @example filtersIn('rate(a_total{code!="200"}[1m])')[0].value // '200'
 */
export const filtersIn = (name: string): QueryFilter[] => [
  ...conditionsIn(name),
  ...tagsIn(name),
  ...statusInName(name),
];
