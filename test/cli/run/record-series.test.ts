import { expect, test } from 'vitest';
import { createProgress } from '../../../cli/output/live.ts';
import { recordSeries } from '../../../cli/run/record-series.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { clusterLineSchema } from '../../../runs/schema/cluster-series.ts';
import { readSeries } from '../../../runs/series-file.ts';
import { deploymentLine } from '../../builders/cluster.ts';
import { spikeConfig } from '../../builders/run.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const quiet = createProgress(process.stderr, { quiet: true });
const config = resolveConfig(spikeConfig, 'k6.config.ts');

test('the series of the cluster closes with a line that says so, which a tool that was cut can’t have written', async () => {
  const folder = await temporaryFolder();
  const kinds = async () =>
    (await readSeries(folder, 'cluster.ndjson', clusterLineSchema)).lines.map(({ kind }) => kind);
  {
    await using cut = recordSeries({ folder, runId: 'run' }, config, quiet);
    cut.onClusterLine(deploymentLine({ atMs: 1000, desired: 3 }));
  }
  expect(await kinds()).toEqual(['header', 'deployment']);
  await using whole = recordSeries({ folder, runId: 'run' }, config, quiet);
  await whole.close(2000);
  expect((await readSeries(folder, 'cluster.ndjson', clusterLineSchema)).lines.slice(2)).toEqual([
    { kind: 'header', schemaVersion: 1, runId: 'run', hasEnd: true },
    { kind: 'end', atMs: 2000 },
  ]);
});
