import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../config/resolve.ts';
import { bundleScript } from '../../../load/generator/bundle-script.ts';
import { k6CommandOf } from '../../../load/generator/command.ts';
import { scriptsFolder } from './scripts.ts';

const summaryModeFor = async (script: string): Promise<string | undefined> => {
  const config = resolveConfig(
    {
      target: { url: 'http://127.0.0.1:1/' },
      load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 1 },
      script,
    },
    join(scriptsFolder, 'k6.config.ts'),
  );
  const { exports } = await bundleScript(config);
  const { arguments: flags } = k6CommandOf({ k6: 'k6', log: 'k6.log' }, exports);
  return flags.find((flag) => flag.startsWith('--summary-mode'));
};

describe('bundleScript', () => {
  it('has k6 make a summary for a script that handles it', async () => {
    expect(await summaryModeFor('./csv-setup-summary.ts')).toBe('--summary-mode=compact');
  });

  it('has k6 make none for any other script: it costs CPU and memory for each request', async () => {
    expect(await summaryModeFor('./upload.ts')).toBe('--summary-mode=disabled');
  });
});
