/**
 * Closes the loop by the command line on a real control plane, for every service: how many advices for a real HPA are
 * confirmed by the same load.
 *
 *     npm run bench:kube -- [--only name] [--kept file] [--folder folder] [--write]
 *
 * Five minutes a service. With `--kept` each is written down when it is done, and not run again.
 */
import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSection } from '../../../bench/accuracy/document.ts';
import { getBinaries } from '../control-plane/binaries.ts';
import { closeLoop } from './close-loop.ts';
import { type LoopCluster, startLoopCluster } from './cluster.ts';
import { type OutcomeRow, renderRows, rowOf } from './outcome-row.ts';
import { type LoopService, services } from './services.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    kept: { type: 'string' },
    folder: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

type Kept = { readonly name: string; readonly row: OutcomeRow };

const readKept = async (file: string | undefined): Promise<Kept[]> => {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Kept]));
};

const runOne = async (cluster: LoopCluster, service: LoopService, folder: string): Promise<Kept> => {
  const outcome = await closeLoop({ cluster, service, folder: join(folder, service.name) });
  const row = rowOf(service, outcome);
  const faults = row.faults.length === 0 ? '' : `, ${row.faults.join(', ')}`;
  process.stderr.write(`${service.name}: ${row.verdict}, ${row.inside} inside${faults}\n`);
  for (const [verb, { code, stderr }] of Object.entries(outcome.ended))
    if (row.faults.includes(`${verb} ended with ${code}`)) process.stderr.write(`${stderr}\n`);
  return { name: service.name, row };
};

const kept = await readKept(values.kept);
const asked = services.filter(({ name }) => values.only === undefined || values.only === name);
const missing = asked.filter(({ name }) => !kept.some((one) => one.name === name));
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'headroom-loops-')));
process.stderr.write(`run folders: ${folder}\n`);
if (missing.length > 0) {
  const cluster = await startLoopCluster(await getBinaries());
  try {
    for (const service of missing) {
      const one = await runOne(cluster, service, folder);
      kept.push(one);
      if (values.kept !== undefined) await appendFile(values.kept, `${JSON.stringify(one)}\n`);
    }
  } finally {
    await cluster.stop();
  }
}
const text = renderRows(
  asked.flatMap(({ name }) => kept.filter((one) => one.name === name).map(({ row }) => row)),
);
if (values.write) await writeSection(join(import.meta.dirname, '../../../docs/accuracy.md'), 'kube', text);
console.log(text);
