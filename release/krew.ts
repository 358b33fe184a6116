/** The manifest by which krew, the plugin manager of kubectl, installs Headroom as `kubectl headroom`. */
import type { ReleasePlatform } from '../load/k6/release-names.ts';

/** An archive that krew may download. */
export type KrewArchive = {
  readonly platform: ReleasePlatform;
  /** Where it can be downloaded. */
  readonly url: string;
  /** 64 hex digits. */
  readonly sha256: string;
};

const platformText = ({ platform, url, sha256 }: KrewArchive): string => `    - selector:
        matchLabels: { os: ${platform.GOOS}, arch: ${platform.GOARCH} }
      uri: ${url}
      sha256: ${sha256}
      bin: kubectl-headroom`;

/** The manifest as YAML: https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/. */
export const krewManifest = (version: string, archives: readonly KrewArchive[]): string =>
  `apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: headroom
spec:
  version: v${version}
  shortDescription: Spike-test a service, prove autoscaler settings
  description: |
    Fires a spike at a scoring service with real k6, explains every failed second by what the pods and the autoscaler
    did, recommends autoscaler settings, and proves them by firing the same spike again.
  caveats: |
    Needs Node 22.19 or newer on PATH. k6 comes with the plugin.
  platforms:
${archives.map(platformText).join('\n')}
`;
