import { type Html, html, trusted } from '../html.ts';

/** A drawing with what a screen reader says of it. `id` must be unique in the page. */
type Plot = {
  readonly id: string;
  readonly title: string;
  /** Its numbers, in sentences. */
  readonly description: string;
  readonly heightPx: number;
  readonly inside: string;
  /** Without room for labels left of it. */
  readonly isWide?: boolean;
};

/** An SVG as wide as its column, named and described, that Tab reaches. A title would pop up beside the cursor's values. */
export const plotHtml = ({ id, title, description, heightPx, inside, isWide = false }: Plot): Html =>
  html`<svg class="${isWide ? 'plot rows' : 'plot'}" height="${heightPx}" role="img" tabindex="0" aria-label="${title}" aria-describedby="${id}-desc"><desc id="${id}-desc">${description}</desc><g>${trusted(inside)}</g></svg>`;
