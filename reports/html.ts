/** Key of the text inside an `Html`. Not exported: no value read from a file can carry it. */
const markup: unique symbol = Symbol('markup');

/** Markup that is safe to put into a page as it stands. Made by `html` and `trusted` only. */
export type Html = { readonly [markup]: string };

/** What a template takes. Lists are joined without a separator; the empty values print nothing. */
type HtmlValue = string | number | Html | readonly HtmlValue[] | undefined | null | false;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as it may stand between tags and inside quoted attributes, in HTML and in XML. Control characters and halves
 * of surrogate pairs, which XML forbids in any spelling, become U+FFFD.
 *
 * @example escapeMarkup('<b title="x">') // '&lt;b title=&quot;x&quot;&gt;'
 */
export const escapeMarkup = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character]!);

const render = (value: HtmlValue): string => {
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  return markup in value ? value[markup] : value.map(render).join('');
};

/** The indentation of templates is for the reader of this source; in the page it would only be bytes. */
const unindent = (text: string): string => text.replace(/\n\s*/g, '\n');

/**
 * Tag of HTML templates: every value is escaped, unless it is `Html` already. Values may stand in text and in quoted
 * attributes. An unquoted attribute can't be made safe by escaping, so it throws.
 *
 * @example html`<p title="${'"'}">${'<'}${html`<b>1</b>`}</p>` // <p title="&quot;">&lt;<b>1</b></p>
 */
export const html = (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html => {
  const parts = strings.map((fixed, i) => {
    if (i < values.length && /=\s*$/.test(fixed)) {
      throw new Error(`html template: the value after ${JSON.stringify(fixed.slice(-20))} needs quotes`);
    }
    return i < values.length ? unindent(fixed) + render(values[i]) : unindent(fixed);
  });
  return { [markup]: parts.join('') };
};

/** Markup that another renderer has made and escaped (an SVG, the style sheet). Never for text from a run. */
export const trusted = (text: string): Html => ({ [markup]: text });

/** The finished text of a fragment. */
export const toText = (fragment: Html): string => fragment[markup];
