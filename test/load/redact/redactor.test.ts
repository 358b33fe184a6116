import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutValues } from '../../../load/redact/redactor.ts';

type Shared = {
  readonly found: readonly { about: string; value: string; text: string; hides: readonly string[] }[];
  readonly stays: { readonly value: string; readonly texts: readonly string[] };
};

/** What the module in Go must find as well: load/module/redact_test.go reads the same file. */
const shared = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/redaction.json'), 'utf8'),
) as Shared;

describe('a secret in a text', () => {
  it.each(shared.found)('is found $about', ({ value, text, hides }) => {
    for (const part of hides) expect(text).toContain(part);
    const shown = withoutValues([value])(`before ${text} after`);
    for (const part of hides) expect(shown).not.toContain(part);
    expect(shown).toMatch(/^before .*\*\*\*.* after$/s);
  });

  it('leaves other texts as they are', () => {
    for (const text of shared.stays.texts) {
      expect(withoutValues([shared.stays.value])(text)).toBe(text);
      expect(withoutValues([])(text)).toBe(text);
    }
  });

  it('takes out what stands for it, and nothing beside it', () => {
    const shown = withoutValues(['Bearer k3y+value/1'])(
      'ü {"k": "k3y\\u002Bvalue\\/1", "n": "&auml;"} k3y+value/1 ü',
    );
    expect(shown).toBe('ü {"k": "***", "n": "&auml;"} *** ü');
  });
});
