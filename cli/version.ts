import { readFileSync } from 'node:fs';

/** package.json lies beside the folder of the source, and two above the built one. */
const candidates = ['../package.json', '../../package.json'];

const readVersion = (): string => {
  for (const candidate of candidates) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8'));
      if (name === 'headroom') return version;
    } catch {}
  }
  throw new Error('package.json of headroom is not where the package puts it');
};

/** The tool's own version, from package.json. */
export const version: string = readVersion();
