import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../config/resolve.ts';
import { spikeConfig } from '../../builders/run.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: score }
spec:
  indicator:
    metadata: { name: failures }
    spec:
      ratioMetric:
        bad: { metricSource: { spec: { query: 'requests{code=~"5.."}' } } }
        total: { metricSource: { spec: { query: requests } } }
  budgetingMethod: Occurrences
  objectives: [{ target: 0.995 }]
`;

/** A config beside such a file, which `slo` names. */
const resolved = async (slo: unknown, file: string | Buffer = text) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'slo.yaml'), file);
  return resolveConfig({ ...spikeConfig, slo }, join(folder, 'k6.config.ts'));
};

describe('slo as a file of OpenSLO', () => {
  it('gives every endpoint the limits of the file, and warns of what is judged otherwise', async () => {
    const { slo, endpoints, warnings } = await resolved('./slo.yaml');
    expect(slo).toEqual({ maxErrorShare: 0.005 });
    expect(endpoints[0]!.slo.maxErrorShare).toBe(0.005);
    expect(warnings.join('\n')).toContain('slo.yaml: every answer but 2xx counts as failed');
  });

  it('is refused where the file is not there, or says what can not be held', async () => {
    await expect(resolved('./other.yaml')).rejects.toMatchObject({
      code: 'E_CONFIG',
      details: [{ what: expect.stringContaining("other.yaml can't be read") }],
    });
    await expect(resolved('./slo.yaml', Buffer.from(`\ufeff${text}`, 'utf16le'))).rejects.toMatchObject({
      details: [{ what: "slo: slo.yaml can't be read: it is in UTF-16: save it as UTF-8" }],
    });
    await expect(resolved('./slo.yaml', text.replace('Occurrences', 'Timeslices'))).rejects.toMatchObject({
      code: 'E_CONFIG',
      details: [{ where: expect.stringContaining('spec.budgetingMethod') }],
    });
  });

  it('leaves limits in the config as they are, and their faults with their path', async () => {
    expect((await resolved({ p95LatencyMs: 800 })).slo).toEqual({ maxErrorShare: 0.01, p95LatencyMs: 800 });
    await expect(resolved({ maxErrorShare: 5 })).rejects.toMatchObject({
      details: [{ where: expect.stringContaining('slo.maxErrorShare') }],
    });
    await expect(resolved({ p95: 5 })).rejects.toMatchObject({
      details: [{ what: 'unknown key "p95"' }],
    });
  });
});
