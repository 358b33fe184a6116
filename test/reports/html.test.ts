import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup, html, toText, trusted } from '../../reports/html.ts';

const hostile = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--',
  ']]>',
  '&lt;b&gt;',
  "$& $` $' $1",
  '\u2028\u2029',
];

const readBack = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('html', () => {
  it('keeps its own markup and escapes what is put in', () => {
    expect(toText(html`<p title="${'"'}">${'<'}${html`<b>${1}</b>`}</p>`)).toBe(
      '<p title="&quot;">&lt;<b>1</b></p>',
    );
  });

  it.each(hostile)('turns %j into text, in content and in an attribute', (text) => {
    const page = toText(html`<p title="${text}">${text}</p>`);
    expect(page).toMatch(/^<p title="[^"<>]*">[^<>]*<\/p>$/);
  });

  it('gives back any text unchanged to a reader, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const page = toText(html`<p title='${text}'>${text}</p>`);
        expect(page).toMatch(/^<p title='[^'<>]*'>[^<>]*<\/p>$/s);
        expect(readBack(page.slice(page.indexOf('>') + 1, -4))).toBe(
          text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd'),
        );
      }),
    );
  });

  it('joins lists and prints nothing for the empty values', () => {
    expect(toText(html`${['a', html`<i>`, ['b']]}${undefined}${null}${false}${''}`)).toBe('a<i>b');
  });

  it('refuses a value in an attribute without quotes', () => {
    expect(() => html`<p class=${'a b'}>`).toThrow('needs quotes');
  });

  it('escapes an object from a file that poses as markup', () => {
    const forged = JSON.parse('{"markup":"<b>","text":"<b>"}') as never;
    expect(() => toText(html`${forged}`)).toThrow();
  });

  it('drops the indentation of the template, not that of the values', () => {
    expect(
      toText(html`<a>
      ${'x\n  y'}`),
    ).toBe('<a>\nx\n  y');
  });

  it('keeps a line break between words, and none beside an element on a line of its own', () => {
    expect(
      toText(html`
      <p>a
      <b>b</b></p>
      ${false}
      ${html`<ul>c</ul>`}
      ${'d'}
      </div>`),
    ).toBe('<p>a\n<b>b</b></p><ul>c</ul>\nd</div>');
  });

  it('takes markup from another renderer as it is', () => {
    expect(toText(html`${trusted('<svg/>')}`)).toBe('<svg/>');
  });
});

describe('escapeMarkup', () => {
  it('replaces what XML forbids in any spelling', () => {
    expect(escapeMarkup('a\u0000\u001b[31m\ud800\ufffeb\tc\n')).toBe('a\ufffd\ufffd[31m\ufffd\ufffdb\tc\n');
  });
});
