import { type Html, html } from '../html.ts';
import type { SettingsFile } from '../report.ts';

/** A longer file is linked, not shown: a page of settings hides the one line that changes. */
const shownLinesMost = 60;

const linkTo = ({ name }: SettingsFile): Html =>
  html`<a href="settings/${encodeURIComponent(name)}">settings/${name}</a>`;

/** The script adds a button that copies the text. */
const textOf = ({ name, text }: SettingsFile): Html =>
  text.trimEnd().split('\n').length > shownLinesMost
    ? html`<p>${linkTo({ name, text })} is too long to show here.</p>`
    : html`<div class="patch"><p>${linkTo({ name, text })}</p>
    <pre data-copy="Copy" tabindex="0" role="group" aria-label="${name}">${text.trimEnd()}</pre></div>`;

/** The advised settings as files to copy, one for each way in which the platform spells them. */
export const patchHtml = (files: readonly SettingsFile[]): Html => {
  const [first, ...others] = files;
  return first === undefined
    ? html``
    : html`${textOf(first)}${others.map(
        (file) =>
          html`<details class="other"><summary>The same in ${file.name}</summary>${textOf(file)}</details>`,
      )}`;
};
