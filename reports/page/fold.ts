import { type Html, html } from '../html.ts';

/**
 * A part of the page that is closed until somebody asks for it: a link to its heading, or a search, opens it.
 *
 * @param state what is worth knowing without opening it; empty: nothing is
 */
export const fold = (
  { id, title, state = '' }: { readonly id: string; readonly title: string; readonly state?: string },
  body: Html,
): Html =>
  html`<section aria-labelledby="${id}"><details class="fold"><summary><h2 id="${id}">${title}</h2>${state !== '' && html` <span>${state}</span>`}</summary>
  ${body}</details></section>`;
