import { type Html, html } from '../html.ts';

/** A link to the report of a run in the folder beside: relative, so that folders move together. */
export const reportLink = (runId: string, text: string): Html =>
  html`<a href="../${encodeURIComponent(runId)}/report.html">${text}</a>`;
