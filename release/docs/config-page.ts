import { type DescribedKey, defaultText, exampleText, keysOf } from '../../config/described/keys.ts';
import { describedConfig } from '../../config/described/schema.ts';

/** A key of one form, or of several that share it: a load's `arrivals` is one row, not five. */
type Row = { readonly path: string; readonly forms: string[]; readonly key: DescribedKey };

/** Parts that are the same as another part: told once. */
const toldElsewhere = /^endpoints\[\]\.(?:payload|headers)[.{]/;

const form = /<([^>]+)>/;

const rowsOf = (keys: readonly DescribedKey[]): Row[] => {
  const rows = new Map<string, Row>();
  for (const key of keys.filter(({ path }) => !toldElsewhere.test(path))) {
    const path = key.path.replace(form, '');
    const same = `${path} ${key.schema.description} ${defaultText(key)} ${exampleText(key)}`;
    const row = rows.get(same) ?? { path, forms: [], key };
    const [, name] = form.exec(key.path) ?? [];
    if (name !== undefined) row.forms.push(name);
    rows.set(same, row);
  }
  return [...rows.values()];
};

/** A text in a cell of a table: bars would end it. */
const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => (text === '' ? '' : `\`${cell(text)}\``);

const defaultCell = ({ key }: Row): string =>
  key.isRequired || key.schema.otherwise !== undefined ? cell(defaultText(key)) : code(defaultText(key));

const choices = ({ key }: Row): string => {
  const { enum: values } = key.schema;
  return values === undefined ? '' : `; one of ${values.map((value) => code(String(value))).join(', ')}`;
};

const rowText = (row: Row, allForms: number): string => {
  const { path, forms, key } = row;
  const only = forms.length === 0 || forms.length === allForms ? '' : ` (${forms.join(', ')})`;
  const what = `${cell(key.schema.description ?? '')}${choices(row)}`;
  return `| ${code(path)}${only} | ${what} | ${cell(key.unit)} | ${defaultCell(row)} | ${code(exampleText(key))} |`;
};

const sectionText = (name: string, rows: readonly Row[]): string => {
  const allForms = new Set(rows.flatMap(({ forms }) => forms)).size;
  return [
    `## ${name}`,
    '',
    '| key | what it is for | unit | if left out | example |',
    '|---|---|---|---|---|',
    ...rows.map((row) => rowText(row, allForms)),
    '',
  ].join('\n');
};

/** docs/reference/config.md: every key of k6.config.ts, from its schema. */
export const configPage = (): string => {
  const rows = rowsOf(keysOf(describedConfig()));
  const sections = Map.groupBy(rows, ({ path }) => /^\w+/.exec(path)?.[0] ?? path);
  const single = [...sections.values()].filter((of) => of.length === 1).flat();
  return [
    '# Keys of k6.config.ts',
    '',
    'Made from the schema by `npm run help`; a test holds that it is current. `headroom config schema` prints the same as JSON',
    'Schema, and an editor shows it on each key.',
    '',
    'In a path, `[]` stands for an entry of a list and `{}` for a name of your own. Names in parentheses are the scenarios or',
    'kinds that have the key; without any, all have it.',
    '',
    sectionText('Keys by themselves', single),
    ...[...sections].filter(([, of]) => of.length > 1).map(([name, of]) => sectionText(name, of)),
  ].join('\n');
};
