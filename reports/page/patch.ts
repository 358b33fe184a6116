import { type Html, html } from '../html.ts';
import type { SettingsFile } from '../report.ts';

/** A longer file is linked, not shown: a page of settings hides the one line that changes. */
const shownLinesMost = 60;

const linkTo = ({ name }: SettingsFile): Html =>
  html`<a href="settings/${encodeURIComponent(name)}">settings/${name}</a>`;

/** The script shows the button where it can copy. */
const textOf = ({ name, text }: SettingsFile, id: string): Html =>
  text.trimEnd().split('\n').length > shownLinesMost
    ? html`<p>${linkTo({ name, text })} is too long to show here.</p>`
    : html`<div class="patch"><p>${linkTo({ name, text })} <button type="button" data-copy="${id}" hidden>Copy</button></p>
    <pre id="${id}" tabindex="0" role="group" aria-label="${name}">${text.trimEnd()}</pre></div>`;

/** The advised settings as files to copy, one for each way in which the platform spells them. */
export const patchHtml = (files: readonly SettingsFile[]): Html => {
  const [first, ...others] = files;
  return first === undefined
    ? html``
    : html`${textOf(first, 'patch-1')}${others.map(
        (file, i) =>
          html`<details class="other"><summary>The same in ${file.name}</summary>${textOf(file, `patch-${i + 2}`)}</details>`,
      )}`;
};
