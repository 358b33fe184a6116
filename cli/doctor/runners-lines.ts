import { type DoctorLine, fine } from '../../cluster/doctor/line.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { moduleVersion } from '../../load/k6/version.ts';

/** The version that the tag of an image names; null: it names none. */
const versionIn = (image: string): string | null => /:v?(\d+\.\d+\.\d+)$/.exec(image)?.[1] ?? null;

/**
 * Whether the image of runners in pods is of the tool's version, as far as its tag tells. What is in the image is known for
 * certain when a runner is ready: one of another version is refused then, before the load.
 */
export const runnersLines = ({ load: { runners } }: Pick<ResolvedConfig, 'load'>): DoctorLine[] => {
  if (runners?.where !== 'cluster') return [];
  const version = versionIn(runners.image);
  if (version === moduleVersion) return [fine('k6', `the image of the runners is of version ${version}`)];
  const place = { topic: 'k6', where: 'load.runners.image' } as const;
  const fix = `build the image of this version, ${moduleVersion}: see docs/distributed.md`;
  if (version === null) {
    const what = 'the tag of the image names no version: whether it fits shows when the runners are ready';
    return [{ level: 'warning', ...place, what, fix }];
  }
  const what = `the image of the runners is of version ${version}, this is ${moduleVersion}`;
  return [{ level: 'problem', ...place, what, fix }];
};
