/**
 * Runs loads in pods on a real kubelet: containerd, runc, the controllers of Kubernetes and the k6-operator, on this machine alone.
 *
 *     npm run bench:kubelet -- [--only pattern]
 *
 * It needs root, Linux on x64, and the packages that `namespaces.ts` names, and says so where it can't run. What it builds is kept
 * in the user's cache: a quarter of an hour of CPU time at first, then six minutes. Nothing of it stays behind on the machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeImage } from '../../../release/image/make.ts';
import { getBinaries, getNodeBinaries } from '../control-plane/binaries.ts';
import { cases } from './cases.ts';
import { startRealCluster } from './cluster.ts';
import { pauseImage } from './containerd.ts';
import { runnerImage } from './fire.ts';
import { makePauseImage, makeStarterImage } from './images.ts';
import { runInNamespaces, whyNoNode } from './namespaces.ts';

const { values } = parseArgs({
  options: { inside: { type: 'string' }, only: { type: 'string', default: '' } },
});

const imagesIn = (folder: string): string[] =>
  ['runner.tar', 'pause/image.tar', 'starter/image.tar'].map((name) => join(folder, name));

/** What must be built while there is a network. */
const prepare = async (folder: string): Promise<void> => {
  await getBinaries();
  await getNodeBinaries();
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);
  const [archive] = imagesIn(folder);
  await makeImage({ architectures: ['amd64'], archive: archive!, reference: runnerImage, onProgress });
  await makePauseImage(join(folder, 'pause'), pauseImage);
  await makeStarterImage(join(folder, 'starter'), 'ghcr.io/grafana/k6-operator:latest-starter');
};

const runCases = async (folder: string): Promise<number> => {
  const binaries = { ...(await getBinaries()), ...(await getNodeBinaries()) };
  const cluster = await startRealCluster({ folder, binaries, images: imagesIn(folder) });
  let failed = 0;
  try {
    for (const { name, run } of cases.filter((one) => new RegExp(values.only).test(one.name))) {
      const { figures, faults } = await run(cluster, folder).catch((error) => ({
        figures: {},
        faults: [String(error)],
      }));
      console.log(JSON.stringify({ name, ...figures }, null, 1));
      for (const fault of faults) console.log(`  NOT SO: ${fault}`);
      failed += faults.length;
    }
  } finally {
    await cluster.stop();
  }
  return failed === 0 ? 0 : 1;
};

const runOutside = async (): Promise<number> => {
  const why = await whyNoNode();
  if (why !== null) throw new Error(`no kubelet can be run here: ${why}`);
  const folder = await mkdtemp(join(tmpdir(), 'headroom-kubelet-'));
  try {
    await prepare(folder);
    const args = [`--inside=${folder}`, `--only=${values.only}`];
    // All that is written inside goes with the folder.
    return await runInNamespaces(import.meta.filename, args, { TMPDIR: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

process.exitCode = values.inside === undefined ? await runOutside() : await runCases(values.inside);
