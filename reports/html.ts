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

/** What begins or ends a line by itself: a line break before it is no space between words. */
const ownLine =
  /^(?:\n|<\/?(?:body|caption|dd|details|div|dl|dt|figcaption|figure|h[1-3]|header|main|p|pre|section|summary|table|tbody|thead|ul)\b)/;
/** Characters of the longest of those, and one more. */
const tagCharacters = 13;

/** The indentation of templates is for the reader of this source; in the page it would only be bytes. */
const unindent = (fixed: string, after: string): string =>
  fixed.replace(/\n\s*/g, (indent, at: number) => {
    const next = fixed.slice(at + indent.length) + after.slice(0, tagCharacters);
    return ownLine.test(next) ? '' : '\n';
  });

/**
 * Tag of HTML templates: every value is escaped, unless it is `Html` already. Values may stand in text and in quoted
 * attributes. An unquoted attribute can't be made safe by escaping, so it throws.
 *
 * @example html`<p title="${'"'}">${'<'}${html`<b>1</b>`}</p>` // <p title="&quot;">&lt;<b>1</b></p>
 */
export const html = (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html => {
  const text = strings.reduceRight((after, fixed, i) => {
    if (i < values.length && /=\s*$/.test(fixed)) {
      throw new Error(`html template: the value after ${JSON.stringify(fixed.slice(-20))} needs quotes`);
    }
    const rest = render(values[i]) + after;
    return unindent(fixed, rest) + rest;
  }, '');
  return { [markup]: text };
};

/** Markup that another renderer has made and escaped (an SVG, the style sheet). Never for text from a run. */
export const trusted = (text: string): Html => ({ [markup]: text });

/** The finished text of a fragment. */
export const toText = (fragment: Html): string => fragment[markup];
