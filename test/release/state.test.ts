import { expect, it } from 'vitest';
import { releaseStateOf, type VersionFiles } from '../../release/state.ts';

const files = (more: Partial<VersionFiles> = {}): VersionFiles => ({
  packageJson: '{"version":"1.2.0"}',
  packageLock: '{"version":"1.2.0"}',
  tool: "export const moduleVersion = '1.2.0';",
  module: 'const moduleVersion = "1.2.0"',
  changelog: '# Changelog\n\n## 1.2.0\n\n- New.\n\n## 1.1.0\n\n- Old.\n',
  ...more,
});

it('is ready where every place tells one version, with what the changelog says of it', () => {
  expect(releaseStateOf(files())).toEqual({ kind: 'ready', version: '1.2.0', notes: '- New.' });
});

it('takes the headings inside the text of a version for the notes, and nothing of what stands above it', () => {
  const text = '### Load\n\n- New.\n\n### Traces\n\n- More.';
  const changelog = `# Changelog\n\nNot published yet.\n\n## 1.2.0\n\n${text}\n\n## 1.1.0\n\n- Old.\n`;
  expect(releaseStateOf(files({ changelog }))).toEqual({ kind: 'ready', version: '1.2.0', notes: text });
});

it('names every place that was forgotten, all at once', () => {
  const forgotten = files({
    packageLock: '{"version":"1.1.0"}',
    tool: "export const moduleVersion = '1.1.0';",
    module: 'const otherName = "1.2.0"',
    changelog: '# Changelog\n\n## 1.1.0\n\n- Old.\n',
  });
  expect(releaseStateOf(forgotten)).toEqual({
    kind: 'notReady',
    faults: [
      'package-lock.json says 1.1.0, package.json 1.2.0',
      'load/k6/version.ts says 1.1.0, package.json 1.2.0',
      'load/module/version.go says none, package.json 1.2.0',
      'CHANGELOG.md has no text under "## 1.2.0"',
    ],
  });
});

it('wants text under the heading, and takes no other version whose name begins alike', () => {
  const empty = files({ changelog: '## 1.2.0\n\n## 1.1.0\n\n- Old.\n' });
  const longer = files({ changelog: '## 1.2.0-rc.1\n\n- Other.\n' });
  for (const one of [empty, longer])
    expect(releaseStateOf(one)).toEqual({
      kind: 'notReady',
      faults: ['CHANGELOG.md has no text under "## 1.2.0"'],
    });
});
