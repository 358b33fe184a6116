import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allows, hostsOutside, readAllowedHost } from '../../config/allowed-hosts.ts';

type Pair = { readonly entry: string; readonly url: string };

/** The Go fence answers the same: load/module/fence_test.go. */
const shared = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/allowed-hosts.json'), 'utf8'),
) as {
  readonly allows: readonly Pair[];
  readonly refuses: readonly Pair[];
  readonly noEntries: readonly string[];
};

describe('an entry of allowedHosts', () => {
  it.each(shared.allows)('$entry allows $url', ({ entry, url }) => {
    expect(allows(entry, url)).toBe(true);
  });

  it.each(shared.refuses)('$entry does not allow $url', ({ entry, url }) => {
    expect(allows(entry, url)).toBe(false);
  });

  it.each(shared.noEntries)('refuses "%s" as an allowed host', (entry) => {
    expect(readAllowedHost(entry)).toBeUndefined();
  });

  it.each(['https://a', 'a/b', 'a\\b', 'user@a', 'a b', 'a?b', 'a#b', 'a%2eb'])(
    'is no part of a URL: %s',
    (entry) => {
      expect(readAllowedHost(entry)).toBeUndefined();
    },
  );
});

describe('a host outside of allowedHosts', () => {
  const outside = (...addresses: readonly (readonly [key: string, url: string])[]) =>
    hostsOutside({
      allowedHosts: ['ml.example:8443'],
      addresses: addresses.map(([key, url]) => ({ key, url })),
      file: 'k6.config.ts',
    });

  it('is named with the keys that lead to it, and the fix opens no other port', () => {
    expect(
      outside(
        ['target.url', 'https://ml.example/score'],
        ['endpoints[1].url', 'https://ML.example:443/rank'],
        ['endpoints[2].url', 'https://ml.example:8443/embed'],
      ),
    ).toEqual([
      {
        what: 'target.url, endpoints[1].url: ml.example:443 is not in safety.allowedHosts',
        where: 'k6.config.ts → safety.allowedHosts',
        fix: 'add "ml.example:443"',
      },
    ]);
  });

  it.each([
    'https://ml.example/score',
    'http://ml.example/score',
    'http://[::1]/score',
    'http://0x7f.1:81/score',
  ])('is allowed by the fix: %s', (url) => {
    const entry = /^add "(.*)"$/.exec(outside(['target.url', url])[0]!.fix!)![1]!;
    expect(allows(entry, url)).toBe(true);
    expect(readAllowedHost(entry)!.port).not.toBeNull();
  });
});
