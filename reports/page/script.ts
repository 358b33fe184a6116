import type { Result } from '../../runs/schema/result.ts';
import { type Html, html } from '../html.ts';
import { scriptTables } from '../script-tables.ts';
import { fold } from './fold.ts';
import { wordTable } from './table.ts';

/** What a script found out by itself; nothing for a run without one. */
export const scriptSection = ({ script }: Result): Html | false => {
  const tables = scriptTables(script);
  return (
    tables.length > 0 &&
    fold(
      { id: 'script', title: 'Checks, metrics and thresholds of the script' },
      html`${tables.map(({ title, columns, rows }) => wordTable({ caption: title, columns, rows }))}`,
    )
  );
};
