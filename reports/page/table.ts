import type { Table } from '../charts/figure.ts';
import { type Html, html } from '../html.ts';

const tableOf = ({ caption, columns, rows }: Table, label: string, kind: 'data' | 'words'): Html =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table class="${kind}"><caption>${caption}</caption>
    <thead><tr>${columns.map((name) => html`<th>${name}`)}</thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}`)}`)}</tbody></table></div>`;

/**
 * A table of a result. HTML lets a row and a cell end where the next one starts; leaving the end tags out makes the
 * tables of a report a third smaller. A cell of the head is the head of its column without saying so. A wide table scrolls in its own box, which Tab reaches under the name `label`.
 */
export const dataTable = (table: Table, label = table.caption): Html => tableOf(table, label, 'data');

/** A table whose cells are words: every column starts at its left edge. */
export const wordTable = (table: Table): Html => tableOf(table, table.caption, 'words');

/** A name and its value. */
export type Pair = readonly [name: string, value: string | Html];

/** Names and values, one pair a row. A head beside a cell, with no cell in its column, is the head of its row without saying so. */
export const pairTable = (pairs: readonly Pair[]): Html =>
  html`<table class="pairs"><tbody>${pairs.map(
    ([name, value]) => html`<tr><th>${name}<td>${value}`,
  )}</tbody></table>`;
