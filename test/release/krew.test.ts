import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { krewManifest } from '../../release/krew.ts';

it('names each platform with its archive and checksum, in the words of krew', () => {
  const sha256 = 'a'.repeat(64);
  const url = 'https://releases.example/v1.2.0/one.tar.gz';
  const platform = { GOOS: 'darwin', GOARCH: 'arm64' } as const;
  const manifest = parse(krewManifest('1.2.0', [{ platform, sha256, url }]));
  expect(manifest).toMatchObject({
    apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
    kind: 'Plugin',
    metadata: { name: 'headroom' },
    spec: { version: 'v1.2.0' },
  });
  expect(manifest.spec.platforms).toEqual([
    {
      selector: { matchLabels: { os: 'darwin', arch: 'arm64' } },
      uri: url,
      sha256,
      bin: 'kubectl-headroom',
    },
  ]);
  // One line of `kubectl krew search`, beside the name.
  expect(manifest.spec.shortDescription.length).toBeLessThanOrEqual(50);
});
