import { type DoctorLine, fine } from '../../cluster/doctor/line.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { moduleVersion } from '../../load/k6/version.ts';

/** Which part of a config lines about the image of runners are about. */
export const imagePlace = { topic: 'k6', where: 'load.runners.image' } as const;

/** The version that the tag of an image names; null: it names none. */
const versionIn = (image: string): string | null => /:v?(\d+\.\d+\.\d+)$/.exec(image)?.[1] ?? null;

const notAsked =
  'what is in it was not looked at: `headroom doctor --yes` starts a pod that reports it. A test refuses another version before its load';

/** Whether the image of runners in pods is of the tool's version, as far as its tag tells; and that only the tag was looked at. */
export const runnersLines = ({ load: { runners } }: Pick<ResolvedConfig, 'load'>): DoctorLine[] => {
  if (runners?.where !== 'cluster') return [];
  const version = versionIn(runners.image);
  if (version === moduleVersion)
    return [fine('k6', `the tag of the runners' image says ${version}, as this tool; ${notAsked}`)];
  const fix = `build the image of this version, ${moduleVersion}: see docs/distributed.md`;
  if (version === null) {
    const what = `the tag of the runners' image names no version; ${notAsked}`;
    return [{ level: 'warning', ...imagePlace, what, fix }];
  }
  const what = `the tag of the runners' image says ${version}, this is ${moduleVersion}; ${notAsked}`;
  return [{ level: 'problem', ...imagePlace, what, fix }];
};
