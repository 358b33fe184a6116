import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redacted } from '../../../errors/redact/mark.ts';
import { publicUrl } from '../../../errors/redact/urls.ts';
import { withoutAuthorization, withoutValues } from '../../../errors/redact/values.ts';

type Shared = {
  readonly mark: string;
  readonly found: readonly { about: string; value: string; text: string; shown: string }[];
  readonly stays: { readonly value: string; readonly texts: readonly string[] };
  readonly urls: readonly { url: string; shown: string }[];
};

/** What the module in Go must make of the same texts: load/module/redact_test.go reads the same file. */
const shared = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/redaction.json'), 'utf8'),
) as Shared;

it('the tool and the k6 module write the same mark for a secret', () => {
  expect(redacted).toBe(shared.mark);
});

it.each(shared.urls)('of $url is shown $shown', ({ url, shown }) => {
  expect(publicUrl(url)).toBe(shown);
});

describe('a secret in a text', () => {
  it.each(shared.found)('finds the secret in a text $about', ({ value, text, shown }) => {
    expect(withoutValues([value])(`before ${text} after`)).toBe(`before ${shown} after`);
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
    expect(shown).toBe('ü {"k": "[redacted]", "n": "&auml;"} [redacted] ü');
  });
});

it('that authorized a request is taken out with its parts, and no short word with it', () => {
  expect(withoutAuthorization('denied: Bearer abc-123', 'Bearer abc-123')).toBe('denied: [redacted]');
  expect(withoutAuthorization('the token abc-123 has expired', 'Bearer abc-123')).toBe(
    'the token [redacted] has expired',
  );
  expect(withoutAuthorization('a list of a', 'Bearer a')).toBe('a list of a');
  expect(withoutAuthorization('as it was', undefined)).toBe('as it was');
});
